using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>Short words for building HTML as a tree: whatever text goes in, tags cannot come out of it.</summary>
internal static class Html
{
    public static XElement Tag(string name, params object?[] content) => new(name, content);

    public static XAttribute Class(string names) => new("class", names);

    public static XAttribute Attribute(string name, object value) => new(name, value);

    public static XElement Paragraph(params object?[] content) => new("p", content);

    public static XElement Strong(object content) => new("strong", content);

    /// <summary>A header cell of a column.</summary>
    public static XElement ColumnHead(object content, string? classes = null) => new("th", new XAttribute("scope", "col"), OptionalClass(classes), content);

    /// <summary>The header cell of a row.</summary>
    public static XElement RowHead(params object?[] content) => new("th", new XAttribute("scope", "row"), content);

    public static XElement Cell(object? content, string? classes = null) => new("td", OptionalClass(classes), content);

    /// <summary>A number's cell: right-aligned, with the full value for machines and tooltips.</summary>
    public static XElement NumberCell(string shown, double? value, string? classes = null) =>
        new("td", Class(classes is null ? "number" : $"number {classes}"), value is { } full ? new XElement("data", Attribute("value", Words.Exact(full)), shown) : shown);

    /// <summary>A box in which a wide table scrolls by itself, reachable by keyboard.</summary>
    public static XElement ScrollBox(string label, XElement table) =>
        new("div", Class("scroll"), Attribute("role", "region"), Attribute("aria-label", label), Attribute("tabindex", 0), table);

    /// <summary>A figure or table with its caption in a grid.</summary>
    public static XElement Panel(string classes, params object?[] content) => new("div", Class($"panel {classes}"), content);

    private static XAttribute? OptionalClass(string? classes) => classes is null ? null : Class(classes);
}
