using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Baseline: what the utterance's loudness alone gives away. One Gaussian per class, classes equally likely beforehand.</summary>
[Kind("loudness-only", "baseline: one Gaussian per class over the utterance's loudness")]
public sealed record LoudnessOnlyOptions : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Loudness;

    /// <inheritdoc/>
    public override bool IsBaseline => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default) => OneValue.Train(set, cancel);

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => OneValue.Restore(weights);
}
