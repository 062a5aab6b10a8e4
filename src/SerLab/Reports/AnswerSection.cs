using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>The answer: one large number and the sentences that say how far to trust it.</summary>
internal static class AnswerSection
{
    public static XElement Render(ReportFacts facts)
    {
        var best = facts.Best;
        var sentences = Answer.Sentences(facts);
        return Html.Tag("section", Html.Attribute("id", "answer"), facts.Heading(2, "The answer"),
            Html.Tag("div", Html.Class("answer"),
                Html.Tag("div", Html.Class("headline"),
                    Html.Tag("p", Html.Class("figure"), Html.Tag("data", Html.Attribute("value", Words.Exact(best.MacroAccuracy)), Words.Percent(best.MacroAccuracy)), Html.Tag("small", " %")),
                    Html.Tag("p", Html.Class("of"), $"MacroAccuracy (UAR) of {best.Name}"),
                    WhiskerFigure.Draw(260, best.MacroAccuracy, best.MacroAccuracyInterval, facts.Chance, best.IsBaseline, band: null, withAxis: true)),
                Html.Tag("div", Html.Class("sentences"), sentences.Select((sentence, i) => Html.Tag("p", i == 0 ? Html.Class("lead") : null, sentence)))));
    }
}
