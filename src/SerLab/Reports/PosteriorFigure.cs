using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>The posterior of every class for one utterance, as bars.</summary>
internal static class PosteriorFigure
{
    private const double Width = 232;
    private const double RowHeight = 15;
    private const double Left = 78;
    private const double Right = 36;

    public static XElement Draw(IReadOnlyList<string> classNames, Prediction prediction)
    {
        var told = string.Join(", ", classNames.Select((name, c) => $"{name} {Words.Percent(Math.Exp(prediction.LogPosterior[c]))} %"));
        return Svg.Drawing(Width, RowHeight * classNames.Count + 2, $"Posteriors of {prediction.Id}", told, classNames.Select((name, c) =>
        {
            var (y, share) = (c * RowHeight, Math.Exp(prediction.LogPosterior[c]));
            var role = c == prediction.Predicted ? " miss" : c == prediction.Label ? " truth" : " other";
            return new object[]
            {
                Svg.Text("small end" + role, Left - 6, y + 11, RecallFigure.Shorten(name, 13)),
                Svg.Rectangle("bar" + role, Left, y + 3, Math.Max(0.75, share * (Width - Left - Right)), RowHeight - 6, 1.5),
                Svg.Text("small" + role, Left + Math.Max(0.75, share * (Width - Left - Right)) + 4, y + 11, Math.Round(100 * share).ToString("0", System.Globalization.CultureInfo.InvariantCulture)),
            };
        }));
    }
}
