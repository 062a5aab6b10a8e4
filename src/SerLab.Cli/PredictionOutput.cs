using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;

namespace SerLab.Cli;

/// <summary>What a model heard in one stretch of a recording.</summary>
/// <param name="Path">The recording.</param>
/// <param name="StartSeconds">Start of the stretch, seconds.</param>
/// <param name="EndSeconds">End of the stretch, seconds.</param>
/// <param name="PredictedLabel">The class with the highest posterior.</param>
/// <param name="Score">Posterior probability of each class.</param>
internal sealed record ClipPrediction(string Path, double StartSeconds, double EndSeconds, string PredictedLabel, IReadOnlyList<double> Score);

/// <summary>Writes predictions as a table, JSON or CSV, with ML.NET's column names.</summary>
internal static class PredictionOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Write(IReadOnlyList<ClipPrediction> predictions, IReadOnlyList<string> classNames, string caution, string format, Terminal terminal)
    {
        if (format == "json") WriteJson(predictions, classNames, caution, terminal);
        else if (format == "csv") WriteCsv(predictions, classNames, caution, terminal);
        else WriteTable(predictions, classNames, terminal);
    }

    private static void WriteJson(IReadOnlyList<ClipPrediction> predictions, IReadOnlyList<string> classNames, string caution, Terminal terminal) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(predictions.Select(prediction => new
        {
            prediction.Path,
            prediction.StartSeconds,
            prediction.EndSeconds,
            prediction.PredictedLabel,
            Caution = caution.Length == 0 ? null : caution,
            Score = classNames.Zip(prediction.Score).ToDictionary(pair => pair.First, pair => pair.Second),
        }), Indented));

    private static void WriteCsv(IReadOnlyList<ClipPrediction> predictions, IReadOnlyList<string> classNames, string caution, Terminal terminal)
    {
        using var csv = new CsvWriter(terminal.Output, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        foreach (var name in (IEnumerable<string>)["path", "start_seconds", "end_seconds", "predicted_label", .. classNames]) csv.WriteField(name);
        if (caution.Length > 0) csv.WriteField("caution");
        csv.NextRecord();
        foreach (var prediction in predictions)
        {
            csv.WriteField(prediction.Path);
            csv.WriteField(prediction.StartSeconds);
            csv.WriteField(prediction.EndSeconds);
            csv.WriteField(prediction.PredictedLabel);
            foreach (var share in prediction.Score) csv.WriteField(share);
            if (caution.Length > 0) csv.WriteField(caution);
            csv.NextRecord();
        }
    }

    private static void WriteTable(IReadOnlyList<ClipPrediction> predictions, IReadOnlyList<string> classNames, Terminal terminal)
    {
        var table = Terminal.NewTable(["recording", ">from s", ">to s", "heard", .. classNames.Select(name => ">" + name + " %")]);
        foreach (var prediction in predictions)
            Terminal.AddRow(table, [prediction.Path, Fixed(prediction.StartSeconds, 2), Fixed(prediction.EndSeconds, 2), prediction.PredictedLabel, .. prediction.Score.Select(share => Fixed(100 * share, 1))]);
        terminal.Write(table);
    }

    private static string Fixed(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
