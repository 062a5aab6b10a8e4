using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Counts of actual against predicted classes as a heat map: the darker, the larger the share of the row.</summary>
internal static class ConfusionTable
{
    public static XElement Render(ReportFacts facts, ModelResult model)
    {
        var names = facts.Record.ClassNames;
        var table = Html.Tag("table", Html.Class("confusion"),
            facts.Caption($"Confusion of {model.Name}: utterances, and percent of the actual emotion. Rows are actual, columns predicted."),
            Html.Tag("thead", Html.Tag("tr", Html.ColumnHead("actual ↓ predicted →", "corner"), names.Select(name => Html.ColumnHead(name)))),
            Html.Tag("tbody", names.Select((name, row) => Html.Tag("tr", Html.RowHead(name), Cells(model.Confusion[row], row)))));
        return Html.ScrollBox($"Confusion of {model.Name}", table);
    }

    private static IEnumerable<XElement> Cells(IReadOnlyList<int> counts, int row)
    {
        var sum = counts.Sum();
        return counts.Select((count, column) =>
        {
            var share = sum == 0 ? 0 : (double)count / sum;
            var heat = (int)Math.Round(10 * share);
            return Html.Tag("td", Html.Class($"heat h{heat}{(column == row ? " hit" : "")}{(count == 0 ? " none" : "")}"),
                Words.Count(count), Html.Tag("small", sum == 0 || count == 0 ? "" : $"{100 * share:0} %"));
        });
    }
}
