using System.Xml.Linq;
using SerLab.Metrics;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>What several sections of a report need to know of a run. Immutable.</summary>
internal sealed class ReportFacts
{
    public ReportFacts(RunRecord record, RecipeJson json)
    {
        (Record, Json) = (record, json);
        Utterances = record.Corpus.Utterances.ToDictionary(utterance => utterance.Id, StringComparer.Ordinal);
        Speakers = [.. record.Corpus.Utterances.Select(utterance => utterance.Speaker).Distinct().Order(StringComparer.Ordinal)];
        TestedSpeakers = record.Models[0].Predictions.Select(prediction => Utterances[prediction.Id].Speaker).Distinct().Count();
        Contenders = [.. record.Models.Where(model => !model.IsBaseline)];
        Baselines = [.. record.Models.Where(model => model.IsBaseline)];
        Flags = [.. record.Notices.Where(notice => notice.IsFlag).DistinctBy(notice => notice.Word)];
        Notices = [.. record.Notices.Except(Flags)];
    }

    public RunRecord Record { get; }

    public RecipeJson Json { get; }

    /// <summary>The run's utterances by id.</summary>
    public IReadOnlyDictionary<string, UtteranceSummary> Utterances { get; }

    /// <summary>Every speaker of the corpus.</summary>
    public IReadOnlyList<string> Speakers { get; }

    /// <summary>Number of speakers that some test row is of: a fixed split may test a few only.</summary>
    public int TestedSpeakers { get; }

    /// <summary>The models that are not baselines, best first.</summary>
    public IReadOnlyList<ModelResult> Contenders { get; }

    /// <summary>The baselines, best first.</summary>
    public IReadOnlyList<ModelResult> Baselines { get; }

    /// <summary>The best model that is not a baseline; the best baseline when there is none.</summary>
    public ModelResult Best => Contenders.Count > 0 ? Contenders[0] : Record.Models[0];

    /// <summary>One notice per word that must stand over every section and table.</summary>
    public IReadOnlyList<Notice> Flags { get; }

    /// <summary>The record's other notices.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>MacroAccuracy of guessing: one over classes.</summary>
    public double Chance => 1.0 / Record.ClassNames.Count;

    /// <summary>"LEAKY, SYNTHETIC: " before a title, or nothing.</summary>
    public string FlagPrefix => Flags.Count == 0 ? "" : string.Join(", ", Flags.Select(flag => flag.Word)) + ": ";

    /// <summary>A heading that carries the flags.</summary>
    public XElement Heading(int level, string words, object? aside = null) => Html.Tag($"h{level}", words, Marks(), aside);

    /// <summary>The caption of a table, with the flags.</summary>
    public XElement Caption(params object?[] words) => Html.Tag("caption", Html.Tag("span", Html.Class("stay"), words, Marks()));

    /// <summary>The title line of a figure, with the flags.</summary>
    public XElement FigureTitle(string words) => Html.Tag("p", Html.Class("figure-title"), words, Marks());

    /// <summary>A section that the contents can point to.</summary>
    public XElement Section(string id, string title, params object?[] content) =>
        Html.Tag("section", Html.Attribute("id", id), Heading(2, title), content);

    private IEnumerable<object> Marks() => Flags.SelectMany(flag => new object[] { " ", Html.Tag("span", Html.Class("mark"), flag.Word) });
}
