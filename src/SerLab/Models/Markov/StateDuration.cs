namespace SerLab.Models.Markov;

/// <summary>How long a model stays in one of its states.</summary>
/// <remarks>The transitions alone make durations geometric: with probability a of staying, 1 / (1 - a) frames on average, deviation sqrt(a) / (1 - a).</remarks>
/// <param name="State">The state, from 0.</param>
/// <param name="ExpectedMeanFrames">Mean duration that the transitions give, frames; infinite for a state that is never left.</param>
/// <param name="ExpectedDeviationFrames">Its standard deviation, frames.</param>
/// <param name="VisitCount">Visits on the best paths of the training sequences.</param>
/// <param name="MeanFrames">Mean length of those visits, frames; 0 without visits. The end of a sequence ends a visit.</param>
/// <param name="DeviationFrames">Standard deviation of those lengths, frames.</param>
public sealed record StateDuration(
    int State, double ExpectedMeanFrames, double ExpectedDeviationFrames, int VisitCount, double MeanFrames, double DeviationFrames);
