using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>MacroAccuracy of each speaker as a dot plot in a table, with the genders' means.</summary>
internal static class SpeakerTable
{
    private const double Width = 220;
    private const double Margin = 7;

    public static XElement Render(ReportFacts facts, ModelResult model)
    {
        var scores = SpeakerScore.PerSpeaker(facts, model);
        var genders = SpeakerScore.PerGender(facts, model);
        var means = genders.Count < 2 ? "" : " " + string.Join(", ", genders.Select(gender => $"{gender.Name}: {Words.Percent(gender.MacroAccuracy)} % of {Words.Plural(gender.Utterances, "utterance")}")) + ".";
        var table = Html.Tag("table", Html.Class("speakers"),
            facts.Caption($"MacroAccuracy of each speaker, {model.Name}.{means}"),
            Html.Tag("thead", Html.Tag("tr", Html.ColumnHead("Speaker"), Html.ColumnHead("Gender"), Html.ColumnHead("Utterances", "number"), Html.ColumnHead("%", "number"), Html.ColumnHead("0 to 100 %, line: all speakers", "center"))),
            Html.Tag("tbody", scores.Select(score => Html.Tag("tr",
                Html.RowHead(score.Name), Html.Cell(score.Gender), Html.Cell(Words.Count(score.Utterances), "number"),
                Html.NumberCell(Words.Percent(score.MacroAccuracy), score.MacroAccuracy), Html.Cell(Dot(score, model.MacroAccuracy, facts.Chance), "figure")))));
        var box = Html.ScrollBox($"Speakers, {model.Name}", table);
        if (scores.Count > 14) box.SetAttributeValue("class", "scroll tall");
        return box;
    }

    // Shape tells the gender where colour cannot: circle female, square male, diamond otherwise.
    private static XElement Dot(SpeakerScore score, double overall, double chance)
    {
        double X(double share) => Margin + share * (Width - 2 * Margin);
        var x = X(score.MacroAccuracy);
        return Svg.Drawing(Width, 18, $"{Words.Percent(score.MacroAccuracy)} %", null,
            Svg.Line("grid", X(0), 9, X(1), 9),
            Svg.Line("chance", X(chance), 0, X(chance), 18),
            Svg.Line("overall", X(overall), 0, X(overall), 18),
            score.Gender switch
            {
                "female" => Svg.Circle("dot female", x, 9, 4.5),
                "male" => Svg.Rectangle("dot male", x - 4, 5, 8, 8),
                _ => Svg.Path("dot", $"M{Svg.Coordinate(x - 5)} 9L{Svg.Coordinate(x)} 4L{Svg.Coordinate(x + 5)} 9L{Svg.Coordinate(x)} 14Z"),
            });
    }
}
