using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using SerLab.Metrics;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Reports;

/// <summary>A bench of denoisers as files: <c>enhance-bench.json</c>, <c>signal.csv</c>, <c>recognition.csv</c>, <c>report.html</c> and <c>report.md</c>.</summary>
public static class EnhanceBenchFiles
{
    /// <summary>Writes all; nothing in them depends on time or machine load, so the same spec and build give the same bytes.</summary>
    /// <param name="result">What the bench found.</param>
    /// <param name="folder">Where the files go; made when it is missing.</param>
    /// <param name="json">Writes recipes.</param>
    /// <exception cref="BadInputException">A file cannot be written.</exception>
    public static void Write(EnhanceBenchResult result, string folder, RecipeJson json)
    {
        SafeFile.WriteText(Path.Combine(folder, "enhance-bench.json"), json.Write(result) + "\n");
        SafeFile.WriteText(Path.Combine(folder, "signal.csv"), SignalCsv(result));
        SafeFile.WriteText(Path.Combine(folder, "recognition.csv"), RecognitionCsv(result));
        SafeFile.WriteText(Path.Combine(folder, "report.md"), EnhanceBenchMarkdown.Render(result));
        SafeFile.WriteText(Path.Combine(folder, "report.html"), EnhanceBenchHtml.Render(result, json));
    }

    private static string SignalCsv(EnhanceBenchResult result) => Csv(
        ["denoiser", "noise", "snr_db", "utterances", .. EnhanceBenchMeasure.All.SelectMany(measure => ((string[])["", "_low", "_high", "_gain", "_gain_low", "_gain_high"]).Select(end => measure.Word + end))],
        result.Signal.Select(row => (string[])
        [
            row.Denoiser, row.Noise, Number(row.SnrDb), Number(row.UtteranceCount),
            .. EnhanceBenchMeasure.All.Select(measure => measure.Of(row)).SelectMany(summary => (string[])
                [Number(summary?.Mean), .. Ends(summary?.Interval), Number(summary?.Gain), .. Ends(summary?.GainInterval)]),
        ]));

    private static string RecognitionCsv(EnhanceBenchResult result) => Csv(
        ["denoiser", "training", "normalisation", "transductive", "noise", "snr_db", "macro_accuracy", "macro_accuracy_low", "macro_accuracy_high", "gain", "gain_low", "gain_high"],
        result.Recognition.Select(row => (string[])
        [
            row.Denoiser, row.Training, row.Normalisation, row.IsTransductive ? "true" : "false", row.Noise, Number(row.SnrDb),
            Number(row.MacroAccuracy), .. Ends(row.Interval), Number(row.Gain), .. Ends(row.GainInterval),
        ]));

    private static string Csv(string[] heads, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        using (var csv = new CsvWriter(new StringWriter(text, CultureInfo.InvariantCulture), new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }))
            foreach (var row in rows.Prepend(heads))
            {
                foreach (var field in row) csv.WriteField(field);
                csv.NextRecord();
            }

        return text.ToString();
    }

    private static string Number(double? value) => value is { } number ? Words.Exact(number) : "";

    private static string[] Ends(Interval? interval) => [Number(interval?.Low), Number(interval?.High)];
}
