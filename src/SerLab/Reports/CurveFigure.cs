using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Training curves where a model has them: each fold faint, their mean strong for as long as half of the folds train.</summary>
internal static class CurveFigure
{
    private const double Width = 420;
    private const double Height = 220;
    private const double Left = 48;
    private const double Bottom = 34;
    private const double Top = 10;
    private const double Right = 12;

    public static XElement? Render(ReportFacts facts, ModelResult model)
    {
        var folds = model.Folds.Where(fold => fold.History.Count > 1).Select(fold => fold.History).ToArray();
        if (folds.Length == 0) return null;
        return Html.Tag("div", facts.FigureTitle($"Training of {model.Name}, {Words.Plural(folds.Length, "fold")}"), Html.Tag("div", Html.Class("pair"),
            Html.Tag("div", Panel("Loss, nats", folds, share: false, ("curve", point => point.TrainLoss), ("curve second", point => point.ValidationLoss ?? double.NaN)),
                Html.Tag("p", Html.Class("remark"), Html.Tag("span", Html.Class("key"), "solid: training examples"), " ", Html.Tag("span", Html.Class("key second"), "dashed: held-in speakers"))),
            Html.Tag("div", Panel("MacroAccuracy on held-in speakers, %", folds, share: true, ("curve second", point => point.ValidationMacroAccuracy ?? double.NaN)))));
    }

    private static XElement Panel(string title, IReadOnlyList<EpochPoint>[] folds, bool share, params (string Classes, Func<EpochPoint, double> Value)[] series)
    {
        var epochs = folds.Max(history => history[^1].Epoch);
        var top = share ? 1 : RoundUp(folds.SelectMany(history => history).SelectMany(point => series.Select(one => one.Value(point))).Where(double.IsFinite).DefaultIfEmpty(1).Max());
        double X(double epoch) => Left + (epoch - 1) / Math.Max(1, epochs - 1) * (Width - Left - Right);
        double Y(double value) => Top + (1 - Math.Clamp(value / top, 0, 1)) * (Height - Top - Bottom);
        var last = string.Join(", ", series.Select(one => Words.Number(folds.Select(history => one.Value(history[^1])).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(), 3)));
        return Svg.Drawing(Width, Height, title, $"{epochs} epochs at most; mean of the folds' last values: {last}",
            ((double[])[0, 0.5, 1]).SelectMany(tick => new[]
            {
                Svg.Line("grid", Left, Y(tick * top), Width - Right, Y(tick * top)),
                Svg.Text("tick end", Left - 6, Y(tick * top) + 4, share ? $"{100 * tick:0}" : Words.Number(tick * top, top < 4 ? 1 : 0)),
            }),
            series.SelectMany(one => folds.Select(history => Svg.Polyline(one.Classes + " faint", Points(history, one.Value, X, Y)))),
            series.Select(one => Svg.Polyline(one.Classes + " strong", Mean(folds, one.Value).Select(point => (X(point.Epoch), Y(point.Value))))),
            Svg.Text("tick", Left, Height - 18, "1"), Svg.Text("tick end", Width - Right, Height - 18, epochs.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Svg.Text("tick middle", (Left + Width - Right) / 2, Height - 4, $"epoch · {title}"));
    }

    private static IEnumerable<(double X, double Y)> Points(IReadOnlyList<EpochPoint> history, Func<EpochPoint, double> value, Func<double, double> x, Func<double, double> y) =>
        history.Where(point => double.IsFinite(value(point))).Select(point => (x(point.Epoch), y(value(point))));

    private static IEnumerable<(int Epoch, double Value)> Mean(IReadOnlyList<EpochPoint>[] folds, Func<EpochPoint, double> value) =>
        folds.SelectMany(history => history).Where(point => double.IsFinite(value(point))).GroupBy(point => point.Epoch)
            .Where(epoch => 2 * epoch.Count() >= folds.Length).OrderBy(epoch => epoch.Key).Select(epoch => (epoch.Key, epoch.Average(value)));

    private static double RoundUp(double value)
    {
        if (value <= 0) return 1;
        var step = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return ((double[])[1, 2, 4, 5, 10]).First(factor => factor * step >= value * (1 - 1e-9)) * step;
    }
}
