using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Stretches of steps and bands of features that are set to 0 - their mean, once normalised - in training, drawn anew for every example and epoch.</summary>
/// <remarks>D. Park et al., "SpecAugment", Interspeech 2019, section 2, without warping of time.</remarks>
/// <param name="TimeMasks">Stretches of steps per example, 0 to 20.</param>
/// <param name="MaxTimeShare">Longest stretch as a share of the example's steps, 0 to 0.5; lengths are uniform from 0 on.</param>
/// <param name="FeatureMasks">Bands of features per example, 0 to 20.</param>
/// <param name="MaxFeatureShare">Widest band as a share of the features, 0 to 0.5; widths are uniform from 0 on.</param>
public sealed record MaskingSettings(int TimeMasks = 2, double MaxTimeShare = 0.15, int FeatureMasks = 2, double MaxFeatureShare = 0.15)
{
    internal void Check(Problems problems) => problems
        .Unless(TimeMasks is >= 0 and <= 20, $"Training.Masking.TimeMasks is {TimeMasks}; use 0 (none) to 20, about 2.")
        .Unless(FeatureMasks is >= 0 and <= 20, $"Training.Masking.FeatureMasks is {FeatureMasks}; use 0 (none) to 20, about 2.")
        .Unless(MaxTimeShare is >= 0 and <= 0.5, $"Training.Masking.MaxTimeShare is {MaxTimeShare}; use 0 to 0.5, about 0.15.")
        .Unless(MaxFeatureShare is >= 0 and <= 0.5, $"Training.Masking.MaxFeatureShare is {MaxFeatureShare}; use 0 to 0.5, about 0.15.");

    /// <summary>Hides parts of a batch.</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="stream">Where chance comes from.</param>
    /// <param name="values">Shape [total x inputs]; changed in place.</param>
    internal void Hide(SequenceLayout layout, int inputs, RandomStream stream, Span<float> values)
    {
        for (var row = 0; row < layout.Rows; row++)
        {
            for (var mask = 0; mask < TimeMasks; mask++)
            {
                var (first, last) = Draw(layout.StepsOf(row), MaxTimeShare, stream);
                for (var step = first; step < last; step++) values.Slice((layout.Start(step) + row) * inputs, inputs).Clear();
            }

            for (var mask = 0; mask < FeatureMasks; mask++)
            {
                var (first, last) = Draw(inputs, MaxFeatureShare, stream);
                for (var step = 0; step < layout.StepsOf(row); step++) values[((layout.Start(step) + row) * inputs + first)..((layout.Start(step) + row) * inputs + last)].Clear();
            }
        }
    }

    private static (int First, int Last) Draw(int count, double share, RandomStream stream)
    {
        var length = stream.NextInt((int)(share * count) + 1);
        var first = stream.NextInt(count - length + 1);
        return (first, first + length);
    }
}
