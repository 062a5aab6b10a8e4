using System.Xml.Linq;
using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>All models and baselines, best MacroAccuracy first.</summary>
internal static class LeaderboardSection
{
    private const double WhiskerWidth = 190;

    // The names of a stack's models need room, or their row grows tall.
    private const int LongFeatures = 24;

    public static XElement Render(ReportFacts facts)
    {
        var models = facts.Record.Models;
        var table = Html.Tag("table", Html.Class("leaderboard"),
            facts.Caption("Shares in percent, best MacroAccuracy first. The shaded band is the best model's 95 % interval, the dashed line is guessing."),
            Html.Head(
                Html.ColumnHead("#", "number rank"), "Model", Html.ColumnHead("Features", "features"), Html.ColumnHead("Normalisation", "features"),
                Html.NumberHead("Macro\u00ADAccuracy (UAR)"), Html.ColumnHead(WhiskerFigure.Axis(WhiskerWidth, facts.Chance)),
                Html.NumberHead("Micro\u00ADAccuracy (WA)"), Html.NumberHead("Macro F1"), Html.NumberHead("Log-loss, nats"),
                Html.NumberHead("Calibration error"), Html.NumberHead("Thread time"), "Tuned on"),
            Html.Tag("tbody", models.Select((model, i) => Row(facts, model, i + 1))));
        return facts.Section("leaderboard", "Leaderboard", Html.ScrollBox("Leaderboard", table), Floor(facts));
    }

    private static XElement Row(ReportFacts facts, ModelResult model, int rank) => Html.Tag("tr",
        model.IsBaseline ? Html.Class("baseline") : model == facts.Best ? Html.Class("best") : null,
        Html.Cell(rank, "number soft rank"),
        Html.RowHead(model.Name, Kind(model) is { } kind ? Note("note", kind) : null, Note("note narrow-only", ModelsSection.InputOf(model))),
        Html.Cell(new object?[] { model.Features, ModelsSection.StepsOf(model) is { } steps ? Note("note", steps) : null }, model.Features.Length > LongFeatures ? "features long" : "features"),
        Html.Cell(new object?[] { model.Normalisation, model.IsTransductive ? Note("note warm", "transductive: saw the test speakers' unlabelled recordings") : null }, "features"),
        Html.Tag("td", Html.Class("number main"),
            Html.Tag("data", Html.Attribute("value", Words.Exact(model.MacroAccuracy)), Words.Percent(model.MacroAccuracy)),
            Note("note", $"{Words.Percent(model.MacroAccuracyInterval.Low)}–{Words.Percent(model.MacroAccuracyInterval.High)}")),
        Html.Cell(WhiskerFigure.Draw(WhiskerWidth, model.MacroAccuracy, model.MacroAccuracyInterval, facts.Chance, model.IsBaseline, facts.Best.MacroAccuracyInterval), "figure"),
        Html.NumberCell(Words.Percent(model.MicroAccuracy), model.MicroAccuracy),
        Html.NumberCell(Words.Percent(model.MacroF1), model.MacroF1),
        Html.NumberCell(Words.Number(model.LogLoss, 2), model.LogLoss),
        Html.NumberCell(Words.Percent(model.CalibrationError), model.CalibrationError),
        Html.NumberCell(Words.Duration(model.Seconds), model.Seconds),
        Html.Cell(TunedOn(model)));

    private static string? Kind(ModelResult model) =>
        model.IsBaseline ? "baseline" : model.Name.Equals(model.Classifier, StringComparison.OrdinalIgnoreCase) ? null : model.Classifier;

    private static XElement Note(string classes, string words) => Html.Tag("span", Html.Class(classes), words);

    /// <summary>Where the settings come from, in words: nothing may be chosen on test rows.</summary>
    public static string TunedOn(ModelResult model)
    {
        var tried = model.Folds.Select(fold => fold.CandidatesTried).DefaultIfEmpty().Max();
        return tried == 0 ? "nothing: settings of the spec, fixed beforehand" : $"training speakers: {Words.Plural(tried, "setting")} in inner folds";
    }

    private static XElement Floor(ReportFacts facts)
    {
        var best = facts.Best;
        var matrix = ConfusionMatrix.Of([.. best.Predictions.Select(p => p.Label)], [.. best.Predictions.Select(p => p.Predicted)], facts.Record.ClassNames);
        return Html.Tag("p", Html.Class("remark"),
            $"Counting alone blurs a MacroAccuracy on these {Words.Plural(best.Predictions.Count, "test utterance")} by " +
            $"±{Words.Percent(SmallestDetectableDifference.MacroAccuracy(matrix))} points; differences between papers below that are noise.");
    }
}
