namespace SerLab.Tests.Architecture;

public class SpellingTests
{
    private static readonly IReadOnlySet<string> NoNames = new HashSet<string>();

    [Fact]
    public void The_code_is_written_in_British() => Rule.Holds(SpellingRules.InCode(Repository.Files("*.cs", "src"), SpellingRules.ForeignNames(Repository.Library)));

    [Fact]
    public void The_prose_is_written_in_British() => Rule.Holds(SpellingRules.InProse(Repository.Files("*.md", "")));

    [Theory]
    [InlineData("normalize")]
    [InlineData("Normalization")]
    [InlineData("color")]
    [InlineData("behavior")]
    [InlineData("neighborhood")]
    [InlineData("centered")]
    [InlineData("analyzer")]
    [InlineData("optimizes")]
    [InlineData("initializing")]
    [InlineData("serialized")]
    [InlineData("labeled")]
    [InlineData("modeling")]
    [InlineData("defense")]
    public void An_American_word_is_found_in_names_comments_texts_and_prose(string word)
    {
        var name = char.ToUpperInvariant(word[0]) + word[1..];
        var expected = $"src/A.cs:2: \"{name}\" is American; {SpellingRules.Cure}";
        Assert.Equal([expected], SpellingRules.InCode([new("src/A.cs", $"class A\n{{ int is{name}Gain; }}")], NoNames));
        Assert.Equal([expected], SpellingRules.InCode([new("src/A.cs", $"class A\n; // {name} first")], NoNames));
        Assert.Equal([$"README.md:3: \"{word}\" is American; {SpellingRules.Cure}"], SpellingRules.InProse([new("README.md", $"# A\n\nWe {word} it.")]));
    }

    [Theory]
    [InlineData("size resized prize seize horizon normalise colour modelled label label channel cancel analysis citizen Gray")]
    [InlineData("\"Fast training using sequential minimal optimization\"")]
    public void Other_words_and_quoted_titles_are_left_alone(string words)
    {
        Assert.Empty(SpellingRules.InCode([new("src/A.cs", $"// {words}\n")], NoNames));
        Assert.Empty(SpellingRules.InProse([new("README.md", words)]));
    }

    [Fact]
    public void Names_that_the_framework_gave_keep_their_spelling()
    {
        var foreign = SpellingRules.ForeignNames(Repository.Library);
        Assert.Empty(SpellingRules.InCode([new("src/A.cs", "using System.Text.Json.Serialization; JsonSerializer.Serialize(new JsonSerializerOptions());")], foreign));
        Assert.Empty(SpellingRules.InCode([new("src/A.cs", "var css = \"color: grey; text-align: center\";")], foreign));
        Assert.NotEmpty(SpellingRules.InCode([new("src/A.cs", "var text = \"serialized as JSON\";")], foreign));
        Assert.Empty(SpellingRules.InProse([new("README.md", "Call `Normalize`:\n```csharp\nNormalize();\n```\n<p align=\"center\">[so](docs/color.md)</p>")]));
    }
}
