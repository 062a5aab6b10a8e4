using System.Globalization;
using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Limits of <see cref="CorpusCheck"/>.</summary>
/// <param name="Mix">How several channels become one; what is checked is what the experiment will hear.</param>
/// <param name="MinSeconds">An utterance under this is too short, seconds.</param>
/// <param name="SilentBelowDb">An utterance whose level is under this is silent, dB below full scale (root mean square).</param>
/// <param name="MaxClippedShare">An utterance with a larger share of samples cut off at full scale is clipped, 0 to 1.</param>
/// <param name="MinSimilarity">Two utterances at least this similar are near-duplicates, above 0 to 1.</param>
public sealed record CorpusCheckOptions(
    ChannelMix Mix, double MinSeconds = 0.3, double SilentBelowDb = -60, double MaxClippedShare = 0.001, double MinSimilarity = AudioFingerprint.NearDuplicate)
{
    /// <summary>Checks all limits at once.</summary>
    /// <exception cref="OptionsException">Some limit cannot work.</exception>
    public void Validate() => new Problems("corpus check")
        .Unless(MinSeconds >= 0, $"MinSeconds is {MinSeconds}; use 0 or more.")
        .Unless(SilentBelowDb < 0, $"SilentBelowDb is {SilentBelowDb}; use a negative level such as -60.")
        .Unless(MaxClippedShare is >= 0 and <= 1, $"MaxClippedShare is {MaxClippedShare}; use 0 to 1.")
        .Unless(MinSimilarity is > 0 and <= 1, $"MinSimilarity is {MinSimilarity}; use more than 0, at most 1.")
        .ThrowIfAny();
}

/// <summary>Listens to every utterance of a corpus and tells what could spoil an experiment.</summary>
public static class CorpusCheck
{
    /// <summary>Reads every utterance, then compares all with all.</summary>
    /// <param name="corpus">The corpus; only read.</param>
    /// <param name="options">The limits.</param>
    /// <param name="threads">Most threads at once, at least 1; the findings do not depend on it.</param>
    /// <param name="cancel">Stops before the next utterance.</param>
    /// <param name="progress">Told how many utterances are read, from any thread; null for nobody.</param>
    /// <returns>Findings by utterance in the corpus's order; empty when all is well.</returns>
    /// <exception cref="OptionsException">A limit cannot work.</exception>
    public static IReadOnlyList<CorpusFinding> Inspect(Corpus corpus, CorpusCheckOptions options, int threads, CancellationToken cancel, IProgress<int>? progress = null)
    {
        options.Validate();
        var utterances = corpus.Utterances;
        var heard = new Heard[utterances.Count];
        var done = 0;
        Workers.ForEach(utterances.Count, threads, i =>
        {
            heard[i] = Listen(utterances[i], options);
            progress?.Report(Interlocked.Increment(ref done));
        }, cancel);

        var findings = heard.Select(one => new List<CorpusFinding>(one.Findings)).ToArray();
        var originals = AddDuplicates(utterances, heard, findings);
        var prints = originals.Select(i => heard[i].Fingerprint!).ToArray();
        foreach (var pair in AudioFingerprint.FindPairs(prints, options.MinSimilarity, threads, cancel))
        {
            var (first, second) = (utterances[originals[pair.First]], utterances[originals[pair.Second]]);
            findings[originals[pair.Second]].Add(Finding(second, FindingKind.NearDuplicate,
                $"sounds like {first.Id} once more{Differences(first, second)} (similarity {Number(pair.Similarity, "0.00")}, different takes stay under {Number(options.MinSimilarity, "0.00")}); keep one.", first.Id));
        }

        return [.. findings.SelectMany(one => one)];
    }

    // What one utterance shows by itself; hash and fingerprint are null where there is nothing to compare.
    private sealed record Heard(IReadOnlyList<CorpusFinding> Findings, string? Hash, AudioFingerprint? Fingerprint);

    private static Heard Listen(Utterance utterance, CorpusCheckOptions options)
    {
        var findings = new List<CorpusFinding>();
        Clip clip;
        try
        {
            clip = Read(utterance, options.Mix, findings);
        }
        catch (BadInputException wrong)
        {
            return new Heard([.. findings, Finding(utterance, FindingKind.Unreadable, wrong.Message)], null, null);
        }

        var samples = clip.Samples.Span;
        if (clip.DurationSeconds < options.MinSeconds)
            findings.Add(Finding(utterance, FindingKind.TooShort, $"lasts {Number(clip.DurationSeconds, "0.###")} s, under {Number(options.MinSeconds, "0.###")} s; leave it out, or record it again."));
        var levelDb = ClipFaults.LevelDb(samples);
        if (levelDb < options.SilentBelowDb)
        {
            // Silence is like any other silence: comparing it would report every pair.
            findings.Add(Finding(utterance, FindingKind.Silent, $"its level is {Number(levelDb, "0.#")} dB, under {Number(options.SilentBelowDb, "0.#")} dB: nothing is heard; leave it out, or choose another channel."));
            return new Heard(findings, null, null);
        }

        var clipped = ClipFaults.ClippedShare(samples);
        if (clipped > options.MaxClippedShare)
            findings.Add(Finding(utterance, FindingKind.Clipped, $"{Number(100 * clipped, "0.##")} % of its samples are cut off at full scale, more than {Number(100 * options.MaxClippedShare, "0.##")} %; record it at a lower level, or leave it out."));
        return new Heard(findings, ClipHash.Of(clip), AudioFingerprint.Of(clip));
    }

    // Like Utterance.Read, but tells what the header announced and whether the stretch lies within the recording.
    private static Clip Read(Utterance utterance, ChannelMix mix, List<CorpusFinding> findings)
    {
        WavInfo? info = null;
        var whole = utterance.Recording is FileRecording ? AudioFile.Read(utterance.Recording.Location, mix, out info) : utterance.Recording.Read(mix);
        if (info is { IsTruncated: true })
            findings.Add(Finding(utterance, FindingKind.Truncated, $"the header announces {info.StatedFrames} samples, {info.PresentFrames} are there; copy or download it again, or leave it out."));
        var last = Math.Max(utterance.StartSeconds, utterance.EndSeconds ?? 0);
        if (last > whole.DurationSeconds + 0.5 / whole.SampleRateHz)
            findings.Add(Finding(utterance, FindingKind.OutsideRecording, $"its stretch reaches to {Number(last, "0.###")} s, the recording to {Number(whole.DurationSeconds, "0.###")} s; mend start and end in the manifest."));
        return whole.Slice(utterance.StartSeconds, utterance.EndSeconds);
    }

    // Reports exact copies and gives the indices of the utterances that are not copies of an earlier one.
    private static int[] AddDuplicates(IReadOnlyList<Utterance> utterances, Heard[] heard, List<CorpusFinding>[] findings)
    {
        var firstOf = new Dictionary<string, int>();
        var originals = new List<int>();
        for (var i = 0; i < heard.Length; i++)
        {
            if (heard[i].Hash is not { } hash) continue;
            if (firstOf.TryAdd(hash, i))
            {
                originals.Add(i);
                continue;
            }

            var first = utterances[firstOf[hash]];
            findings[i].Add(Finding(utterances[i], FindingKind.Duplicate, $"is sample for sample the same sound as {first.Id}{Differences(first, utterances[i])}; keep one.", first.Id));
        }

        return [.. originals];
    }

    private static string Differences(Utterance first, Utterance second)
    {
        var differing = new List<string>();
        if (first.Label != second.Label) differing.Add($"label {first.Label} there, {second.Label} here");
        if (first.Speaker != second.Speaker) differing.Add($"speaker {first.Speaker} there, {second.Speaker} here");
        return differing.Count == 0 ? "" : $" ({string.Join("; ", differing)})";
    }

    private static CorpusFinding Finding(Utterance utterance, FindingKind kind, string message, string? otherId = null) => new(utterance.Id, utterance.Recording.Location, kind, message, otherId);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
