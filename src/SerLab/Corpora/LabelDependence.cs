namespace SerLab.Corpora;

/// <summary>How far something that is not the voice's emotion (the speaker, the sentence, the sample rate) gives the label away. Immutable.</summary>
/// <remarks>
/// Where the speaker nearly determines the label, a random split measures speaker recognition and per-speaker normalisation takes the class itself away (URDU: 91 % with a random split, 63 % with
/// speakers kept apart, 19 % with per-speaker z-scores; four classes).
/// </remarks>
/// <param name="Groups">Number of groups: speakers, sentences, ...</param>
/// <param name="SingleLabelGroups">Groups of at least two utterances whose utterances all have one label.</param>
/// <param name="NormalisedMutualInformation">I(label; group) / H(label), in [0, 1]: the share of the label's entropy that the group takes away; 0 with a single label. Biased upwards where groups are small.</param>
/// <param name="GuessAccuracy">
/// Accuracy in [0, 1] of guessing each utterance's label as the most frequent one among the other utterances of its group (ties count their share; a group of one guesses the most frequent label of all
/// others). Leaving the utterance itself out keeps small groups from looking telling by chance.
/// </param>
/// <param name="PriorAccuracy">Accuracy in [0, 1] of always guessing the most frequent label: what <see cref="GuessAccuracy"/> is to be compared with.</param>
public sealed record LabelDependence(int Groups, int SingleLabelGroups, double NormalisedMutualInformation, double GuessAccuracy, double PriorAccuracy)
{
    /// <summary>True when the group removes at least half of the errors that the most frequent label makes.</summary>
    public bool NearlyDetermines => PriorAccuracy < 1 && (GuessAccuracy - PriorAccuracy) / (1 - PriorAccuracy) >= 0.5;

    /// <summary>Measures a corpus; utterances without a group are left out.</summary>
    /// <param name="corpus">The corpus; only its labels are read.</param>
    /// <param name="group">What may give the label away: the speaker, the text; null where unknown.</param>
    public static LabelDependence Of(Corpus corpus, Func<Utterance, string?> group)
    {
        var rows = corpus.Utterances.Select(utterance => (Label: utterance.Label, Group: group(utterance))).Where(row => row.Group is not null).ToArray();
        var all = Count(rows.Select(row => row.Label));
        var groups = rows.GroupBy(row => row.Group, StringComparer.Ordinal).Select(items => Count(items.Select(row => row.Label))).ToArray();
        if (rows.Length == 0) return new LabelDependence(0, 0, 0, 0, 0);
        var entropy = Entropy(all);
        var left = groups.Sum(counts => (double)counts.Values.Sum() / rows.Length * Entropy(counts));
        return new LabelDependence(
            groups.Length,
            groups.Count(counts => counts.Count == 1 && counts.Values.Sum() > 1),
            entropy == 0 ? 0 : Math.Clamp((entropy - left) / entropy, 0, 1),
            groups.Sum(counts => RightGuesses(counts.Values.Sum() > 1 ? counts : all, counts)) / rows.Length,
            (double)all.Values.Max() / rows.Length);
    }

    private static SortedDictionary<string, int> Count(IEnumerable<string> labels)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var label in labels) counts[label] = counts.GetValueOrDefault(label) + 1;
        return counts;
    }

    // In nats: -sum p log p.
    private static double Entropy(SortedDictionary<string, int> counts)
    {
        double total = counts.Values.Sum();
        return -counts.Values.Sum(count => count / total * Math.Log(count / total));
    }

    // For each label of the group: its utterances, each guessed from the known counts without itself.
    private static double RightGuesses(SortedDictionary<string, int> known, SortedDictionary<string, int> guessed)
    {
        var right = 0.0;
        foreach (var (label, count) in guessed)
        {
            var rivals = known.Where(entry => entry.Key != label).Select(entry => entry.Value).DefaultIfEmpty(0).Max();
            var own = known[label] - 1;
            if (own > rivals) right += count;
            else if (own == rivals && own > 0) right += (double)count / (1 + known.Count(entry => entry.Key != label && entry.Value == rivals));
        }

        return right;
    }
}
