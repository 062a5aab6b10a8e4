using System.Text;
using System.Xml.Linq;
using SerLab.Audio;

namespace SerLab.Reports;

/// <summary>A clip's envelope: the lowest and highest sample of each stretch, scaled to the clip's peak.</summary>
internal static class WaveformFigure
{
    private const int Width = 260;
    private const int Height = 44;
    private const int Columns = 130;

    public static XElement Draw(Clip clip, string title)
    {
        var samples = clip.Samples.Span;
        var peak = 1e-6f;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs(sample));
        var steps = new StringBuilder();
        for (var column = 0; column < Columns; column++)
        {
            var (from, to) = ((int)((long)column * samples.Length / Columns), (int)((long)(column + 1) * samples.Length / Columns));
            var (low, high) = (0f, 0f);
            foreach (var sample in samples[from..to]) (low, high) = (Math.Min(low, sample), Math.Max(high, sample));
            var x = Svg.Coordinate((column + 0.5) * Width / Columns);
            steps.Append('M').Append(x).Append(' ').Append(Y(high / peak)).Append('V').Append(Y(Math.Min(low, high - 0.02f * peak) / peak));
        }

        return Svg.Drawing(Width, Height, title, null, Svg.Path("wave", steps.ToString()));
    }

    private static string Y(double value) => Math.Round(Height / 2.0 - value * (Height / 2.0 - 1), 1).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
