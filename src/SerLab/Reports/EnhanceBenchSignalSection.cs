using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>What denoisers do to the signal: a short table at one SNR, gains over the SNR, and everything.</summary>
internal static class EnhanceBenchSignalSection
{
    public static XElement? Render(EnhanceBenchFacts facts)
    {
        if (facts.Result.Signal.Count == 0) return null;
        return facts.Section("signal", "What denoisers do to the signal",
            Html.ScrollBox("Gains", Short(facts)),
            Html.Tag("p", Html.Class("remark"), "Green is better, bold orange is worse: their 95 % intervals leave out zero, and so do the shown digits."),
            Figures(facts),
            facts.Result.Signal.Select(row => row.Noise).Distinct().Select(noise => Html.Tag("details", Html.Tag("summary", $"All measures: {noise}"), Html.ScrollBox(noise, Full(facts, noise)))));
    }

    private static XElement Short(EnhanceBenchFacts facts)
    {
        var rows = facts.Result.Signal;
        var names = rows.Select(row => row.Denoiser).Distinct();
        EnhanceBenchMeasure siSdr = EnhanceBenchMeasure.All[0], stoi = EnhanceBenchMeasure.All[3];
        return Html.Tag("table", Html.Class("bench"),
            facts.Caption($"Gain over the noisy speech at {EnhanceBenchFigure.Place(facts.SummarySnrDb)}, with 95 % intervals over speakers: SI-SDR in dB, then STOI. Last: SI-SDR of clean speech passed through."),
            Html.Head([Html.ColumnHead("Denoiser"), .. facts.Groups.SelectMany(noise => (XElement[])[Html.NumberHead($"{noise}: SI-SDR"), Html.NumberHead("STOI")]), Html.NumberHead("clean: SI-SDR")]),
            Html.Tag("tbody", names.Select(name => Html.Tag("tr", Html.RowHead(name),
                facts.Groups.SelectMany(noise =>
                {
                    var row = rows.FirstOrDefault(row => row.Denoiser == name && row.Noise == noise && row.SnrDb == facts.SummarySnrDb);
                    return (XElement[])[Gain(row, siSdr), Gain(row, stoi)];
                }),
                Value(rows.FirstOrDefault(row => row.Denoiser == name && row.SnrDb is null), siSdr)))));
    }

    private static XElement Figures(EnhanceBenchFacts facts)
    {
        var rows = facts.Result.Signal;
        string[] names = [.. rows.Select(row => row.Denoiser).Distinct()];
        var gains = rows.Where(row => row.SnrDb is not null).Select(row => row.SiSdrDb?.Gain ?? 0).ToArray();
        double low = Math.Floor(Math.Min(-2, gains.Min())), high = Math.Ceiling(Math.Max(2, gains.Max()));
        return Html.Tag("div",
            Html.Tag("div", Html.Class("panels-small"), facts.Groups.Where(noise => rows.Any(row => row.Noise == noise)).Select(noise => Html.Tag("div",
                facts.Heading(3, noise),
                EnhanceBenchFigure.Panel("SI-SDR gain, dB, over the SNR", [.. facts.SnrsDb.Select(EnhanceBenchFigure.Place)],
                    [.. names.Select(name => (IReadOnlyList<double?>)[.. facts.SnrsDb.Select(snr => rows.FirstOrDefault(row => row.Denoiser == name && row.Noise == noise && row.SnrDb == snr)?.SiSdrDb?.Gain)])],
                    low, high, guide: 0)))),
            EnhanceBenchFigure.Legend(names));
    }

    private static XElement Full(EnhanceBenchFacts facts, string noise) => Html.Tag("table", Html.Class("bench"),
        facts.Caption($"{noise}: means with 95 % intervals, and gains over the noisy speech."),
        Html.Head([Html.ColumnHead("SNR"), Html.ColumnHead("Denoiser"), .. EnhanceBenchMeasure.All.SelectMany(measure => (XElement[])[Html.NumberHead(measure.Title), Html.NumberHead("gain")])]),
        Html.Tag("tbody", facts.Result.Signal.Where(row => row.Noise == noise).GroupBy(row => row.SnrDb).SelectMany(group => group.Select((row, i) => Html.Tag("tr",
            i == 0 ? Html.Class("first") : null,
            Html.Cell(row.SnrDb is { } snr ? EnhanceBenchFigure.Place(snr) : "clean"), Html.RowHead(row.Denoiser),
            EnhanceBenchMeasure.All.SelectMany(measure => (XElement[])[Value(row, measure), Gain(row, measure)]))))));

    private static XElement Value(SignalRow? row, EnhanceBenchMeasure measure) => row is not null && measure.Of(row) is { } summary
        ? Html.NumberCell(Words.Number(summary.Mean, measure.Decimals), summary.Mean, null).With(Range($"{Words.Number(summary.Interval.Low, measure.Decimals)} to {Words.Number(summary.Interval.High, measure.Decimals)}"))
        : Html.Cell("–", "number");

    private static XElement Gain(SignalRow? row, EnhanceBenchMeasure measure) => row is not null && measure.Of(row) is { Gain: { } gain, GainInterval: { } interval } && row.Denoiser != "none"
        ? Html.NumberCell(EnhanceBenchMeasure.Signed(gain, measure.Decimals), gain, measure.Verdict(gain, interval)).With(Range(EnhanceBenchMeasure.SignedRange(interval, measure.Decimals)))
        : Html.Cell("–", "number");

    private static XElement Range(string words) => Html.Tag("span", Html.Class("note soft"), words);

    private static XElement With(this XElement cell, XElement note)
    {
        cell.Add(note);
        return cell;
    }
}
