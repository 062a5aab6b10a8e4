using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>A recording that was left out because it cannot be used.</summary>
/// <param name="Id">The utterance's id.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SkippedUtterance(string Id, string Reason);

/// <summary>A table and what was left out of it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Skipped">Recordings that the policy left out.</param>
/// <param name="ResampledCount">Utterances that were not at the front end's rate.</param>
public sealed record BuiltTable(FeatureTable Table, IReadOnlyList<SkippedUtterance> Skipped, int ResampledCount);

/// <summary>Turns a corpus into a feature table: parallel over utterances, cached by content.</summary>
/// <param name="Threads">Most threads, at least 1; the table does not depend on it.</param>
/// <param name="Cache">Keeps measured values; null measures everything.</param>
/// <param name="BadFiles">What to do with recordings that cannot be used.</param>
/// <param name="Progress">Told after each utterance; may be null.</param>
public sealed record FeatureTableBuilder(int Threads, FeatureCache? Cache, BadFilePolicy BadFiles, IProgress<StageProgress>? Progress)
{
    /// <summary>Writes recipes in cache keys.</summary>
    public RecipeJson Json { get; init; } = RecipeJson.BuiltIn;

    private const double FloorDb = -120;

    /// <summary>Measures every utterance.</summary>
    /// <param name="corpus">The utterances.</param>
    /// <param name="frontEnd">What happens to each.</param>
    /// <param name="cancel">Stops; what was measured stays in the cache.</param>
    /// <exception cref="BadInputException">A recording cannot be used and the policy is to fail, or none can.</exception>
    public BuiltTable Build(Corpus corpus, FrontEnd frontEnd, CancellationToken cancel)
    {
        var imported = frontEnd.Features as ImportedFeaturesOptions;
        var prepared = imported is null ? frontEnd.Prepare() : null;
        var frontEndHash = imported is null ? frontEnd.Hash(Json) : "";
        var measured = new Measured?[corpus.Utterances.Count];
        var done = 0;
        Workers.ForEach(corpus.Utterances.Count, Threads, i =>
        {
            measured[i] = Measure(corpus.Utterances[i], frontEnd, prepared, frontEndHash);
            Progress?.Report(new StageProgress($"features {frontEnd.Features.Kind}", corpus.Utterances[i].Id, Interlocked.Increment(ref done), measured.Length));
        }, cancel);

        var skipped = measured.Where(item => item!.Problem is not null).Select(item => new SkippedUtterance(item!.Id, item.Problem!)).ToArray();
        var kept = measured.Where(item => item!.Problem is null).Select(item => item!).ToArray();
        if (kept.Length == 0) throw new BadInputException(corpus.Name, null, $"none of {measured.Length} recordings can be used; the first: {skipped[0].Reason}");
        var table = imported is null ? Join(corpus, frontEnd, prepared!.Schema, kept) : Join(corpus, imported, kept);
        return new BuiltTable(table, skipped, kept.Count(item => item.WasResampled));
    }

    /// <summary>Root mean square level of a sound, dB re full scale, at least -120.</summary>
    public static double LevelDbOf(Sound sound)
    {
        var energy = 0.0;
        var count = 0L;
        foreach (var stretch in sound)
        {
            foreach (var sample in stretch.CoreSamples.Span) energy += (double)sample * sample;
            count += stretch.CoreSamples.Length;
        }

        return Math.Max(FloorDb, 10 * Math.Log10(Math.Max(energy / Math.Max(1, count), 1e-30)));
    }

    private Measured Measure(Utterance utterance, FrontEnd frontEnd, PreparedFrontEnd? prepared, string frontEndHash)
    {
        var (sound, row, problem) = Usable(utterance, () =>
        {
            var opened = utterance.Open(frontEnd.Mix);
            return (opened, Describe(utterance, opened));
        });
        if (problem is not null || prepared is null) return new Measured(utterance.Id, row, null, false, problem);

        // The cache stands outside: a full disk is not the recording's fault and must not leave it out.
        var key = RecipeHash.Of(row!.AudioHash, frontEndHash);
        var values = Cache?.Find(key, prepared.Schema);
        if (values is null)
        {
            (values, _, problem) = Usable(utterance, () => (Finite(prepared.Measure(sound!), prepared.Schema, utterance.Id), row));
            if (values is not null) Cache?.Keep(key, values);
        }

        return new Measured(utterance.Id, row, values, sound!.SampleRateHz != frontEnd.SampleRateHz, problem);
    }

    // What an action on a recording gives, or why the recording cannot be used, as the policy says.
    private (T? Result, TableRow? Row, string? Problem) Usable<T>(Utterance utterance, Func<(T, TableRow)> action)
        where T : class
    {
        try
        {
            var (result, row) = action();
            return (result, row, null);
        }
        catch (BadInputException bad) when (BadFiles == BadFilePolicy.Skip)
        {
            return (null, null, bad.Message);
        }
        catch (BadInputException bad) when (!bad.Message.Contains(utterance.Recording.Location, StringComparison.Ordinal))
        {
            throw new BadInputException(utterance.Recording.Location, utterance.Id, bad.Message, bad);
        }
    }

    private static FeatureValues Finite(FeatureValues values, FeatureSchema schema, string id)
    {
        Check(values.Functionals.Span, schema.Functionals);
        for (var frame = 0; frame < values.Frames.Rows; frame++) Check(values.Frames.Row(frame), schema.Descriptors);
        return values;

        void Check(ReadOnlySpan<float> numbers, IReadOnlyList<string> names)
        {
            for (var j = 0; j < numbers.Length; j++)
                if (!float.IsFinite(numbers[j])) throw new BadInputException(id, names[j], $"the feature is {numbers[j]}, which no model can use; repair the recording or leave it out (\"badFiles\": \"skip\").");
        }
    }

    private static TableRow Describe(Utterance utterance, Sound sound)
    {
        if (sound.DurationSeconds == 0)
            throw new BadInputException(utterance.Recording.Location, $"{utterance.StartSeconds:F3} s", "the utterance has no samples; check its start and end, or leave it out.");
        if (LevelDbOf(sound) <= FloorDb)
            throw new BadInputException(utterance.Recording.Location, null, "it is silent: every sample is 0; choose another channel, or leave it out (\"badFiles\": \"skip\", --skip-bad-files).");
        return new TableRow(
            utterance.Id, utterance.Label, utterance.Speaker, utterance.Gender, utterance.Corpus, utterance.Text, utterance.Language, utterance.Recording.Location,
            utterance.StartSeconds, sound.DurationSeconds, LevelDbOf(sound), ClipHash.Of(sound))
        {
            Fingerprint = AudioFingerprint.Of(sound),
            IsStretch = utterance.StartSeconds > 0 || utterance.EndSeconds is not null,
            IsSpeakerKnown = utterance.IsSpeakerKnown,
            Votes = utterance.Votes,
        };
    }

    private static FeatureTable Join(Corpus corpus, FrontEnd frontEnd, FeatureSchema schema, Measured[] kept)
    {
        var offsets = new int[kept.Length + 1];
        for (var i = 0; i < kept.Length; i++) offsets[i + 1] = offsets[i] + kept[i].Values!.Frames.Rows;
        var features = new float[kept.Length * schema.Functionals.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i].Values!.Functionals.Span.CopyTo(features.AsSpan(i * schema.Functionals.Count));
        }

        return new FeatureTable(
            corpus.Name, corpus.IsSynthetic, frontEnd.Features.Kind, schema, [.. kept.Select(item => item.Row!)],
            new MatrixView(features, kept.Length, schema.Functionals.Count), Frames(schema.Descriptors.Count, offsets, kept), offsets)
        { FrontEnd = frontEnd };
    }

    // Takes the frames away from the utterances: hours of them must not be there twice, and those of a single recording need not be copied at all.
    private static MatrixView Frames(int columns, int[] offsets, Measured[] kept)
    {
        if (kept.Length == 1) return kept[0].Values!.Frames;
        var frames = new float[(long)offsets[^1] * columns];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i].Values!.Frames.Span.CopyTo(frames.AsSpan(offsets[i] * columns));
            kept[i] = kept[i] with { Values = null };
        }

        return new MatrixView(frames, offsets[^1], columns);
    }

    private static FeatureTable Join(Corpus corpus, ImportedFeaturesOptions imported, Measured[] kept)
    {
        var rows = kept.Select(item => item.Row!).ToArray();
        var (columns, values) = imported.Join([.. rows.Select(row => row.Id)]);
        return new FeatureTable(corpus.Name, corpus.IsSynthetic, imported.Kind, new FeatureSchema(columns, [], 0), rows, values, new MatrixView(default, 0, 0), new int[rows.Length + 1]);
    }

    private sealed record Measured(string Id, TableRow? Row, FeatureValues? Values, bool WasResampled, string? Problem);
}
