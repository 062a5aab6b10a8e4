using System.Globalization;
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
        var hasValidation = folds.Any(history => history.Any(point => point.ValidationMacroAccuracy is not null));
        return Html.Tag("div", facts.FigureTitle($"Training of {model.Name}, {Words.Plural(folds.Length, "fold")}"), Html.Tag("div", Html.Class("pair"),
            Html.Tag("div", Panel("loss, nats", folds, isShare: false, new("curve", point => point.TrainLoss), new("curve second", point => point.ValidationLoss)),
                Html.Tag("p", Html.Class("remark"), Html.Tag("span", Html.Class("key"), "solid: training examples"), hasValidation ? Html.Tag("span", Html.Class("key second"), " dashed: held-in speakers") : null)),
            hasValidation ? Html.Tag("div", Panel("MacroAccuracy on held-in speakers, %", folds, isShare: true, new Series("curve second", point => point.ValidationMacroAccuracy))) : null));
    }

    private static XElement Panel(string title, IReadOnlyList<EpochPoint>[] folds, bool isShare, params Series[] series)
    {
        var epochs = folds.Max(history => history[^1].Epoch);
        var top = isShare ? 1 : RoundUp(series.SelectMany(one => folds.SelectMany(one.Points)).Select(point => point.Value).DefaultIfEmpty(1).Max());
        double X(double epoch) => Left + (epoch - 1) / Math.Max(1, epochs - 1) * (Width - Left - Right);
        double Y(double value) => Top + (1 - Math.Clamp(value / top, 0, 1)) * (Height - Top - Bottom);
        return Svg.Drawing(Width, Height, title, $"{epochs} epochs at most",
            ((double[])[0, 0.5, 1]).SelectMany(tick => new[]
            {
                Svg.Line("grid", Left, Y(tick * top), Width - Right, Y(tick * top)),
                Svg.Text("tick end", Left - 6, Y(tick * top) + 4, isShare ? $"{100 * tick:0}" : Words.Number(tick * top, top < 4 ? 1 : 0)),
            }),
            series.SelectMany(one => folds.Select(history => Svg.Polyline(one.Classes + " faint", one.Points(history).Select(point => (X(point.Epoch), Y(point.Value)))))),
            series.Select(one => Svg.Polyline(one.Classes + " strong", one.Mean(folds).Select(point => (X(point.Epoch), Y(point.Value))))),
            Svg.Text("tick", Left, Height - 18, "1"), Svg.Text("tick end", Width - Right, Height - 18, epochs.ToString(CultureInfo.InvariantCulture)),
            Svg.Text("tick middle", (Left + Width - Right) / 2, Height - 4, $"epoch · {title}"));
    }

    private sealed record Series(string Classes, Func<EpochPoint, double?> Value)
    {
        public IEnumerable<(int Epoch, double Value)> Points(IReadOnlyList<EpochPoint> history) =>
            from point in history
            let value = Value(point)
            where value is { } known && double.IsFinite(known)
            select (point.Epoch, value.Value);

        public IEnumerable<(int Epoch, double Value)> Mean(IReadOnlyList<EpochPoint>[] folds) =>
            folds.SelectMany(Points).GroupBy(point => point.Epoch).Where(epoch => 2 * epoch.Count() >= folds.Length)
                .OrderBy(epoch => epoch.Key).Select(epoch => (epoch.Key, epoch.Average(point => point.Value)));
    }

    private static double RoundUp(double value)
    {
        if (value <= 0) return 1;
        var step = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return ((double[])[1, 2, 4, 5, 10]).First(factor => factor * step >= value * (1 - 1e-9)) * step;
    }
}
