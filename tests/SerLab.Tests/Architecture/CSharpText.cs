namespace SerLab.Tests.Architecture;

/// <summary>What a stretch of C# is.</summary>
internal enum TextKind
{
    Code,
    Comment,
    Quoted,
}

/// <summary>A stretch of a source file.</summary>
/// <param name="Line">Number of its first line, from 1.</param>
internal sealed record TextSpan(TextKind Kind, string Text, int Line);

/// <summary>Takes C# apart into code, comments and string literals (interpolated ones whole, with their holes).</summary>
internal static class CSharpText
{
    public static IEnumerable<TextSpan> Split(string text)
    {
        int start = 0, line = 1;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfComment(text, at);
            var kind = end > at ? TextKind.Comment : TextKind.Quoted;
            if (end == at) end = EndOfQuoted(text, at);
            if (end == at)
            {
                at++;
                continue;
            }

            if (at > start) yield return Take(TextKind.Code, start, at);
            yield return Take(kind, at, end);
            start = at = end;
        }

        if (start < text.Length) yield return Take(TextKind.Code, start, text.Length);

        TextSpan Take(TextKind kind, int from, int to)
        {
            var span = new TextSpan(kind, text[from..to], line);
            line += span.Text.Count(letter => letter == '\n');
            return span;
        }
    }

    private static int EndOfComment(string text, int at)
    {
        if (!At(text, at, "//") && !At(text, at, "/*")) return at;
        var end = text[at + 1] == '/' ? text.IndexOf('\n', at) : text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2;
        return end < at + 2 ? text.Length : end;
    }

    // A literal is $ or @ signs, quotation marks and what lies between; a character literal cannot hold a mark that opens another.
    private static int EndOfQuoted(string text, int at)
    {
        if (text[at] == '\'') return text.IndexOf('\'', at + (text[at + 1] == '\\' ? 3 : 2)) + 1;
        var open = at;
        while (open < text.Length && text[open] is '$' or '@') open++;
        if (open >= text.Length || text[open] != '"') return at;
        var dollars = text[at..open].Count(sign => sign == '$');
        if (text[at..open].Contains('@')) return EndOfPlain(text, open + 1, verbatim: true, dollars > 0);
        var marks = 0;
        while (At(text, open + marks, "\"")) marks++;
        return marks >= 3
            ? text.IndexOf(new string('"', marks), open + marks, StringComparison.Ordinal) + marks
            : EndOfPlain(text, open + 1, verbatim: false, dollars > 0);
    }

    private static int EndOfPlain(string text, int at, bool verbatim, bool hasHoles)
    {
        while (text[at] != '"' || (verbatim && At(text, at, "\"\"")))
        {
            if ((text[at] == '\\' && !verbatim) || (verbatim && text[at] == '"') || (hasHoles && At(text, at, "{{"))) at += 2;
            else if (hasHoles && text[at] == '{') at = EndOfHole(text, at + 1);
            else at++;
        }

        return at + 1;
    }

    private static int EndOfHole(string text, int at)
    {
        for (var depth = 1; depth > 0;)
        {
            var end = EndOfQuoted(text, at);
            if (end > at)
            {
                at = end;
                continue;
            }

            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }

        return at;
    }

    private static bool At(string text, int at, string expected) => string.CompareOrdinal(text, at, expected, 0, expected.Length) == 0;
}
