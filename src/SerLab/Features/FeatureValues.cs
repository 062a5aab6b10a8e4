using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>What a feature set measured of one clip; finite throughout.</summary>
/// <param name="Functionals">One row per utterance, shape [features]; empty when the set has none.</param>
/// <param name="Frames">One row per frame, shape [frames x descriptors]; no columns when the set has none.</param>
public sealed record FeatureValues(ReadOnlyMemory<float> Functionals, MatrixView Frames);
