using System.Text.Json;

namespace SerLab.Tests.Models;

/// <summary>Asks a script that lies beside a test for the truth: JSON in, JSON out.</summary>
internal static class PythonTruth
{
    private static readonly JsonSerializerOptions Settings = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static JsonElement Ask(string testFile, string script, object question)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("question.json"), JsonSerializer.Serialize(question, Settings));
        using var answer = JsonDocument.Parse(Python.Run(File.ReadAllText(Path.Combine(Path.GetDirectoryName(testFile)!, script)), folder.File("question.json")));
        return answer.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetDouble())];

    public static void AssertNear(double[] expected, IReadOnlyList<double> found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"number {i} is {found[i]}, not {expected[i]}");
    }
}
