using System.Xml.Linq;
using SerLab.Metrics;

namespace SerLab.Reports;

/// <summary>A score as a dot with its interval, on a scale from 0 to 100 % that all rows of a table share.</summary>
internal static class WhiskerFigure
{
    private const double Margin = 9;
    private const double Middle = 12;

    /// <param name="width">Width, pixels.</param>
    /// <param name="score">The score, 0 to 1.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="chance">Where guessing lies: a dashed line.</param>
    /// <param name="isBaseline">Drawn hollow.</param>
    /// <param name="band">An interval to compare with (the best model's), shaded; null for none.</param>
    /// <param name="withAxis">Writes the scale below.</param>
    public static XElement Draw(double width, double score, Interval interval, double chance, bool isBaseline, Interval? band, bool withAxis = false)
    {
        double X(double share) => Margin + share * (width - 2 * Margin);
        return Svg.Drawing(width, withAxis ? 40 : 24, $"{Words.Percent(score)} %, interval {Words.Percent(interval.Low)} to {Words.Percent(interval.High)} %, chance {Words.Percent(chance)} %", null,
            band is null ? null : Svg.Rectangle("band", X(band.Low), 0, X(band.High) - X(band.Low), 24),
            Svg.Line("grid", X(0), Middle, X(1), Middle),
            Svg.Line("chance", X(chance), 1, X(chance), 23),
            Svg.Line(isBaseline ? "whisker faint" : "whisker", X(interval.Low), Middle, X(interval.High), Middle),
            Svg.Line(isBaseline ? "whisker faint" : "whisker", X(interval.Low), Middle - 4, X(interval.Low), Middle + 4),
            Svg.Line(isBaseline ? "whisker faint" : "whisker", X(interval.High), Middle - 4, X(interval.High), Middle + 4),
            Svg.Circle(isBaseline ? "dot hollow" : "dot", X(score), Middle, 4.5),
            withAxis ? Labels(X, chance) : null);
    }

    /// <summary>The scale alone, for a column's head.</summary>
    public static XElement Axis(double width, double chance)
    {
        double X(double share) => Margin + share * (width - 2 * Margin);
        return Svg.Drawing(width, 18, "Scale from 0 to 100 %", null, Labels(X, chance, 12).Append(Svg.Line("chance", X(chance), 13, X(chance), 18)));
    }

    private static IEnumerable<XElement> Labels(Func<double, double> x, double chance, double y = 37)
    {
        foreach (var tick in (double[])[0, 0.5, 1])
            yield return Svg.Text(tick == 0 ? "tick" : tick == 1 ? "tick end" : "tick middle", tick == 0 ? 0 : x(tick) + (tick == 1 ? Margin : 0), y, $"{100 * tick:0}{(tick == 1 ? " %" : "")}");
        if (chance is > 0.08 and < 0.42) yield return Svg.Text("tick middle warm", x(chance), y, "chance");
    }

    /// <summary>A difference as a dot with its interval around zero.</summary>
    /// <param name="width">Width, pixels.</param>
    /// <param name="difference">The difference, -1 to 1.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="reach">Half of the scale: the largest absolute value that any row shows.</param>
    public static XElement DrawDifference(double width, double difference, Interval interval, double reach)
    {
        double X(double value) => Margin + (value + reach) / (2 * reach) * (width - 2 * Margin);
        return Svg.Drawing(width, 24, $"{Words.Points(difference)} points, interval {Words.Points(interval.Low)} to {Words.Points(interval.High)}", null,
            Svg.Line("grid", X(-reach), Middle, X(reach), Middle),
            Svg.Line("zero", X(0), 1, X(0), 23),
            Svg.Line("whisker", X(interval.Low), Middle, X(interval.High), Middle),
            Svg.Line("whisker", X(interval.Low), Middle - 4, X(interval.Low), Middle + 4),
            Svg.Line("whisker", X(interval.High), Middle - 4, X(interval.High), Middle + 4),
            Svg.Circle("dot", X(difference), Middle, 4.5));
    }
}
