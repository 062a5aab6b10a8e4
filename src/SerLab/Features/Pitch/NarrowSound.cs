namespace SerLab.Features.Pitch;

/// <summary>A clip as the tracker works on it. Immutable; owns both sounds.</summary>
/// <param name="Original">At <see cref="PeriodFinder.RateHz"/>: the wave that settles exact lengths of periods.</param>
/// <param name="Samples">At <see cref="PeriodFinder.RateHz"/>, with less of its background the noisier the clip is; the original where it is not noisy.</param>
/// <param name="Noisiness">0 for a clip whose pauses are silent beside its voices, 1 for one whose background comes near them.</param>
internal sealed record NarrowSound(FramedSamples Original, FramedSamples Samples, float Noisiness) : IDisposable
{
    public void Dispose()
    {
        Original.Dispose();
        if (!ReferenceEquals(Original, Samples)) Samples.Dispose();
    }
}
