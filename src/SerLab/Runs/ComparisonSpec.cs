using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Folds;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>A comparison as it is asked for: the corpus, the folds and the models. Read from JSON by <see cref="RecipeJson"/>. Immutable.</summary>
/// <param name="Name">Names the run: letters, digits, hyphens.</param>
/// <param name="Corpus">The recordings.</param>
/// <param name="SampleRateHz">The rate all clips are brought to, Hz.</param>
/// <param name="Mix">How several channels become one.</param>
/// <param name="Folds">What is held out.</param>
/// <param name="Models">At least one; the baselines are added to them.</param>
/// <param name="Seed">Every choice left to chance follows from it.</param>
public sealed record ComparisonSpec(
    string Name, CorpusOptions Corpus, int SampleRateHz, ChannelMix Mix, FoldSchemeOptions Folds, IReadOnlyList<ModelSpec> Models, ulong Seed)
{
    /// <summary>Renames labels: <c>{ "calm": "neutral", "surprise": null }</c> or the name of a ready-made map; null leaves them as they are.</summary>
    public LabelMap? Labels { get; init; }

    /// <summary>What to do with files that cannot be used.</summary>
    public BadFilePolicy BadFiles { get; init; } = BadFilePolicy.Fail;

    /// <summary>What cleans each clip, in order.</summary>
    public IReadOnlyList<EnhancerOptions> Enhance { get; init; } = [];

    /// <summary>Allows test speakers and recordings in training; every output then says LEAKY.</summary>
    public bool AllowLeak { get; init; }

    /// <summary>Records what every model said of the training rows in its inner folds, so that `serlab fuse` can learn weights later; costs as many more trainings per fold as there are inner folds.</summary>
    public bool KeepInner { get; init; }

    /// <summary>Permutes each speaker's labels before anything else: a control whose figures must be at chance; every output then says so.</summary>
    public bool ShuffleLabels { get; init; }
}
