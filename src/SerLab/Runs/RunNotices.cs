using SerLab.Folds;

namespace SerLab.Runs;

/// <summary>What every reader of a run must see.</summary>
public static class RunNotices
{
    /// <summary>All that apply, gravest first.</summary>
    /// <param name="spec">What was asked.</param>
    /// <param name="tables">The data.</param>
    /// <param name="audit">What the split leaks.</param>
    /// <param name="results">What came out.</param>
    public static IReadOnlyList<Notice> Of(ComparisonSpec spec, ComparisonTables tables, LeakAudit audit, IReadOnlyList<ModelResult> results)
    {
        var notices = new List<Notice>();
        foreach (var leak in audit.Findings.Where(finding => finding is { IsLeak: true, TestRows: > 0 }))
            notices.Add(new(Notice.Leaky, $"{leak.What} for {leak.TestRows} of {leak.OfTestRows} test rows. {leak.Meaning}"));
        if (spec.ShuffleLabels) notices.Add(new(Notice.Shuffled, "the labels were permuted on purpose; every figure should be at chance."));
        if (tables.Summary.IsSynthetic) notices.Add(new(Notice.Synthetic, "no human spoke in this corpus; its figures say that the software works, not how well emotion can be heard."));
        if (tables.Summary.Skipped.Count > 0) notices.Add(new("SKIPPED", $"{tables.Summary.Skipped.Count} recordings could not be used and were left out; they are listed below."));
        var known = SpeakersWithOneLabel(tables);
        if (known.One * 2 > known.All)
            notices.Add(new("SPEAKER NEARLY DETERMINES LABEL", $"{known.One} of {known.All} speakers have utterances of one label only; recognising the voice is then recognising the label, and per-speaker normalisation removes the label itself."));
        if (results.Any(result => result.IsTransductive))
            notices.Add(new("TRANSDUCTIVE", "models with per-speaker normalisation used the test speakers' other recordings, unlabelled; compare them with each other, not with the rest."));
        foreach (var augmented in results.Where(result => result.Augmentation is not null).GroupBy(result => result.Augmentation))
            notices.Add(new("AUGMENTED", $"{string.Join(", ", augmented.Select(result => $"\"{result.Name}\""))} learned from the training recordings and from {augmented.Key}; test recordings are as they were recorded."));
        if (tables.MissingCopies > 0) notices.Add(new("COPIES LEFT OUT", $"{tables.MissingCopies} altered copies of training recordings could not be measured and were left out."));
        return notices;
    }

    private static (int One, int All) SpeakersWithOneLabel(ComparisonTables tables)
    {
        var perSpeaker = tables.Rows.GroupBy(row => row.Speaker).Select(rows => rows.Select(row => row.Label).Distinct().Count()).ToArray();
        return (perSpeaker.Count(labels => labels == 1), perSpeaker.Length);
    }
}
