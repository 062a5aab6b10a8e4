namespace SerLab.Tests.Architecture;

public class TextTests
{
    private static readonly IReadOnlyList<SourceFile> SourceFiles = Repository.Files("*.cs", "src");
    private static readonly IReadOnlyList<SourceFile> AllFiles = Repository.Files("*.cs", "src", "tests");

    [Fact]
    public void No_file_is_longer_than_300_lines() => Rule.Holds(TextRules.LongFiles(AllFiles));

    [Fact]
    public void Suppressions_are_rare() => Rule.Holds(TextRules.Suppressions(AllFiles));

    // The examples of CONTRIBUTING.md are written as they would stand in the library.
    [Fact]
    public void The_namespace_is_the_folder() => Rule.Holds(TextRules.Namespaces(AllFiles.Where(file => !file.Path.StartsWith("tests/SerLab.Tests/Contributing/Examples/", StringComparison.Ordinal))));

    [Fact]
    public void Using_lines_name_only_allowed_rooms() => Rule.Holds(TextRules.Usings(SourceFiles));

    [Fact]
    public void The_sources_are_found()
    {
        Assert.Contains(SourceFiles, file => file.Path == "src/SerLab/Options/Recipe.cs");
        Assert.DoesNotContain(AllFiles, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_301_lines_is_found_and_one_of_300_is_not()
    {
        Assert.Empty(TextRules.LongFiles([Planted(string.Concat(Enumerable.Repeat("x\n", 300)))]));
        Assert.Equal(["src/SerLab/Models/Planted.cs has 301 lines; split it at 300"], TextRules.LongFiles([Planted(string.Concat(Enumerable.Repeat("x\n", 301)))]));
    }

    [Fact]
    public void A_sixth_suppression_is_found_in_whichever_form()
    {
        var five = Planted(string.Concat(Enumerable.Repeat("  #pragma warning disable CS1591 // because\n", 4)) + "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"a\", \"b\")]\nclass A;\n");
        Assert.Empty(TextRules.Suppressions([five]));
        Assert.StartsWith("6 suppressions, at most 5: ", Assert.Single(TextRules.Suppressions([five, Planted("#pragma warning disable\n")])));
        Assert.Empty(TextRules.Suppressions([five, Planted("var text = \"\"\"\n#pragma warning disable\n\"\"\"; /*\n#pragma warning disable */\n")]));
    }

    [Theory]
    [InlineData("namespace SerLab.Numerics;\nclass A;", "src/SerLab/Models/Planted.cs is in namespace SerLab.Numerics; its folder says SerLab.Models")]
    [InlineData("// namespace SerLab.Models;\npublic sealed class A;", "src/SerLab/Models/Planted.cs declares a type outside any namespace; put it in SerLab.Models")]
    [InlineData("namespace SerLab.Models { class A; }\nnamespace SerLab.Models { class B; }", "src/SerLab/Models/Planted.cs declares 2 namespaces; one file, one namespace")]
    public void A_namespace_that_is_not_the_folder_is_found(string text, string expected) => Assert.Equal([expected], TextRules.Namespaces([Planted(text)]));

    [Theory]
    [InlineData("namespace SerLab.Models;\nclass A;")]
    [InlineData("using System;\nConsole.WriteLine(\"namespace SerLab.Runs;\");")]
    public void A_namespace_that_is_the_folder_is_left_alone(string text) => Assert.Empty(TextRules.Namespaces([Planted(text)]));

    [Theory]
    [InlineData("using SerLab.Audio;\nnamespace SerLab.Models;")]
    [InlineData("namespace SerLab.Models;\nclass A { const int B = SerLab.Audio.Wave.Header; }")]
    public void A_using_line_of_a_forbidden_room_is_found(string text) => Assert.Equal(["src/SerLab/Models/Planted.cs names SerLab.Audio; Models may not use it"], TextRules.Usings([Planted(text)]));

    [Fact]
    public void A_room_in_a_comment_is_no_use() => Assert.Empty(TextRules.Usings([Planted("using SerLab.Numerics;\n/// <see cref=\"SerLab.Audio.Clip\"/>\nnamespace SerLab.Models;")]));

    [Fact]
    public void Code_comments_and_quotations_are_told_apart()
    {
        const string Text = "a('\"'); // it's \"b\"\nc($\"d{e(\"f\", '}')}{{\", @\"g\"\"\\\", \"\"\"h\"i\"\"\", \"\\\"\", \"\", '\\'') /* j */ + k;";
        var spans = CSharpText.Split(Text).ToArray();
        Assert.Equal(Text, string.Concat(spans.Select(span => span.Text)));
        Assert.Equal(["// it's \"b\"", "/* j */"], spans.Where(span => span.Kind == TextKind.Comment).Select(span => span.Text));
        Assert.Equal(
            ["'\"'", "$\"d{e(\"f\", '}')}{{\"", "@\"g\"\"\\\"", "\"\"\"h\"i\"\"\"", "\"\\\"\"", "\"\"", "'\\''"],
            spans.Where(span => span.Kind == TextKind.Quoted).Select(span => span.Text));
        Assert.Equal(2, spans.Single(span => span.Text == "/* j */").Line);
    }

    private static SourceFile Planted(string text) => new("src/SerLab/Models/Planted.cs", text);
}
