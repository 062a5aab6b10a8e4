using System.Xml.Linq;
using SerLab.Folds;

namespace SerLab.Reports;

/// <summary>What the test rows share with training rows, also where that is nothing.</summary>
internal static class AuditSection
{
    public static XElement Render(ReportFacts facts)
    {
        var audit = facts.Record.Audit;
        var table = Html.Tag("table", Html.Class("audit"),
            facts.Caption("Everything that was looked for in every fold. A leak makes figures too high; the rest is worth knowing."),
            Html.Tag("thead", Html.Tag("tr", Html.ColumnHead("What"), Html.ColumnHead("Test rows", "number"), Html.ColumnHead("of", "number"), Html.ColumnHead("Verdict"), Html.ColumnHead("What it would mean"))),
            Html.Tag("tbody", audit.Findings.Select(Row)));
        return facts.Section("audit", "Leak audit",
            Html.Paragraph(audit.IsLeaky ? "The split leaks: training knew something of the test rows that inflates the figures." : "No leak was found: no test row's speaker, recording or near copy was in training."),
            Html.ScrollBox("Leak audit", table));
    }

    private static XElement Row(LeakFinding finding)
    {
        var (verdict, classes) = finding.TestRows == 0 ? ("none", "good") : finding.IsLeak ? ("leak", "bad") : ("worth knowing", "soft");
        return Html.Tag("tr",
            Html.RowHead(finding.What), Html.Cell(Words.Count(finding.TestRows), "number"), Html.Cell(Words.Count(finding.OfTestRows), "number"),
            Html.Cell(Html.Tag("span", Html.Class($"verdict {classes}"), verdict)),
            Html.Cell(new object?[]
            {
                finding.Meaning,
                finding.Examples.Count == 0 ? null : Html.Tag("span", Html.Class("note"), "For example: " + string.Join("; ", finding.Examples)),
            }, "prose"));
    }
}
