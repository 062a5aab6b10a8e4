using System.Xml.Linq;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Reports;

/// <summary>A run as one self-contained HTML file: no scripts, no network; reads on paper, on a phone, in light and in dark.</summary>
public static class HtmlReport
{
    /// <summary>Writes the report to a file; a reader sees the whole report or none.</summary>
    /// <param name="record">The run.</param>
    /// <param name="clips">Where the sound of misclassified utterances is; null leaves it out and says so.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="limits">How much sound it may hold; null takes the defaults.</param>
    /// <param name="json">Writes the spec; null writes SerLab's own kinds.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(RunRecord record, IClipSource? clips, string path, ReportLimits? limits = null, RecipeJson? json = null) =>
        SafeFile.WriteText(path, Render(record, clips, limits, json));

    /// <summary>The report as text.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Render(RunRecord record, IClipSource? clips = null, ReportLimits? limits = null, RecipeJson? json = null)
    {
        if (record.Models.Count == 0) throw new ArgumentException("The run has no models; a report needs at least one.", nameof(record));
        var facts = new ReportFacts(record, json ?? RecipeJson.BuiltIn);
        limits ??= new ReportLimits();
        var mistakes = Mistakes.Choose(facts, limits);
        var sounds = EmbeddedClips.Of(mistakes, clips, limits);
        return HtmlText.Write(Html.Tag("html", Html.Attribute("lang", "en-GB"), Head(facts), Html.Tag("body",
            Html.Tag("a", Html.Class("skip"), Html.Attribute("href", "#answer"), "Skip to the answer"),
            Masthead.Render(facts),
            Html.Tag("main",
                AnswerSection.Render(facts),
                LeaderboardSection.Render(facts),
                PairedTestsSection.Render(facts),
                ModelsSection.Render(facts),
                AuditSection.Render(facts),
                ProvenanceSection.Render(facts),
                MistakesSection.Render(facts, mistakes, sounds, limits),
                MethodsSection.Render(facts)),
            Html.Tag("footer", Html.Paragraph($"Run {record.Id}. Written by SerLab {record.Environment.CodeVersion}.")))));
    }

    private static XElement Head(ReportFacts facts) => Html.Tag("head",
        Html.Tag("meta", Html.Attribute("charset", "utf-8")),
        Html.Tag("meta", Html.Attribute("name", "viewport"), Html.Attribute("content", "width=device-width, initial-scale=1")),
        Html.Tag("title", $"{facts.FlagPrefix}{facts.Record.Corpus.Name}, {facts.Record.Split.Scheme} – SerLab"),
        Html.Tag("style", ReportStyle.Sheet));
}
