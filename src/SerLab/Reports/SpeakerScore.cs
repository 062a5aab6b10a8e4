using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>How well a model understands one group of utterances: a speaker's, or a gender's.</summary>
/// <param name="Name">The speaker, or the gender.</param>
/// <param name="Gender">The speaker's gender, or the gender.</param>
/// <param name="Utterances">Test utterances.</param>
/// <param name="MacroAccuracy">Mean recall over the classes that occur in the group.</param>
internal sealed record SpeakerScore(string Name, string Gender, int Utterances, double MacroAccuracy)
{
    /// <summary>One score per speaker, best first.</summary>
    public static IReadOnlyList<SpeakerScore> PerSpeaker(ReportFacts facts, ModelResult model) =>
        [.. Group(facts, model, utterance => utterance.Speaker).OrderByDescending(score => score.MacroAccuracy).ThenBy(score => score.Name, StringComparer.Ordinal)];

    /// <summary>One score per gender that is stated.</summary>
    public static IReadOnlyList<SpeakerScore> PerGender(ReportFacts facts, ModelResult model) =>
        [.. Group(facts, model, utterance => utterance.Gender).Where(score => score.Gender != "unknown").OrderBy(score => score.Name, StringComparer.Ordinal)];

    private static IEnumerable<SpeakerScore> Group(ReportFacts facts, ModelResult model, Func<UtteranceSummary, string> key) =>
        from prediction in model.Predictions
        let utterance = facts.Utterances[prediction.Id]
        group (prediction, utterance) by key(utterance) into pairs
        select new SpeakerScore(pairs.Key, pairs.First().utterance.Gender, pairs.Count(), Score(pairs.Select(pair => pair.prediction), facts.Record.ClassNames.Count));

    private static double Score(IEnumerable<Prediction> predictions, int classCount)
    {
        var counts = new int[classCount * classCount];
        foreach (var prediction in predictions) counts[prediction.Label * classCount + prediction.Predicted]++;
        return ConfusionScores.MacroAccuracy(counts, classCount);
    }
}
