using System.Globalization;
using SerLab.Corpora;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The utterances of a comparison: loaded, relabelled and, for a control, with their labels permuted.</summary>
public static class Recordings
{
    /// <summary>The spec's utterances.</summary>
    /// <param name="spec">The comparison.</param>
    /// <exception cref="BadInputException">The corpus cannot be used, or fewer than two labels remain.</exception>
    public static Corpus Of(ComparisonSpec spec)
    {
        var corpus = spec.Corpus.Load();
        if (spec.Labels is not null) corpus = spec.Labels.Apply(corpus);
        if (spec.ShuffleLabels) corpus = Shuffled(corpus, new RandomSource(spec.Seed).For("shuffle labels"));
        var labels = corpus.Utterances.GroupBy(utterance => utterance.Label).ToArray();
        if (labels.Length < 2) throw new BadInputException(corpus.Name, null, $"there is only the label \"{labels[0].Key}\"; a classifier needs at least two, so check the label map.");
        var single = labels.FirstOrDefault(label => label.Select(utterance => utterance.Speaker).Distinct().Count() < 2 && label.Count() < 2);
        if (single is not null)
            throw new BadInputException(corpus.Name, $"label {single.Key}", $"it has one utterance ({single.First().Id}), so it cannot be in training and in test; record more, or drop it with \"labels\": {{ \"{single.Key}\": null }}.");
        return corpus;
    }

    /// <summary>Names the data: hash of all ids, labels, speakers and audio contents, in id order.</summary>
    /// <param name="rows">The rows that take part.</param>
    public static string Fingerprint(IReadOnlyList<TableRow> rows) =>
        RecipeHash.Of([.. rows.SelectMany(row => (string[])[row.Id, row.Label, row.Speaker, row.StartSeconds.ToString("R", CultureInfo.InvariantCulture), row.AudioHash])]);

    // Each speaker's labels change places among that speaker's utterances; speakers of one label exchange theirs as a whole. Permuting all labels at once would push figures
    // below chance: what the held-out speaker happens to have more of, the training speakers have less of (seen on the demo corpus: SVM 0.075 where chance is 0.143).
    private static Corpus Shuffled(Corpus corpus, RandomSource random)
    {
        var bySpeaker = corpus.Utterances.GroupBy(utterance => utterance.Speaker).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        string[] exchanged = [.. bySpeaker.Where(HasOneLabel).Select(group => group.First().Label)];
        random.For("speakers of one label").Open().Shuffle(exchanged.AsSpan());
        var (shuffled, exchangedCount) = (new List<Utterance>(), 0);
        for (var s = 0; s < bySpeaker.Length; s++)
        {
            string[] labels = [.. bySpeaker[s].Select(utterance => utterance.Label)];
            if (HasOneLabel(bySpeaker[s])) Array.Fill(labels, exchanged[exchangedCount++]);
            else random.For("speaker", s).Open().Shuffle(labels.AsSpan());
            shuffled.AddRange(bySpeaker[s].Select((utterance, i) => utterance with { Label = labels[i] }));
        }

        return new Corpus(corpus.Name, shuffled, corpus.IsSynthetic);

        static bool HasOneLabel(IEnumerable<Utterance> utterances) => utterances.Select(utterance => utterance.Label).Distinct().Count() == 1;
    }
}
