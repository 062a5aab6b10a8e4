using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>Writes a tree as text that an HTML parser and an XML parser read alike: void tags close themselves, all others have an end tag.</summary>
internal static class HtmlText
{
    private static readonly HashSet<string> VoidTags = ["br", "col", "hr", "img", "input", "link", "meta", "source"];

    // A line break before these changes nothing that is shown and makes the file readable and comparable.
    private static readonly HashSet<string> OwnLine =
        ["head", "meta", "title", "style", "body", "header", "main", "nav", "section", "footer", "div", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "figure", "details", "summary", "svg", "article", "audio"];

    public static string Write(XElement root)
    {
        var text = new StringBuilder("<!DOCTYPE html>");
        Append(text, root);
        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, XElement element)
    {
        var name = element.Name.LocalName;
        if (OwnLine.Contains(name)) text.Append('\n');
        text.Append('<').Append(name);
        foreach (var attribute in element.Attributes())
        {
            text.Append(' ').Append(attribute.Name.LocalName).Append("=\"");
            Encode(text, attribute.Value, quotes: true);
            text.Append('"');
        }

        if (VoidTags.Contains(name))
        {
            text.Append(" />");
            return;
        }

        text.Append('>');
        foreach (var node in element.Nodes())
        {
            if (node is XElement child) Append(text, child);
            else if (node is XText words) Encode(text, words.Value, quotes: false);
        }

        text.Append("</").Append(name).Append('>');
    }

    // Quotes are left as they are between tags: a browser takes the text of a style element literally.
    // Labels and ids are untrusted: markup is encoded, and what no document may hold (control characters, half surrogate pairs) becomes U+FFFD.
    private static void Encode(StringBuilder text, string value, bool quotes)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            if (letter == '&') text.Append("&amp;");
            else if (letter == '<') text.Append("&lt;");
            else if (letter == '>') text.Append("&gt;");
            else if (quotes && letter == '"') text.Append("&quot;");
            else if (i + 1 < value.Length && XmlConvert.IsXmlSurrogatePair(value[i + 1], letter)) text.Append(letter).Append(value[++i]);
            else text.Append(XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD');
        }
    }
}
