using System.Globalization;
using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>Lines over the SNR, one per denoiser, with a legend that several panels share.</summary>
internal static class EnhanceBenchFigure
{
    private const double Width = 270;
    private const double Height = 200;
    private const double Left = 44;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 36;
    private const int Hues = 8;

    /// <summary>Colours of the lines; both schemes keep hues apart, and dashes repeat what hues say.</summary>
    public const string Style = """

        .series { fill: none; stroke-width: 2; } .series-dot { stroke: none; }
        .s0 { --hue: var(--soft); stroke-dasharray: 2 3; } .s1 { --hue: var(--accent); } .s2 { --hue: var(--second); } .s3 { --hue: var(--good); stroke-dasharray: 7 3; }
        .s4 { --hue: #8a4fb0; } .s5 { --hue: #9a7d0a; stroke-dasharray: 7 3; } .s6 { --hue: #c2185b; } .s7 { --hue: #00838f; stroke-dasharray: 7 3; }
        .series { stroke: var(--hue); } .series-dot { fill: var(--hue); }
        .panels-small { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; } .panels-small h3 { margin-bottom: .4rem; font-size: 1rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .3rem 0 1rem; font-size: .875rem; } .legend span { display: inline-flex; align-items: center; gap: .45rem; }
        .bench td, .bench th { padding: .28rem .42rem; } .bench .note { display: block; font-size: .75rem; white-space: nowrap; }
        .bench .first td, .bench .first th { border-top: 1.5px solid var(--soft); }
        """;

    /// <summary>One panel.</summary>
    /// <param name="title">What it shows, with unit.</param>
    /// <param name="places">Names along the horizontal axis.</param>
    /// <param name="series">A value per place and line; null where there is none.</param>
    /// <param name="low">Lowest value of the scale.</param>
    /// <param name="high">Highest value of the scale.</param>
    /// <param name="guide">Where a guiding line lies: no gain, or chance.</param>
    public static XElement Panel(string title, IReadOnlyList<string> places, IReadOnlyList<IReadOnlyList<double?>> series, double low, double high, double guide)
    {
        double X(int place) => places.Count == 1 ? (Left + Width - Right) / 2 : Left + 8 + place * (Width - Left - Right - 16) / (places.Count - 1);
        double Y(double value) => Top + (high - Math.Clamp(value, low, high)) / (high - low) * (Height - Top - Bottom);
        return Svg.Drawing(Width, Height, title, null,
            Ticks(low, high).SelectMany(tick => new[]
            {
                Svg.Line("grid", Left, Y(tick), Width - Right, Y(tick)),
                Svg.Text("tick end", Left - 6, Y(tick) + 4, Words.Number(tick, 0)),
            }),
            Svg.Line("chance", Left, Y(guide), Width - Right, Y(guide)),
            places.Select((place, i) => Svg.Text("tick middle", X(i), Height - 20, place)),
            Svg.Text("tick middle", (Left + Width - Right) / 2, Height - 4, title),
            series.Select((line, s) => Line(line, s, X, Y)));
    }

    /// <summary>What each line is.</summary>
    public static XElement Legend(IReadOnlyList<string> names) => Html.Tag("div", Html.Class("legend"), names.Select((name, s) =>
        Html.Tag("span", Svg.Drawing(28, 12, name, null, Svg.Line($"series s{s % Hues}", 1, 6, 27, 6), Svg.Circle($"series-dot s{s % Hues}", 14, 6, 3)), name)));

    /// <summary>An SNR as a place on the axis.</summary>
    public static string Place(double snrDb) => string.Create(CultureInfo.InvariantCulture, $"{snrDb} dB").Replace('-', '\u2212');

    private static IEnumerable<XElement> Line(IReadOnlyList<double?> line, int s, Func<int, double> x, Func<double, double> y)
    {
        (double X, double Y)[] points = [.. line.Select((value, i) => (value, i)).Where(point => point.value is not null).Select(point => (x(point.i), y(point.value!.Value)))];
        yield return Svg.Polyline($"series s{s % Hues}", points);
        foreach (var point in points) yield return Svg.Circle($"series-dot s{s % Hues}", point.X, point.Y, 3);
    }

    // Four to eight round steps.
    private static IEnumerable<double> Ticks(double low, double high)
    {
        var step = ((double[])[1, 2, 5, 10, 20, 25, 50]).FirstOrDefault(step => (high - low) / step <= 7, high - low);
        for (var tick = Math.Ceiling(low / step) * step; tick <= high + 1e-9; tick += step) yield return tick;
    }
}
