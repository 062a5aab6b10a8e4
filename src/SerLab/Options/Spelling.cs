using System.Text.RegularExpressions;

namespace SerLab.Options;

/// <summary>Sentences about names that are not known, with the nearest one that is.</summary>
public static partial class Spelling
{
    /// <summary>"unknown kind "gmn"; did you mean "gmm"? Known: ...".</summary>
    /// <param name="what">What the name should be: "kind", "property", "column".</param>
    /// <param name="name">The name that was given.</param>
    /// <param name="known">The names that would have been understood.</param>
    public static string Unknown(string what, string name, IEnumerable<string> known)
    {
        var names = known.ToArray();
        if (names.Length == 0) return $"unknown {what} \"{name}\"; none is known here, so leave it out.";
        var nearest = names.MinBy(candidate => (Distance(candidate, name), candidate))!;
        var hint = Distance(nearest, name) <= Math.Max(2, name.Length / 2) ? $"did you mean \"{nearest}\"? " : "";
        return $"unknown {what} \"{name}\"; {hint}Known: {string.Join(", ", names)}.";
    }

    /// <summary>The readable name of a recipe family: "ClassifierOptions" reads "classifier".</summary>
    public static string FamilyName(Type family) =>
        WordStart().Replace(family.Name.Replace("Options", ""), "-$1").TrimStart('-').ToLowerInvariant();

    // Levenshtein's edit distance, ignoring case; names are short, so one row of costs is enough.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
