using System.Xml.Linq;
using SerLab.Metrics;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>A word that must stand over every section and table, because the figures do not mean what a reader would take them to mean.</summary>
/// <param name="Word">"LEAKY", "SYNTHETIC" or "SHUFFLED LABELS".</param>
/// <param name="Sentence">What it means for the reader.</param>
internal sealed record Flag(string Word, string Sentence);

/// <summary>What several sections of a report need to know of a run. Immutable.</summary>
internal sealed class ReportFacts
{
    private const string ShuffledWord = "SHUFFLED LABELS";

    public ReportFacts(RunRecord record, RecipeJson json)
    {
        (Record, Json) = (record, json);
        Utterances = record.Corpus.Utterances.ToDictionary(utterance => utterance.Id, StringComparer.Ordinal);
        Speakers = [.. record.Corpus.Utterances.Select(utterance => utterance.Speaker).Distinct().Order(StringComparer.Ordinal)];
        TestedSpeakers = record.Models[0].Predictions.Select(prediction => Utterances[prediction.Id].Speaker).Distinct().Count();
        Contenders = [.. record.Models.Where(model => !model.IsBaseline)];
        Baselines = [.. record.Models.Where(model => model.IsBaseline)];
        Flags = [.. FindFlags(record)];
        Notices = [.. record.Notices.Where(notice => !Flags.Any(flag => Concerns(notice, flag.Word)))];
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

    public IReadOnlyList<Flag> Flags { get; }

    /// <summary>The record's notices that no flag says already.</summary>
    public IReadOnlyList<string> Notices { get; }

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

    private static IEnumerable<Flag> FindFlags(RunRecord record)
    {
        if (record.IsLeaky)
            yield return Flagged(record, "LEAKY",
                "Training knew the test speakers or recordings. The figures are too high and say nothing about new speakers; the leak audit lists what is shared.");
        if (record.Corpus.IsSynthetic)
            yield return Flagged(record, "SYNTHETIC",
                "No human spoke: the recordings are synthesised. The figures show that the programs work, not how well emotion is recognised.");
        if (record.Spec.ShuffleLabels)
            yield return Flagged(record, ShuffledWord,
                "The labels were permuted on purpose, as a control. Every figure must lie at chance level; one that does not shows a fault.");
    }

    private static Flag Flagged(RunRecord record, string word, string sentence) => new(word, record.Notices.FirstOrDefault(notice => Concerns(notice, word)) ?? sentence);

    // Notices are sentences that begin with the word: "LEAKY: 12 of 535 test rows ...".
    private static bool Concerns(string notice, string word) => notice.StartsWith(word.Split(' ')[0], StringComparison.OrdinalIgnoreCase);
}
