using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>What denoisers are worth to recognition: a short table, curves over the SNR, and every row.</summary>
internal static class EnhanceBenchRecognitionSection
{
    public static XElement? Render(EnhanceBenchFacts facts)
    {
        if (facts.Result.Recognition.Count == 0) return null;
        return facts.Section("recognition", "What denoisers are worth to recognition",
            Html.ScrollBox("MacroAccuracy", Short(facts)),
            Html.Tag("p", Html.Class("remark"), "speaker-z is transductive: it saw the test speaker's unlabelled recordings of the condition. Green is better and bold orange worse than \"none\": the 95 % interval of the difference leaves out zero."),
            Figures(facts),
            Models(facts).Select(model => Html.Tag("details", Html.Tag("summary", $"Every condition: {Title(model)}"), Html.ScrollBox(Title(model), Full(facts, model)))));
    }

    private static IEnumerable<(string Training, string Normalisation, bool IsTransductive)> Models(EnhanceBenchFacts facts) =>
        facts.Result.Recognition.Select(row => (row.Training, row.Normalisation, row.IsTransductive)).Distinct();

    private static string Title((string Training, string Normalisation, bool IsTransductive) model) =>
        $"{model.Training} training, {model.Normalisation}{(model.IsTransductive ? " (transductive)" : "")}";

    private static RecognitionRow? Find(EnhanceBenchFacts facts, (string Training, string Normalisation, bool IsTransductive) model, string denoiser, string noise, double? snrDb) =>
        facts.Result.Recognition.FirstOrDefault(row => row.Training == model.Training && row.Normalisation == model.Normalisation && row.Denoiser == denoiser && row.Noise == noise && row.SnrDb == snrDb);

    private static XElement Short(EnhanceBenchFacts facts) => Html.Tag("table", Html.Class("bench"),
        facts.Caption("MacroAccuracy (UAR) in percent, speakers never heard in training, with the difference to \"none\" in points and its 95 % interval."),
        Html.Head([Html.ColumnHead("Training, normalisation"), Html.ColumnHead("Denoiser"), .. facts.RecognitionColumns.Select(column => Html.NumberHead(EnhanceBenchFacts.NameOf(column)))]),
        Html.Tag("tbody", Models(facts).SelectMany(model => facts.Denoisers.Where(name => Find(facts, model, name, "clean", null) is not null).Select((name, i) => Html.Tag("tr",
            i == 0 ? Html.Class("first") : null, Html.Cell(i == 0 ? Title(model) : ""), Html.RowHead(name),
            facts.RecognitionColumns.Select(column => Cell(Find(facts, model, name, column.Noise, column.SnrDb))))))));

    private static XElement Figures(EnhanceBenchFacts facts)
    {
        string[] names = [.. facts.Result.Recognition.Select(row => row.Denoiser).Distinct()];
        (string Noise, double? SnrDb)[] places = [("clean", null), .. facts.SnrsDb.Select(snr => (facts.Broadest, (double?)snr))];
        return Html.Tag("div",
            Html.Tag("div", Html.Class("panels-small"), Models(facts).Select(model => Html.Tag("div",
                facts.Heading(3, Title(model)),
                EnhanceBenchFigure.Panel($"MacroAccuracy, %, on {facts.Broadest}", [.. places.Select(place => place.SnrDb is { } snr ? EnhanceBenchFigure.Place(snr) : "clean")],
                    [.. names.Select(name => (IReadOnlyList<double?>)[.. places.Select(place => 100 * Find(facts, model, name, place.Noise, place.SnrDb)?.MacroAccuracy)])],
                    0, 100, guide: 100.0 / facts.Result.ClassNames.Count)))),
            EnhanceBenchFigure.Legend(names),
            Html.Tag("p", Html.Class("remark"), "The dashed line is guessing."));
    }

    private static XElement Full(EnhanceBenchFacts facts, (string Training, string Normalisation, bool IsTransductive) model)
    {
        string[] names = [.. facts.Result.Recognition.Select(row => row.Denoiser).Distinct()];
        var conditions = facts.Result.Recognition.Select(row => (row.Noise, row.SnrDb)).Distinct();
        return Html.Tag("table", Html.Class("bench"),
            facts.Caption($"{Title(model)}: MacroAccuracy in percent with its interval; behind a denoiser, the difference to \"none\" in points with its interval."),
            Html.Head([Html.ColumnHead("Noise"), Html.ColumnHead("SNR"), .. names.Select(Html.NumberHead)]),
            Html.Tag("tbody", conditions.Select(condition => Html.Tag("tr", Html.RowHead(condition.Noise), Html.Cell(condition.SnrDb is { } snr ? EnhanceBenchFigure.Place(snr) : ""),
                names.Select(name => Cell(Find(facts, model, name, condition.Noise, condition.SnrDb)))))));
    }

    private static XElement Cell(RecognitionRow? row)
    {
        if (row is null) return Html.Cell("–", "number");
        var cell = Html.NumberCell(Words.Percent(row.MacroAccuracy), row.MacroAccuracy);
        cell.Add(row is { Gain: { } gain, GainInterval: { } interval }
            ? Html.Tag("span", Html.Class($"note {EnhanceBenchMeasure.Verdict(interval, isHigherBetter: true)}"), $"{Words.Points(gain)} ({Words.PointsRange(interval)})")
            : Html.Tag("span", Html.Class("note soft"), Words.Range(row.Interval)));
        return cell;
    }
}
