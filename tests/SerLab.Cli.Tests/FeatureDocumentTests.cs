using SerLab.Features;
using SerLab.Features.Sets;

namespace SerLab.Cli.Tests;

/// <summary>What <c>serlab features</c> says of columns, and the files of docs/features, which it writes.</summary>
public sealed class FeatureDocumentTests
{
    [Theory]
    [InlineData("descriptors.md", "features", "descriptors")]
    [InlineData("statistics.md", "features", "statistics")]
    [InlineData("prosody.md", "features", "describe", "prosody")]
    [InlineData("compact.md", "features", "describe", "compact")]
    [InlineData("wide.md", "features", "describe", "wide", "--composition")]
    public void The_files_in_docs_are_what_the_tool_writes_today(string name, params string[] command)
    {
        var written = CommandLine.Run(command);
        Assert.True(written.ExitCode == 0, written.Error);
        var path = Path.Combine(Root(), "docs", "features", name);
        var kept = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(kept == written.Output,
            $"docs/features/{name} is not what the tool writes; run: dotnet run -c Release --project src/SerLab.Cli -- {string.Join(' ', command)} > docs/features/{name}");
    }

    [Fact]
    public void A_recipe_is_described_as_csv_that_quotes_what_needs_it()
    {
        const string recipe = """{ "kind": "custom", "descriptors": ["voice-quality"], "columns": ["jitter_ratio"], "statistics": ["mean"] }""";
        var lines = CommandLine.Run("features", "describe", recipe, "--csv").Output.Split("\r\n");
        Assert.Equal("per,column,unit,formula,source", lines[0]);
        Assert.Equal(["utterance,jitter_ratio_mean,none,", "frame,jitter_ratio,none,"], lines[1..3].Select(line => line[..(line.IndexOf(",none,", StringComparison.Ordinal) + 6)]));
        Assert.EndsWith("\"Praat's manual, jitter (local)\"", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", 4], (object[])[lines[^1], lines.Length]);
    }

    [Fact]
    public void The_composition_of_a_set_counts_every_column()
    {
        const string recipe = """{ "kind": "custom", "descriptors": ["mfcc", "f0"], "frames": false, "statistics": ["mean", "sd"], "unvoicedStatistics": ["mean"] }""";
        var text = CommandLine.Run("features", "describe", recipe, "--composition").Output;
        Assert.Contains(": 44 columns per utterance", text);
        Assert.Contains("## 14 descriptor columns x 3 statistics\n\nDescriptor columns: `mfcc_00_ln` to `mfcc_12_ln`, `voicing_ratio`.\n\nStatistics: `mean`, `sd`, `unvoiced_mean`.\n", text);
        Assert.Contains("## 1 descriptor column x 2 statistics\n\nDescriptor columns: `f0_st`.\n", text);
    }

    [Fact]
    public void Mistakes_are_named_with_their_cure()
    {
        Assert.Contains("did you mean \"prosody\"?", CommandLine.Run("features", "describe", "prosdy").Error);
        Assert.Contains("resample the clip", CommandLine.Run("features", "describe", "prosody", "--sample-rate", "8000").Error);
        Assert.Contains("leave out --composition", CommandLine.Run("features", "describe", "wide", "--csv", "--composition").Error);
    }

    [Fact]
    public void The_list_counts_the_columns_of_every_set()
    {
        var rows = CommandLine.Run("features", "list").Output.Split('\n').Select(line => line.Split('│', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 4).ToArray();
        foreach (var set in (FeatureSetOptions[])[new ProsodySetOptions(), new WideSetOptions(), new MfccSetOptions()])
        {
            var schema = set.Prepare(16000).Schema;
            Assert.Equal([$"{schema.Functionals.Count}", $"{schema.Descriptors.Count}"], Assert.Single(rows, cells => cells[1] == set.Kind)[2..4]);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "SerLab.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"SerLab.sln is in no folder above {AppContext.BaseDirectory}; run the tests from the checkout.");
    }
}
