using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Baseline: what the utterance's duration alone gives away. One Gaussian per class, classes equally likely beforehand.</summary>
[Kind("duration-only", "baseline: one Gaussian per class over the utterance's duration")]
public sealed record DurationOnlyOptions : ClassifierOptions
{
    /// <inheritdoc/>
    public override ExampleInput Input => ExampleInput.Duration;

    /// <inheritdoc/>
    public override bool IsBaseline => true;

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default) => OneValue.Train(set, cancel);

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => OneValue.Restore(weights);
}
