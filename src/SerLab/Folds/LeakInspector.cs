using SerLab.Corpora;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>Looks for everything that a split's training rows know of its test rows.</summary>
public static class LeakInspector
{
    private const int MostExamples = 5;

    /// <summary>Counts, over all folds, the test rows that share speaker, recording, near-duplicate audio or text with training rows.</summary>
    /// <param name="rows">The table's rows.</param>
    /// <param name="folds">The split.</param>
    /// <param name="threads">Most threads at once, at least 1; the audit does not depend on it.</param>
    /// <param name="cancel">Stops.</param>
    public static LeakAudit Inspect(IReadOnlyList<TableRow> rows, IReadOnlyList<Fold> folds, int threads, CancellationToken cancel)
    {
        var twins = NearDuplicates(rows, threads, cancel);
        return new LeakAudit(
        [
            Shared(rows, folds, "shared speaker", row => row.Speaker, isLeak: true,
                "The test speaker's voice was heard in training: figures are not for speakers the model has never heard."),
            Shared(rows, folds, "shared recording", row => row.AudioHash, isLeak: true,
                "The very same samples are in training and in test: the model is asked what it was told."),
            Overlapping(rows, folds),
            Twins(rows, folds, twins),
            Unknown(rows, folds),
            Shared(rows, folds, "shared source file", row => row.Location, isLeak: false,
                "Other stretches of the test utterance's file are in training: same session, microphone and room."),
            Shared(rows, folds, "shared text", row => row.Text is null ? null : $"{row.Corpus}/{row.Text}", isLeak: false,
                "The test sentence was also spoken in training, by other speakers: usual in acted corpora; figures for unseen sentences may be lower."),
        ]);
    }

    private static LeakFinding Shared(IReadOnlyList<TableRow> rows, IReadOnlyList<Fold> folds, string what, Func<TableRow, string?> key, bool isLeak, string meaning)
    {
        var (affected, total) = (0, 0);
        var examples = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var fold in folds)
        {
            var known = fold.Train.Select(i => key(rows[i])).Where(value => value is not null).ToHashSet();
            var shared = fold.Test.Where(i => key(rows[i]) is { } value && known.Contains(value)).ToArray();
            (affected, total) = (affected + shared.Length, total + fold.Test.Count);
            foreach (var i in shared) examples.Add(what == "shared recording" ? rows[i].Id : key(rows[i])!);
        }

        return new LeakFinding(what, affected, total, isLeak, meaning, [.. examples.Take(MostExamples)]);
    }

    // Stretches of one file, under whatever speaker or label, that have some time in common.
    private static LeakFinding Overlapping(IReadOnlyList<TableRow> rows, IReadOnlyList<Fold> folds)
    {
        var (affected, total) = (0, 0);
        var examples = new List<string>();
        foreach (var fold in folds)
        {
            var train = fold.Train.ToLookup(i => rows[i].Location);
            total += fold.Test.Count;
            foreach (var i in fold.Test)
            {
                var known = train[rows[i].Location].Where(j => Overlap(rows[i], rows[j])).ToArray();
                if (known.Length == 0) continue;
                affected++;
                if (examples.Count < MostExamples) examples.Add($"{rows[i].Id} ~ {rows[known[0]].Id}");
            }
        }

        return new LeakFinding("overlapping stretch", affected, total, true, "A stretch of the same file that shares some of its time is in training: the model has heard these very words.", examples);
    }

    // Recordings made in memory share a word for their location and begin at 0; only stretches that were cut out of a file can overlap.
    private static bool Overlap(TableRow a, TableRow b) =>
        (a.IsStretch || b.IsStretch) && a.StartSeconds < b.StartSeconds + b.DurationSeconds && b.StartSeconds < a.StartSeconds + a.DurationSeconds;

    private static LeakFinding Unknown(IReadOnlyList<TableRow> rows, IReadOnlyList<Fold> folds)
    {
        int[] unknown = [.. folds.SelectMany(fold => fold.Test).Where(i => !rows[i].IsSpeakerKnown)];
        return new LeakFinding("unknown speaker", unknown.Length, folds.Sum(fold => fold.Test.Count), true,
            "Nobody knows who speaks, so no split can keep a speaker out of training.", [.. unknown.Take(MostExamples).Select(i => rows[i].Id)]);
    }

    private static LeakFinding Twins(IReadOnlyList<TableRow> rows, IReadOnlyList<Fold> folds, ILookup<int, int> twins)
    {
        var (affected, total) = (0, 0);
        var examples = new List<string>();
        foreach (var fold in folds)
        {
            var train = fold.Train.ToHashSet();
            total += fold.Test.Count;
            foreach (var i in fold.Test)
            {
                var known = twins[i].Where(train.Contains).ToArray();
                if (known.Length == 0) continue;
                affected++;
                if (examples.Count < MostExamples) examples.Add($"{rows[i].Id} ~ {rows[known[0]].Id}");
            }
        }

        return new LeakFinding("near-duplicate audio", affected, total, true,
            "A copy at another level, with a little noise, or re-coded is in training: the model has heard this very recording.", examples);
    }

    private static ILookup<int, int> NearDuplicates(IReadOnlyList<TableRow> rows, int threads, CancellationToken cancel)
    {
        var positions = Enumerable.Range(0, rows.Count).Where(i => rows[i].Fingerprint is not null).ToArray();
        var pairs = AudioFingerprint.FindPairs([.. positions.Select(i => rows[i].Fingerprint!)], AudioFingerprint.NearDuplicate, threads, cancel);
        return pairs.Select(pair => (A: positions[pair.First], B: positions[pair.Second]))
            .SelectMany(pair => ((int From, int To)[])[(pair.A, pair.B), (pair.B, pair.A)])
            .ToLookup(pair => pair.From, pair => pair.To);
    }
}
