using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>How long a corpus's utterances are and at which rates they were recorded. Immutable.</summary>
/// <param name="TotalSeconds">All readable utterances together, seconds.</param>
/// <param name="MinSeconds">The shortest, seconds.</param>
/// <param name="MedianSeconds">The median, seconds.</param>
/// <param name="MaxSeconds">The longest, seconds.</param>
/// <param name="SampleRates">Utterances per sample rate ("16000 Hz"), the most frequent first.</param>
/// <param name="RateDependence">How far the sample rate gives the label away: it must not.</param>
/// <param name="Unreadable">What was wrong with each utterance that could not be read, by id; these count nowhere else.</param>
public sealed record CorpusSound(
    double TotalSeconds, double MinSeconds, double MedianSeconds, double MaxSeconds, IReadOnlyList<LabelledCount> SampleRates, LabelDependence RateDependence, IReadOnlyDictionary<string, string> Unreadable)
{
    /// <summary>Reads every utterance.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="threads">Most threads at once, at least 1.</param>
    /// <param name="cancel">Stops before the next utterance.</param>
    /// <param name="progress">Told how many utterances are done, from any thread; null for nobody.</param>
    public static CorpusSound Measure(Corpus corpus, int threads, CancellationToken cancel, IProgress<int>? progress = null)
    {
        var utterances = corpus.Utterances;
        var seconds = new double[utterances.Count];
        var rates = new int[utterances.Count];
        var faults = new string?[utterances.Count];
        var done = 0;
        Workers.ForEach(utterances.Count, threads, i =>
        {
            try
            {
                var clip = utterances[i].Read(ChannelMix.Mean);
                (seconds[i], rates[i]) = (clip.DurationSeconds, clip.SampleRateHz);
            }
            catch (BadInputException wrong)
            {
                faults[i] = wrong.Message;
            }

            progress?.Report(Interlocked.Increment(ref done));
        }, cancel);

        var rateOf = Enumerable.Range(0, utterances.Count).Where(i => faults[i] is null).ToDictionary(i => utterances[i].Id, i => $"{rates[i]} Hz");
        var unreadable = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < utterances.Count; i++)
            if (faults[i] is { } fault)
                unreadable[utterances[i].Id] = fault;
        var lengths = Enumerable.Range(0, utterances.Count).Where(i => faults[i] is null).Select(i => seconds[i]).Order().ToArray();
        return new CorpusSound(
            lengths.Sum(), lengths.FirstOrDefault(), Median(lengths), lengths.LastOrDefault(), LabelledCount.Of(rateOf.Values),
            LabelDependence.Of(corpus, utterance => rateOf.GetValueOrDefault(utterance.Id)), unreadable);
    }

    private static double Median(double[] ordered) => ordered.Length == 0 ? 0 : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
}
