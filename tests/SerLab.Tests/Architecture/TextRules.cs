using System.Text.RegularExpressions;

namespace SerLab.Tests.Architecture;

/// <summary>What source files keep. Each rule gives the sentences that say where it is broken; none means it holds.</summary>
internal static partial class TextRules
{
    public const int MostLines = 300;
    public const int MostSuppressions = 5;

    /// <summary>No file is longer than can be read in one sitting.</summary>
    public static IEnumerable<string> LongFiles(IEnumerable<SourceFile> files) =>
        from file in files
        let lines = file.Text.TrimEnd('\n').Count(letter => letter == '\n') + 1
        where lines > MostLines
        select $"{file.Path} has {lines} lines; split it at {MostLines}";

    /// <summary>Warnings are mended; the few that cannot be are counted over all files.</summary>
    public static IEnumerable<string> Suppressions(IEnumerable<SourceFile> files)
    {
        var found = files.SelectMany(file => CSharpText.Split(file.Text).Where(span => span.Kind == TextKind.Code)
            .SelectMany(span => Suppression().Matches(span.Text).Select(match => $"{file.Path}: {match.Value.Trim()}"))).ToArray();
        return found.Length <= MostSuppressions ? [] : [$"{found.Length} suppressions, at most {MostSuppressions}: {string.Join("; ", found)}"];
    }

    /// <summary>The namespace is the folder, below "src/" or "tests/"; a drawer inside a room may keep the room's name, for it only sorts files.</summary>
    public static IEnumerable<string> Namespaces(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            var code = Code(file);
            var folder = string.Join('.', file.Path.Split('/')[1..^1]);
            var declared = NamespaceLine().Matches(code).Select(match => match.Groups[1].Value).ToArray();
            if (declared.Length > 1) yield return $"{file.Path} declares {declared.Length} namespaces; one file, one namespace";
            else if (declared.Length == 0 && TypeLine().IsMatch(code)) yield return $"{file.Path} declares a type outside any namespace; put it in {folder}";
            else if (declared.Length == 1 && declared[0] != folder && declared[0] != Room(folder)) yield return $"{file.Path} is in namespace {declared[0]}; its folder says {folder}";
        }
    }

    private static string Room(string folder) => string.Join('.', folder.Split('.').Take(folder.StartsWith("SerLab.Tests", StringComparison.Ordinal) ? 3 : 2));

    /// <summary>Using lines name allowed rooms: the compiled code does not show a use of a constant.</summary>
    public static IEnumerable<string> Usings(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/SerLab/", StringComparison.Ordinal)
        let room = file.Path.Split('/')[2]
        where RoomTable.Rooms.Any(other => other.Name == room)
        from named in RoomName().Matches(Code(file)).Select(match => match.Groups[1].Value).Distinct()
        where RoomTable.Rooms.Any(other => other.Name == named) && !RoomTable.MayUse(room).Contains(named)
        select $"{file.Path} names SerLab.{named}; {room} may not use it";

    private static string Code(SourceFile file) => string.Concat(CSharpText.Split(file.Text).Where(span => span.Kind == TextKind.Code).Select(span => span.Text));

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable.*$|\[[\w.: ]*SuppressMessage", RegexOptions.Multiline)]
    private static partial Regex Suppression();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref)\s+)*(?:class|record|struct|interface|enum)\s+\w", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\bSerLab\.(\w+)")]
    private static partial Regex RoomName();
}
