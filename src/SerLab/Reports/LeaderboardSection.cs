using System.Xml.Linq;
using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>All models and baselines, best MacroAccuracy first.</summary>
internal static class LeaderboardSection
{
    private const double WhiskerWidth = 190;

    public static XElement Render(ReportFacts facts)
    {
        var models = facts.Record.Models;
        var table = Html.Tag("table", Html.Class("leaderboard"),
            facts.Caption("Shares in percent, best MacroAccuracy first. The shaded band is the best model's 95 % interval, the dashed line is guessing."),
            Html.Tag("thead", Html.Tag("tr",
                Html.ColumnHead("#", "number"), Html.ColumnHead("Model"), Html.ColumnHead("Features"), Html.ColumnHead("Normalisation"),
                Html.ColumnHead("Macro\u00ADAccuracy (UAR)", "number"), Html.ColumnHead(WhiskerFigure.Axis(WhiskerWidth, facts.Chance)),
                Html.ColumnHead("Micro\u00ADAccuracy (WA)", "number"), Html.ColumnHead("Macro F1", "number"), Html.ColumnHead("Log-loss, nats", "number"),
                Html.ColumnHead("Calibration error", "number"), Html.ColumnHead("Core time", "number"), Html.ColumnHead("Tuned on"))),
            Html.Tag("tbody", models.Select((model, i) => Row(facts, model, i + 1))));
        return facts.Section("leaderboard", "Leaderboard", Html.ScrollBox("Leaderboard", table), Floor(facts));
    }

    private static XElement Row(ReportFacts facts, ModelResult model, int rank) => Html.Tag("tr",
        model.IsBaseline ? Html.Class("baseline") : model == facts.Best ? Html.Class("best") : null,
        Html.Cell(rank, "number soft"),
        Html.RowHead(model.Name, model.IsBaseline || model.Name == model.Classifier ? null : Html.Tag("span", Html.Class("note"), model.Classifier), model.IsBaseline ? Html.Tag("span", Html.Class("note"), "baseline") : null),
        Html.Cell(model.Features),
        Html.Cell(new object?[] { model.Normalisation, model.IsTransductive ? Html.Tag("span", Html.Class("note warm"), "transductive: saw the test speakers' unlabelled recordings") : null }),
        Html.Tag("td", Html.Class("number main"),
            Html.Tag("data", Html.Attribute("value", Words.Exact(model.MacroAccuracy)), Words.Percent(model.MacroAccuracy)),
            Html.Tag("span", Html.Class("note"), $"{Words.Percent(model.MacroAccuracyInterval.Low)}–{Words.Percent(model.MacroAccuracyInterval.High)}")),
        Html.Cell(WhiskerFigure.Draw(WhiskerWidth, model.MacroAccuracy, model.MacroAccuracyInterval, facts.Chance, model.IsBaseline, facts.Best.MacroAccuracyInterval), "figure"),
        Html.NumberCell(Words.Percent(model.MicroAccuracy), model.MicroAccuracy),
        Html.NumberCell(Words.Percent(model.MacroF1), model.MacroF1),
        Html.NumberCell(Words.Number(model.LogLoss, 2), model.LogLoss),
        Html.NumberCell(Words.Percent(model.CalibrationError), model.CalibrationError),
        Html.NumberCell(Words.Duration(model.Seconds), model.Seconds),
        Html.Cell(TunedOn(model)));

    /// <summary>Where the settings come from, in words: nothing may be chosen on test rows.</summary>
    public static string TunedOn(ModelResult model)
    {
        var tried = model.Folds.Select(fold => fold.CandidatesTried).DefaultIfEmpty().Max();
        return tried == 0 ? "nothing: settings fixed beforehand" : $"training speakers: {Words.Plural(tried, "setting")} in inner folds";
    }

    private static XElement Floor(ReportFacts facts)
    {
        var best = facts.Best;
        var matrix = ConfusionMatrix.Of([.. best.Predictions.Select(p => p.Label)], [.. best.Predictions.Select(p => p.Predicted)], facts.Record.ClassNames);
        return Html.Tag("p", Html.Class("remark"),
            $"Counting alone blurs a MacroAccuracy on these {Words.Plural(best.Predictions.Count, "test utterance")} by ±{Words.Percent(SmallestDetectableDifference.MacroAccuracy(matrix))} points; differences between papers below that are noise.");
    }
}
