using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace SerLab.Tests.Architecture;

/// <summary>One spelling everywhere: British. Names that others gave (the framework's, those of CSS, quoted titles) keep theirs.</summary>
internal static partial class SpellingRules
{
    public const string Cure = "write British, or put a cited title in quotation marks";

    // Members of enums and constants leave no name in compiled code, and the command line's assembly is not at hand: such names cannot be read.
    private static readonly string[] FrameworkNames =
    [
        "AggressiveOptimization", "Center", "Centered", "Color", "Colors", "ColorSystem", "ColorSystemSupport", "ModuleInitializer", "NoColors",
        "OperationCanceledException", "TaskCanceledException",
    ];

    /// <summary>American words in C#: identifiers, comments and texts.</summary>
    /// <param name="files">Source files.</param>
    /// <param name="foreign">Identifiers that the framework or a package named; see <see cref="ForeignNames"/>.</param>
    public static IEnumerable<string> InCode(IEnumerable<SourceFile> files, IReadOnlySet<string> foreign) =>
        from file in files
        from span in CSharpText.Split(file.Text)
        let text = span.Kind == TextKind.Comment ? QuotedTitle().Replace(span.Text, Blank) : span.Text
        from identifier in Identifier().Matches(text)
        where !foreign.Contains(identifier.Value) && !(span.Kind == TextKind.Code && FrameworkNames.Contains(identifier.Value))
        from word in Word().Matches(identifier.Value)
        where American().IsMatch(word.Value) && !(span.Kind == TextKind.Quoted && WebWord().IsMatch(word.Value))
        select $"{file.Path}:{span.Line + text[..identifier.Index].Count(letter => letter == '\n')}: \"{word.Value}\" is American; {Cure}";

    /// <summary>American words in Markdown; code, tags, links' targets and quoted or italic titles are left out.</summary>
    public static IEnumerable<string> InProse(IEnumerable<SourceFile> files) =>
        from file in files
        let text = NotProse().Replace(file.Text, Blank)
        from word in Word().Matches(text)
        where American().IsMatch(word.Value)
        select $"{file.Path}:{1 + text[..word.Index].Count(letter => letter == '\n')}: \"{word.Value}\" is American; {Cure}";

    /// <summary>Every name that a built assembly takes from others.</summary>
    public static IReadOnlySet<string> ForeignNames(string assemblyPath)
    {
        using var image = new PEReader(File.OpenRead(assemblyPath));
        var reader = image.GetMetadataReader();
        var types = reader.TypeReferences.Select(reader.GetTypeReference).ToArray();
        return types.Select(type => reader.GetString(type.Name).Split('`')[0])
            .SelectMany(name => new[] { name, Suffix().Replace(name, "") })
            .Concat(types.SelectMany(type => reader.GetString(type.Namespace).Split('.')))
            .Concat(reader.MemberReferences.Select(handle => Accessor().Replace(reader.GetString(reader.GetMemberReference(handle).Name), "")))
            .ToHashSet();
    }

    // Keeps line ends, so that line numbers stay true.
    private static string Blank(Match match) => new([.. match.Value.Select(letter => letter == '\n' ? '\n' : ' ')]);

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[A-Z]?[a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"\n]+\"|<i>[^<]+</i>")]
    private static partial Regex QuotedTitle();

    [GeneratedRegex("```.*?```|`[^`\n]+`|<[^>\n]+>|\\]\\([^)\n]+\\)|\"[^\"\n]+\"|\\*[^*\n]+\\*", RegexOptions.Singleline)]
    private static partial Regex NotProse();

    [GeneratedRegex("^(get_|set_|add_|remove_|op_)")]
    private static partial Regex Accessor();

    [GeneratedRegex("Attribute$")]
    private static partial Regex Suffix();

    // Words of CSS, SVG and Plotly, which stand in string literals.
    [GeneratedRegex("^(color|center|gray|behavior)", RegexOptions.IgnoreCase)]
    private static partial Regex WebWord();

    // -ize and -yze (but not size, resize, prize, seize), -or for -our, -er for -re, one l for two, and a few single words (Frank Gray's code keeps his name).
    [GeneratedRegex(
        @"^(?!(re|down|over|under|up|cap)?siz|priz|seiz|maiz)[a-z]{3,}iz(e[sdr]?|ers|ing|ations?|able)$" +
        @"|^[a-z]*(analy|cataly|paraly)z(e[sdr]?|ers|ing)$" +
        @"|^(un)?(behavior|color|favor|flavor|harbor|honor|humor|labor|neighbor|rumor|vapor|endeavor)(s|ed|ing|al|able|ful|less|hoods?|ite)?$" +
        @"|^(center|fiber|liter|theater)(s|ed|ing)?$" +
        @"|^(un|re)?(cancel|channel|label|level|model|signal|total|travel)(ed|ing|er|ers)$" +
        @"|^((?-i:gray)(s|scale)?|artifacts?|defense|offense|fulfill|skeptic(al)?|skillful|jewelry|plow)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex American();
}
