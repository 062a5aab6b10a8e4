using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Recall of each class as bars.</summary>
internal static class RecallFigure
{
    private const double Width = 440;
    private const double RowHeight = 31;
    private const double Left = 96;
    private const double Right = 106;

    public static XElement Render(ReportFacts facts, ModelResult model)
    {
        var names = facts.Record.ClassNames;
        double X(double share) => Left + share * (Width - Left - Right);
        var height = RowHeight * names.Count + 24;
        var told = string.Join(", ", names.Select((name, c) => $"{name} {(model.RecallPerClass[c] is { } recall ? Words.Percent(recall) + " %" : "not tested")}"));
        var drawing = Svg.Drawing(Width, height, $"Recall of each emotion by {model.Name}", told,
            names.Select((name, c) => Bar(name, model.RecallPerClass[c], model.Confusion[c][c], model.Confusion[c].Sum(), 4 + c * RowHeight, X)),
            Svg.Line("chance", X(facts.Chance), 0, X(facts.Chance), RowHeight * names.Count + 4),
            Svg.Text("tick middle warm", X(facts.Chance), height - 4, "chance"),
            Svg.Line("overall", X(model.MacroAccuracy), 0, X(model.MacroAccuracy), RowHeight * names.Count + 4),
            Svg.Text("tick middle", X(model.MacroAccuracy), height - 4, "mean"));
        return Html.Tag("div", facts.FigureTitle("Recall of each emotion"), drawing);
    }

    private static IEnumerable<XElement> Bar(string name, double? recall, int right, int all, double y, Func<double, double> x)
    {
        yield return Svg.Text("label end", Left - 8, y + 18, Shorten(name, 13));
        yield return Svg.Rectangle("track", x(0), y + 5, x(1) - x(0), RowHeight - 12, 2);
        if (recall is { } share) yield return Svg.Rectangle("bar", x(0), y + 5, x(share) - x(0), RowHeight - 12, 2);
        yield return Svg.Text("label", Width - Right + 8, y + 18, recall is null ? "not tested" : $"{Words.Percent(recall.Value)} %");
        yield return Svg.Text("tick end", Width, y + 18, $"{right}/{all}");
    }

    /// <summary>A name that fits its place; the full one stands in the tables.</summary>
    public static string Shorten(string name, int letters) => name.Length <= letters ? name : name[..(letters - 1)] + "…";
}
