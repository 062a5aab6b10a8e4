using System.Text;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>A bench of denoisers as Markdown.</summary>
public static class EnhanceBenchMarkdown
{
    /// <summary>Notes, the short tables and every row.</summary>
    /// <param name="result">What the bench found.</param>
    public static string Render(EnhanceBenchResult result)
    {
        var text = new StringBuilder($"# {Prefix(result)}Denoisers on {MarkdownReport.Plain(result.Corpus)}\n\n");
        foreach (var note in result.Notes) text.Append("- ").Append(MarkdownReport.Plain(note)).Append('\n');
        text.Append('\n').Append(Summary(result));
        foreach (var noise in result.Signal.Select(row => row.Noise).Distinct()) text.Append('\n').Append(SignalTable(result, noise));
        foreach (var (training, normalisation) in result.Recognition.Select(row => (row.Training, row.Normalisation)).Distinct())
            text.Append('\n').Append(RecognitionTable(result, training, normalisation));
        return text.ToString();
    }

    /// <summary>The short tables: gains at one SNR, and MacroAccuracy over the SNRs.</summary>
    /// <param name="result">What the bench found.</param>
    public static string Summary(EnhanceBenchResult result)
    {
        var facts = new EnhanceBenchFacts(result);
        var text = new StringBuilder();
        EnhanceBenchMeasure siSdr = EnhanceBenchMeasure.All[0], stoi = EnhanceBenchMeasure.All[3];
        if (result.Signal.Count > 0)
            text.Append(MarkdownReport.Table($"{Prefix(result)}Gain over the noisy speech at {EnhanceBenchFigure.Place(facts.SummarySnrDb)}: SI-SDR in dB and STOI; clean speech passed through",
                ["denoiser", .. facts.Groups, "clean: SI-SDR, STOI"],
                result.Signal.Select(row => row.Denoiser).Distinct().Select(name => (string[])
                [
                    name,
                    .. facts.Groups.Select(noise => result.Signal.FirstOrDefault(row => row.Denoiser == name && row.Noise == noise && row.SnrDb == facts.SummarySnrDb) is { } row ? $"{Gain(row, siSdr)} / {Gain(row, stoi)}" : "–"),
                    result.Signal.FirstOrDefault(row => row.Denoiser == name && row.SnrDb is null) is { } clean ? $"{Mean(clean, siSdr)} / {Mean(clean, stoi)}" : "–",
                ]), textColumns: [0]));
        if (result.Recognition.Count > 0)
            text.Append(text.Length > 0 ? "\n" : "").Append(MarkdownReport.Table($"{Prefix(result)}MacroAccuracy (UAR) %, with the difference to \"none\" in points",
                ["training", "normalisation", "denoiser", .. facts.RecognitionColumns.Select(EnhanceBenchFacts.NameOf)],
                result.Recognition.Select(row => (row.Training, row.Normalisation, row.IsTransductive, row.Denoiser)).Distinct().Select(model => (string[])
                [
                    model.Training, model.Normalisation + (model.IsTransductive ? " (transductive)" : ""), model.Denoiser,
                    .. facts.RecognitionColumns.Select(column => Score(result.Recognition.First(row =>
                        (row.Training, row.Normalisation, row.Denoiser) == (model.Training, model.Normalisation, model.Denoiser) && (row.Noise, row.SnrDb) == column))),
                ]), textColumns: [0, 1, 2]));
        return text.ToString();
    }

    private static string SignalTable(EnhanceBenchResult result, string noise) => MarkdownReport.Table(
        $"{Prefix(result)}Signal, {noise}: mean (95 % interval); gain (95 % interval)", ["SNR", "denoiser", .. EnhanceBenchMeasure.All.SelectMany(measure => (string[])[measure.Title, "gain"])],
        result.Signal.Where(row => row.Noise == noise).Select(row => (string[])
        [
            row.SnrDb is { } snr ? EnhanceBenchFigure.Place(snr) : "clean", row.Denoiser,
            .. EnhanceBenchMeasure.All.SelectMany(measure => (string[])[WithInterval(row, measure), GainWithInterval(row, measure)]),
        ]), textColumns: [0, 1]);

    private static string RecognitionTable(EnhanceBenchResult result, string training, string normalisation)
    {
        RecognitionRow[] rows = [.. result.Recognition.Where(row => row.Training == training && row.Normalisation == normalisation)];
        string[] names = [.. rows.Select(row => row.Denoiser).Distinct()];
        return MarkdownReport.Table(
            $"{Prefix(result)}MacroAccuracy % (95 % interval), {training} training, {normalisation}{(rows[0].IsTransductive ? " (transductive)" : "")}; difference to \"none\" in points (95 % interval)", ["noise", "SNR", .. names],
            rows.GroupBy(row => (row.Noise, row.SnrDb)).Select(condition => (string[])
            [
                condition.Key.Noise, condition.Key.SnrDb is { } snr ? EnhanceBenchFigure.Place(snr) : "", .. names.Select(name => ScoreWithIntervals(condition.Single(row => row.Denoiser == name))),
            ]), textColumns: [0, 1]);
    }

    private static string Prefix(EnhanceBenchResult result) => result.IsSynthetic ? Notice.Synthetic + ": " : "";

    private static string Mean(SignalRow row, EnhanceBenchMeasure measure) => measure.Of(row) is { } summary ? Words.Number(summary.Mean, measure.Decimals) : "–";

    private static string Gain(SignalRow row, EnhanceBenchMeasure measure) => row.Denoiser != "none" && measure.Of(row)?.Gain is { } gain ? EnhanceBenchMeasure.Signed(gain, measure.Decimals) : "–";

    private static string WithInterval(SignalRow row, EnhanceBenchMeasure measure) => measure.Of(row) is { } summary
        ? $"{Words.Number(summary.Mean, measure.Decimals)} ({Words.Number(summary.Interval.Low, measure.Decimals)} to {Words.Number(summary.Interval.High, measure.Decimals)})" : "–";

    private static string GainWithInterval(SignalRow row, EnhanceBenchMeasure measure) =>
        row.Denoiser != "none" && measure.Of(row) is { Gain: { } gain, GainInterval: { } interval } ? $"{EnhanceBenchMeasure.Signed(gain, measure.Decimals)} ({EnhanceBenchMeasure.SignedRange(interval, measure.Decimals)})" : "–";

    private static string Score(RecognitionRow row) => row.Gain is { } gain ? $"{Words.Percent(row.MacroAccuracy)} ({Words.Points(gain)})" : Words.Percent(row.MacroAccuracy);

    private static string ScoreWithIntervals(RecognitionRow row) =>
        $"{Words.Percent(row.MacroAccuracy)} ({Words.Range(row.Interval)}){(row is { Gain: { } gain, GainInterval: { } interval } ? $"; {Words.Points(gain)} ({Words.PointsRange(interval)})" : "")}";
}
