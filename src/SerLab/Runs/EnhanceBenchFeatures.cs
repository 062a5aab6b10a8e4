using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement.Noise;
using SerLab.Folds;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The features of every utterance behind every denoiser: in every test condition, and in the condition in which multi-condition training hears it. Immutable.</summary>
internal sealed class EnhanceBenchFeatures
{
    // Rows of one speaker that share a condition in multi-condition training: a session, large enough for a speaker's mean and deviation to mean something.
    private const int SessionRows = 12;

    private const long MostBytes = 4L << 30;

    private readonly EnhanceBenchSpec spec;
    private readonly EnhanceBenchNoises noises;
    private readonly EnhanceBenchConditions conditions;
    private readonly IReadOnlyList<Utterance> utterances;
    private readonly IReadOnlyList<Fold> folds;
    private readonly IReadOnlyList<string> heldOutSpeakers;
    private readonly (FrontEnd Recipe, PreparedFrontEnd Prepared, string Hash)[] frontEnds;
    private readonly FeatureCache? cache;
    private readonly float[][][][] tested;
    private readonly Dictionary<int, float[]>[][] trained;

    private EnhanceBenchFeatures(EnhanceBenchSpec spec, IReadOnlyList<Utterance> utterances, IReadOnlyList<Fold> folds, EnhanceBenchNoises noises, EnhanceBenchConditions conditions, RunSettings settings)
    {
        (this.spec, this.noises, this.conditions, this.utterances, this.folds, cache) = (spec, noises, conditions, utterances, folds, settings.Cache);
        heldOutSpeakers = [.. folds.Select(fold => utterances[fold.Test[0]].Speaker)];
        FrontEnd[] recipes = [.. spec.Compared.Select(denoiser => new FrontEnd(spec.SampleRateHz, spec.Mix, denoiser.Chain, spec.Features))];
        frontEnds = [.. recipes.Select(recipe => (recipe, recipe.Prepare(), recipe.Hash(settings.Json)))];
        Sessions = DealSessions(utterances, conditions.All.Count - 1, new RandomSource(spec.Seed).For("training conditions"));
        tested = [.. frontEnds.Select(_ => conditions.All.Select(_ => new float[utterances.Count][]).ToArray())];
        trained = [.. frontEnds.Select(_ => utterances.Select(_ => new Dictionary<int, float[]>()).ToArray())];
    }

    /// <summary>The session of each row: rows of one speaker in one condition.</summary>
    public IReadOnlyList<TrainingSession> Sessions { get; }

    /// <summary>Measures everything; utterances go side by side, each mixed once per condition.</summary>
    /// <exception cref="OptionsException">The tables would not fit into memory.</exception>
    public static EnhanceBenchFeatures Measure(
        EnhanceBenchSpec spec, IReadOnlyList<Utterance> utterances, IReadOnlyList<Fold> folds, EnhanceBenchNoises noises, EnhanceBenchConditions conditions, RunSettings settings, CancellationToken cancel)
    {
        var features = new EnhanceBenchFeatures(spec, utterances, folds, noises, conditions, settings);
        features.CheckSize();
        var done = 0;
        Workers.ForEach(utterances.Count, settings.Threads, u =>
        {
            features.Measure(u, cancel);
            settings.Progress?.Report(new StageProgress($"features {spec.Features.Kind}", utterances[u].Id, Interlocked.Increment(ref done), utterances.Count));
        }, cancel);
        return features;
    }

    /// <summary>One row as it is tested, shape [1 x features].</summary>
    public MatrixView Tested(int denoiser, int condition, int row) => MatrixView.OfRow(tested[denoiser][condition][row]);

    /// <summary>One row as multi-condition training hears it besides the clean one, shape [1 x features].</summary>
    public MatrixView Trained(int denoiser, int row, int fold) => MatrixView.OfRow(trained[denoiser][row].TryGetValue(fold, out var own) ? own : trained[denoiser][row][-1]);

    // Each speaker's rows in random order are cut into sessions; the sessions of all speakers take the conditions in turn, in random order.
    private static TrainingSession[] DealSessions(IReadOnlyList<Utterance> utterances, int conditionCount, RandomSource random)
    {
        var sessions = new TrainingSession[utterances.Count];
        int[] deck = [.. Enumerable.Range(1, conditionCount)];
        random.For("deck").Open().Shuffle(deck.AsSpan());
        var dealt = 0;
        foreach (var speaker in Enumerable.Range(0, utterances.Count).GroupBy(u => utterances[u].Speaker).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            int[] rows = [.. speaker];
            random.For(speaker.Key).Open().Shuffle(rows.AsSpan());
            var count = Math.Max(1, rows.Length / SessionRows);
            for (var i = 0; i < rows.Length; i++) sessions[rows[i]] = new TrainingSession(dealt + i % count, deck[(dealt + i % count) % deck.Length]);
            dealt += count;
        }

        return sessions;
    }

    private void CheckSize()
    {
        var columns = frontEnds[0].Prepared.Schema.Functionals.Count;
        var bytes = (long)frontEnds.Length * conditions.All.Count * utterances.Count * columns * sizeof(float);
        if (bytes > MostBytes)
            throw new OptionsException("enhance-bench", [$"{frontEnds.Length} denoisers x {conditions.All.Count} conditions x {utterances.Count} utterances x {columns} features take {bytes / 1e9:F1} GB; use at most {MostBytes / 1e9:F1} GB: compare fewer --denoisers in one run, or a smaller feature set."]);
    }

    private void Measure(int u, CancellationToken cancel)
    {
        var clean = EnhanceBenchNoises.Read(spec, utterances[u]);
        float[] noise = [];
        for (var c = 0; c < conditions.All.Count; c++)
        {
            cancel.ThrowIfCancellationRequested();
            var (noiseIndex, snrDb) = conditions.All[c];
            if (c > 0 && noiseIndex != conditions.All[c - 1].NoiseIndex) noise = noises.ForTest(noiseIndex, utterances[u], clean.Samples.Length);
            var clip = snrDb is { } db ? NoiseMix.At(clean, noise, db).Noisy : clean;
            for (var d = 0; d < frontEnds.Length; d++) tested[d][c][u] = Values(d, clip, utterances[u]);
        }

        var (heardNoise, heardSnrDb) = conditions.All[Sessions[u].Condition];
        if (!noises.HasVoices(heardNoise))
        {
            AddTrained(-1, []);
            return;
        }

        for (var fold = 0; fold < folds.Count; fold++)
            if (heldOutSpeakers[fold] != utterances[u].Speaker) AddTrained(fold, [heldOutSpeakers[fold]]);

        void AddTrained(int fold, string[] heldOut)
        {
            var clip = NoiseMix.At(clean, noises.ForTraining(heardNoise, utterances[u], clean.Samples.Length, heldOut), heardSnrDb!.Value).Noisy;
            for (var d = 0; d < frontEnds.Length; d++) trained[d][u][fold] = Values(d, clip, utterances[u]);
        }
    }

    private float[] Values(int denoiser, Clip clip, Utterance utterance)
    {
        var (_, prepared, hash) = frontEnds[denoiser];
        var key = cache is null ? "" : RecipeHash.Of(ClipHash.Of(clip), hash);
        var values = cache?.Find(key, prepared.Schema);
        if (values is null)
        {
            values = prepared.Measure(Sound.Of(clip));
            cache?.Keep(key, values);
        }

        var functionals = values.Functionals.ToArray();
        for (var j = 0; j < functionals.Length; j++)
            if (!float.IsFinite(functionals[j]))
                throw new BadInputException(utterance.Id, prepared.Schema.Functionals[j], $"the feature is {functionals[j]} behind \"{spec.Compared[denoiser].Name}\", which no model can use; leave the recording or the denoiser out.");
        return functionals;
    }
}

/// <summary>Rows of one speaker that multi-condition training hears in one condition.</summary>
/// <param name="Number">0, 1, ... over all speakers.</param>
/// <param name="Condition">Position among the conditions, never the clean one.</param>
internal sealed record TrainingSession(int Number, int Condition);
