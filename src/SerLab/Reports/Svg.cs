using System.Globalization;
using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>Short words for drawing: colours come from the page's style sheet by class, so that figures follow light, dark and paper.</summary>
internal static class Svg
{
    /// <summary>A drawing with a title and a description for those who cannot see it.</summary>
    /// <param name="width">Width in pixels at full size; it shrinks on narrow screens.</param>
    /// <param name="height">Height in pixels at full size.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, with the numbers that matter; null for a decoration of a number beside it.</param>
    /// <param name="content">The marks.</param>
    public static XElement Drawing(double width, double height, string title, string? description, params object?[] content) =>
        new("svg", new XAttribute("viewBox", $"0 0 {Coordinate(width)} {Coordinate(height)}"), new XAttribute("width", Coordinate(width)), new XAttribute("height", Coordinate(height)),
            new XAttribute("role", "img"), new XElement("title", title), description is null ? null : new XElement("desc", description), content);

    public static XElement Line(string classes, double x1, double y1, double x2, double y2) =>
        new("line", Html.Class(classes), At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2));

    public static XElement Rectangle(string classes, double x, double y, double width, double height, double cornerRadius = 0) =>
        new("rect", Html.Class(classes), At("x", x), At("y", y), At("width", Math.Max(0, width)), At("height", Math.Max(0, height)), cornerRadius == 0 ? null : At("rx", cornerRadius));

    public static XElement Circle(string classes, double x, double y, double radius) =>
        new("circle", Html.Class(classes), At("cx", x), At("cy", y), At("r", radius));

    public static XElement Path(string classes, string steps) => new("path", Html.Class(classes), new XAttribute("d", steps));

    /// <summary>A line through points.</summary>
    public static XElement Polyline(string classes, IEnumerable<(double X, double Y)> points) =>
        Path(classes, string.Concat(points.Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{Coordinate(point.X)} {Coordinate(point.Y)}")));

    /// <param name="classes">Classes; "end" and "middle" anchor the text there.</param>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="words">The text.</param>
    public static XElement Text(string classes, double x, double y, string words) => new("text", Html.Class(classes), At("x", x), At("y", y), words);

    public static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static XAttribute At(string name, double value) => new(name, Coordinate(value));
}
