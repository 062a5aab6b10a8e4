namespace SerLab.Tests.Architecture;

/// <summary>A rule of the house is a function that gives a sentence for every place where it is broken.</summary>
internal static class Rule
{
    /// <summary>Fails with all the sentences, if there are any.</summary>
    public static void Holds(IEnumerable<string> violations)
    {
        var found = violations.ToArray();
        Assert.True(found.Length == 0, $"{found.Length} places break this rule:\n{string.Join('\n', found)}");
    }
}
