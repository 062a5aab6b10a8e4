using System.Globalization;

namespace SerLab.Corpora;

/// <summary>How many utterances share a value: a label, a speaker, a sample rate.</summary>
/// <param name="Value">The value.</param>
/// <param name="Utterances">How many utterances have it.</param>
public sealed record LabelledCount(string Value, int Utterances)
{
    /// <summary>Counts values, the most frequent first, then in ordinal order.</summary>
    public static IReadOnlyList<LabelledCount> Of(IEnumerable<string> values) =>
        [.. values.GroupBy(value => value, StringComparer.Ordinal)
            .Select(group => new LabelledCount(group.Key, group.Count()))
            .OrderByDescending(count => count.Utterances)
            .ThenBy(count => count.Value, StringComparer.Ordinal)];
}

/// <summary>What a corpus consists of, and what about it could mislead. Immutable.</summary>
/// <param name="Name">The corpus's name.</param>
/// <param name="IsSynthetic">True when no human spoke: say so wherever a number is shown.</param>
/// <param name="UtteranceCount">Number of utterances.</param>
/// <param name="Labels">Utterances per label.</param>
/// <param name="Speakers">Utterances per speaker.</param>
/// <param name="Genders">Utterances per gender.</param>
/// <param name="Texts">Utterances per sentence; those without a text are left out.</param>
/// <param name="Languages">Utterances per language code; those without one are left out.</param>
/// <param name="Corpora">Utterances per corpus, for joined ones.</param>
/// <param name="LabelsBySpeaker">Shape [speakers x labels], in ordinal order of speakers and labels: see <see cref="SpeakerOrder"/> and <see cref="LabelOrder"/>.</param>
/// <param name="SpeakerDependence">How far the speaker gives the label away.</param>
/// <param name="TextDependence">How far the sentence gives the label away.</param>
/// <param name="Sound">Lengths and sample rates; null when the audio was not read.</param>
/// <param name="Warnings">Whole sentences, the gravest first.</param>
public sealed record CorpusInfo(
    string Name, bool IsSynthetic, int UtteranceCount,
    IReadOnlyList<LabelledCount> Labels, IReadOnlyList<LabelledCount> Speakers, IReadOnlyList<LabelledCount> Genders,
    IReadOnlyList<LabelledCount> Texts, IReadOnlyList<LabelledCount> Languages, IReadOnlyList<LabelledCount> Corpora,
    IReadOnlyList<IReadOnlyList<int>> LabelsBySpeaker, LabelDependence SpeakerDependence, LabelDependence TextDependence,
    CorpusSound? Sound, IReadOnlyList<string> Warnings)
{
    // Leave-one-speaker-out intervals come from a bootstrap over speakers; below this they say little.
    private const int FewSpeakers = 5;

    /// <summary>The speakers in the order of the rows of <see cref="LabelsBySpeaker"/>.</summary>
    public IReadOnlyList<string> SpeakerOrder => [.. Speakers.Select(count => count.Value).Order(StringComparer.Ordinal)];

    /// <summary>The labels in the order of the columns of <see cref="LabelsBySpeaker"/>.</summary>
    public IReadOnlyList<string> LabelOrder => [.. Labels.Select(count => count.Value).Order(StringComparer.Ordinal)];

    /// <summary>Describes a corpus by its names and tables alone; no sound is read.</summary>
    public static CorpusInfo Describe(Corpus corpus) => Describe(corpus, null);

    /// <summary>Describes a corpus and, where it was measured, its sound.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="sound">From <see cref="CorpusSound.Measure"/>; null leaves lengths and rates out.</param>
    public static CorpusInfo Describe(Corpus corpus, CorpusSound? sound)
    {
        var utterances = corpus.Utterances;
        var labels = LabelledCount.Of(utterances.Select(utterance => utterance.Label));
        var speakers = LabelledCount.Of(utterances.Select(utterance => utterance.Speaker));
        var bySpeaker = LabelDependence.Of(corpus, utterance => utterance.Speaker);
        var byText = LabelDependence.Of(corpus, utterance => utterance.Text);
        return new CorpusInfo(
            corpus.Name, corpus.IsSynthetic, utterances.Count, labels, speakers,
            LabelledCount.Of(utterances.Select(utterance => utterance.Gender.ToString().ToLowerInvariant())),
            LabelledCount.Of(utterances.Select(utterance => utterance.Text).OfType<string>()),
            LabelledCount.Of(utterances.Select(utterance => utterance.Language).OfType<string>()),
            LabelledCount.Of(utterances.Select(utterance => utterance.Corpus)),
            Table(utterances, labels, speakers), bySpeaker, byText, sound, [.. Warn(corpus, labels, speakers, bySpeaker, byText, sound)]);
    }

    private static int[][] Table(IReadOnlyList<Utterance> utterances, IReadOnlyList<LabelledCount> labels, IReadOnlyList<LabelledCount> speakers)
    {
        var columns = labels.Select(count => count.Value).Order(StringComparer.Ordinal).Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var rows = speakers.Select(count => count.Value).Order(StringComparer.Ordinal).Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var table = rows.Select(_ => new int[columns.Count]).ToArray();
        foreach (var utterance in utterances) table[rows[utterance.Speaker]][columns[utterance.Label]]++;
        return table;
    }

    private static IEnumerable<string> Warn(
        Corpus corpus, IReadOnlyList<LabelledCount> labels, IReadOnlyList<LabelledCount> speakers, LabelDependence bySpeaker, LabelDependence byText, CorpusSound? sound)
    {
        if (corpus.IsSynthetic) yield return "This corpus is synthetic: nobody spoke, and no number measured on it says anything about people.";
        if (bySpeaker.NearlyDetermines)
        {
            yield return $"The speaker nearly determines the label: guessing each speaker's usual label is right for {Percent(bySpeaker.GuessAccuracy)} of the utterances (always the most frequent label: {Percent(bySpeaker.PriorAccuracy)}), "
                + $"and {bySpeaker.SingleLabelGroups} of {bySpeaker.Groups} speakers have one label only. A random split would measure speaker recognition, and per-speaker normalisation would remove the label: keep speakers apart and normalise globally.";
        }

        if (speakers.Count == 1) yield return "There is one speaker, so nothing can be said about unknown speakers; add speakers.";
        else if (speakers.Count == corpus.Utterances.Count) yield return "Every utterance has a speaker of its own: if the real speakers are unknown, results may hold the same voice in training and test.";
        else if (speakers.Count < FewSpeakers) yield return $"There are {speakers.Count} speakers; an interval over so few says little about unknown speakers. Join this corpus with others.";
        if (labels.Count == 1) yield return $"There is one label, \"{labels[0].Value}\"; a classifier needs at least two.";
        foreach (var (label, speaker) in LabelsOfOneSpeaker(corpus.Utterances, speakers.Count))
            yield return $"Label \"{label}\" is spoken by {speaker} alone, so it cannot be tested on an unknown speaker; map it to another label, or leave it out.";
        if (byText.NearlyDetermines)
            yield return $"The sentence nearly determines the label: guessing each sentence's usual label is right for {Percent(byText.GuessAccuracy)} of the utterances. A model may learn the words instead of the emotion; test on unknown sentences too.";
        if (sound is null) yield break;
        if (sound.Unreadable.Count > 0) yield return $"{sound.Unreadable.Count} utterances cannot be read, the first {sound.Unreadable.First().Value}; `serlab corpus check` names all.";
        if (sound.SampleRates.Count > 1)
            yield return $"Sample rates differ ({string.Join(", ", sound.SampleRates.Select(rate => rate.Value))}){(sound.RateDependence.NearlyDetermines ? " and nearly determine the label" : "")}; resample to one rate, so that the band width tells nothing.";
    }

    private static IEnumerable<(string Label, string Speaker)> LabelsOfOneSpeaker(IReadOnlyList<Utterance> utterances, int speakers) =>
        speakers == 1 ? [] : utterances.GroupBy(utterance => utterance.Label, StringComparer.Ordinal)
            .Where(group => group.Select(utterance => utterance.Speaker).Distinct().Count() == 1)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.First().Speaker));

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
