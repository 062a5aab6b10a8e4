using System.Xml.Linq;
using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Reliability diagram: how often the model is right at each level of confidence, and how often it has that confidence.</summary>
internal static class ReliabilityFigure
{
    private const double Width = 380;
    private const double Side = 210;
    private const double Left = 44;
    private const double Top = 8;

    public static XElement Render(ReportFacts facts, ModelResult model)
    {
        var bins = ProbabilityMetrics.Reliability([.. model.Predictions.Select(p => p.LogPosterior.ToArray())], [.. model.Predictions.Select(p => p.Label)]);
        double X(double confidence) => Left + confidence * (Width - Left - 14);
        double Y(double share) => Top + (1 - share) * Side;
        var most = bins.Max(bin => bin.Count);
        const double HistogramTop = Top + Side + 12;
        const double HistogramHeight = 34;
        var drawing = Svg.Drawing(Width, HistogramTop + HistogramHeight + 34, $"Reliability of {model.Name}",
            $"Calibration error {Words.Percent(model.CalibrationError)} %. " + string.Join("; ", bins.Select(bin => $"confidence {Words.Percent(bin.Confidence)} %: {Words.Percent(bin.Accuracy)} % right of {bin.Count}")),
            ((double[])[0, 0.5, 1]).SelectMany(tick => new[]
            {
                Svg.Line("grid", X(0), Y(tick), X(1), Y(tick)), Svg.Text("tick end", Left - 6, Y(tick) + 4, $"{100 * tick:0}"),
                Svg.Text("tick middle", X(tick), HistogramTop + HistogramHeight + 14, $"{100 * tick:0}"),
            }),
            Svg.Line("zero dashed", X(0), Y(0), X(1), Y(1)),
            bins.Select(bin => Svg.Line("gap", X(bin.Confidence), Y(bin.Confidence), X(bin.Confidence), Y(bin.Accuracy))),
            Svg.Polyline("curve", bins.Select(bin => (X(bin.Confidence), Y(bin.Accuracy)))),
            bins.Select(bin => Svg.Circle("dot", X(bin.Confidence), Y(bin.Accuracy), 2.5 + 3.5 * Math.Sqrt((double)bin.Count / most))),
            bins.Select(bin => Svg.Rectangle("bar faint", X(bin.Low) + 0.5, HistogramTop + HistogramHeight * (1 - (double)bin.Count / most), X(bin.High) - X(bin.Low) - 1, HistogramHeight * bin.Count / most)),
            Svg.Text("tick middle", X(0.5), HistogramTop + HistogramHeight + 30, "confidence, %; bars: utterances"),
            new XElement("text", Html.Class("tick middle"), Html.Attribute("transform", $"translate(12 {Svg.Coordinate(Y(0.5))}) rotate(-90)"), "right, %"));
        return Html.Tag("div", facts.FigureTitle($"Reliability: calibration error {Words.Percent(model.CalibrationError)} %"), drawing,
            Html.Tag("p", Html.Class("remark"), Trust(bins)));
    }

    private static string Trust(IReadOnlyList<ReliabilityBin> bins)
    {
        var all = bins.Sum(bin => bin.Count);
        var excess = bins.Sum(bin => bin.Count * (bin.Confidence - bin.Accuracy)) / all;
        return Math.Abs(excess) < 0.02 ? "On average its confidence matches how often it is right."
            : excess > 0 ? $"Overconfident: it claims {Words.Percent(excess)} points more than it gets right."
            : $"Too modest: it gets {Words.Percent(-excess)} points more right than it claims.";
    }
}
