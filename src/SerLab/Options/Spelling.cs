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
        var hint = Distance(nearest, name) <= Math.Max(2, name.Length / 2) ? $"; did you mean \"{nearest}\"?" : ".";
        return $"unknown {what} \"{name}\"{hint} Known: {string.Join(", ", names)}.";
    }

    /// <summary>The readable name of a recipe family: "ClassifierOptions" reads "classifier".</summary>
    public static string FamilyName(Type family) =>
        WordStart().Replace(family.Name.Replace("Options", ""), "-$1").TrimStart('-').ToLowerInvariant();

    // Edit distance in which two neighbouring letters that changed places count once, ignoring case: most slips of the fingers are that.
    private static int Distance(string a, string b)
    {
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) costs[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) costs[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = costs[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                cost = Math.Min(cost, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) cost = Math.Min(cost, costs[i - 2, j - 2] + 1);
                costs[i, j] = cost;
            }
        }

        return costs[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
