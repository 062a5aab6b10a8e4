using SerLab.Reports;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Readme;

public sealed class ReadmeTests
{
    private static string Readme()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "SerLab.sln")))
                return File.ReadAllText(Path.Combine(folder.FullName, "README.md"));
        throw new FileNotFoundException("README.md stands beside SerLab.sln");
    }

    /// <summary>The lines below are README's, but for the toy spec, the test's own kinds and the folders: they compile and run.</summary>
    [Fact]
    public void The_five_line_example_compiles_and_runs()
    {
        using var scratch = new TempFolder();
        var spec = Toy.Spec();
        var record = Comparison.Run(spec, RunSettings.AllProcessors with { Json = Toy.Json });
        foreach (var model in record.Models) Assert.NotEqual("", $"{model.Name} {model.MacroAccuracy:P1} [{model.MacroAccuracyInterval.Low:P1}, {model.MacroAccuracyInterval.High:P1}]");
        var folder = new RunStore(scratch.Path, Toy.Json).Save(record, log: []);
        HtmlReport.Write(record, clips: null, scratch.File("report.html"), json: Toy.Json);
        Assert.True(Directory.Exists(folder) && File.Exists(scratch.File("report.html")));
        foreach (var part in (string[])["RecipeJson.BuiltIn.Read<ComparisonSpec>(File.ReadAllText(", "Comparison.Run(spec, RunSettings.AllProcessors)", ".Save(record, log: [])", "HtmlReport.Write(record, clips: null, "])
            Assert.Contains(part, Readme());
    }

    [Theory]
    [InlineData("demo.json")]
    [InlineData("emodb-compare.json")]
    public void The_specs_that_README_names_are_read_and_pass_every_check(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); ; folder = folder.Parent!)
        {
            var path = Path.Combine(folder.FullName, "experiments", name);
            if (!File.Exists(path)) continue;
            SpecCheck.Validate(RecipeJson.BuiltIn.Read<ComparisonSpec>(File.ReadAllText(path), name), RecipeJson.BuiltIn);
            return;
        }
    }
}
