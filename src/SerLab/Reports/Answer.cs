using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>The result in plain language, for the reader who reads nothing else.</summary>
internal static class Answer
{
    /// <summary>P-values below this are called significant, after Holm's correction.</summary>
    public const double Level = 0.05;

    /// <summary>Sentences: which model was best and how sure that is, how it stands to the second, to chance and to the baselines.</summary>
    public static IReadOnlyList<string> Sentences(ReportFacts facts)
    {
        var sentences = new List<string> { First(facts), Second(facts) };
        if (facts.Best.IsTransductive)
            sentences.Add($"{facts.Best.Name} is transductive: it scaled features with the test speakers' own unlabelled recordings, which a live system does not have at once.");
        return sentences;
    }

    /// <summary>The comparison of the best model with another, whichever way round it was recorded; null when there is none.</summary>
    public static ModelComparison? Between(RunRecord record, ModelResult best, ModelResult other) =>
        record.Comparisons.FirstOrDefault(comparison => comparison.Best == best.Name && comparison.Model == other.Name);

    private static string First(ReportFacts facts)
    {
        var (record, best) = (facts.Record, facts.Best);
        var interval = best.MacroAccuracyInterval;
        var unit = interval.Unit == ResamplingUnit.Speakers ? Words.Plural(facts.TestedSpeakers, "speaker") : "the utterances of one speaker";
        var where = record.IsLeaky ? "on a split that leaks, so not on new speakers" : "on speakers it had never heard";
        var lead = facts.Contenders.Count == 1 ? $"{best.Name} recognised" : $"{best.Name} was best: it recognised";
        return $"{lead} {Words.Percent(best.MacroAccuracy)} % of the utterances of the average emotion, {where} " +
            $"(MacroAccuracy, the field's UAR; 95 % interval {Words.Range(interval)}, over {unit}).";
    }

    private static string Second(ReportFacts facts)
    {
        var (record, best) = (facts.Record, facts.Best);
        var parts = new List<string>();
        if (facts.Contenders.Count > 1)
        {
            var second = facts.Contenders[1];
            var lead = $"its lead of {Words.Percent(best.MacroAccuracy - second.MacroAccuracy)} points over the second, {second.Name},";
            parts.Add(Between(record, best, second) is not { } test
                ? $"{lead} was not tested"
                : $"{lead} {Significance(facts, test)} (95 % interval {Words.PointsRange(test.Interval)}, {Words.PValue(test.AdjustedPValue)} after Holm's correction)");
        }

        var reached = best.MacroAccuracyInterval.Low <= facts.Chance ? ", which the interval reaches" : "";
        parts.Add($"guessing among {record.ClassNames.Count} emotions gives {Words.Percent(facts.Chance)} %{reached}");
        if (facts.Baselines.FirstOrDefault(baseline => baseline != best) is { } baseline)
        {
            var verb = baseline.MacroAccuracy >= best.MacroAccuracy ? "is not beaten with" : "reaches";
            parts.Add($"the best baseline, {baseline.Name}, {verb} {Words.Percent(baseline.MacroAccuracy)} %");
        }

        var text = parts.Count == 1 ? parts[0] : $"{parts[0]}; {string.Join(", and ", parts.Skip(1))}";
        return char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }

    private static string Significance(ReportFacts facts, ModelComparison test) =>
        test.AdjustedPValue < Level ? "is statistically significant"
        : PairedTestsSection.IsAtFloor(test)
            ? $"is as clear as {Words.Plural(facts.TestedSpeakers, "speaker")} can show, yet not significant over {Words.Plural(test.FamilySize, "test")}"
        : "could be luck";
}
