using System.Text.Json.Serialization;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>How much of a clip a denoiser may look at.</summary>
public enum DenoiserMode
{
    /// <summary>The whole clip: the noise is followed from both sides and every gain is the mean of what went before and what comes after.</summary>
    TwoPass,

    /// <summary>What has been heard so far and one frame ahead: as <see cref="Denoiser.Open"/> does it block by block.</summary>
    Streaming,
}

/// <summary>What a denoiser sees of the sound: the grid of its spectra.</summary>
/// <param name="BinCount">Frequency bins, from 0 Hz to half the sample rate.</param>
/// <param name="BinHz">From bin to bin, Hz.</param>
/// <param name="HopSeconds">From frame to frame, seconds.</param>
internal readonly record struct SpectrumGrid(int BinCount, double BinHz, double HopSeconds)
{
    /// <summary>What a smoothing constant, stated for another hop, is at this one.</summary>
    /// <param name="constant">Weight of the past per <paramref name="statedHopSeconds"/>, 0 to 1.</param>
    /// <param name="statedHopSeconds">The hop it was stated for, seconds.</param>
    public float Smoothing(double constant, double statedHopSeconds) => (float)Math.Pow(constant, HopSeconds / statedHopSeconds);
}

/// <summary>Settings of a denoiser: it weighs every bin of every short-time spectrum by a gain that a rule sets from the bin's power and the noise below it.</summary>
/// <remarks>A kind brings a noise tracker and a gain rule; <see cref="Denoiser"/> does what all have in common.</remarks>
/// <param name="Mode">How much of the clip may be looked at.</param>
/// <param name="FrameSeconds">Length of a frame, seconds, 0.008 to 0.128; the power of two of samples next to it is taken (512 at 16 kHz).</param>
/// <param name="MaxAttenuationDb">Most that any bin is turned down, dB, 1 to 100.</param>
public abstract record DenoiserOptions(DenoiserMode Mode, double FrameSeconds, double MaxAttenuationDb) : EnhancerOptions
{
    /// <inheritdoc/>
    /// <remarks>A stream's output depends on all that came before, to the last bit.</remarks>
    [JsonIgnore]
    public override bool WorksInStretches => Mode == DenoiserMode.TwoPass;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(FrameSeconds is >= 0.008 and <= 0.128, $"FrameSeconds is {FrameSeconds}; use 0.008 to 0.128.")
        .Unless(MaxAttenuationDb is >= 1 and <= 100, $"MaxAttenuationDb is {MaxAttenuationDb}; use 1 to 100.");

    /// <inheritdoc/>
    public override Denoiser Prepare(int sampleRateHz)
    {
        Validate();
        return new Denoiser(this, sampleRateHz);
    }

    /// <summary>How late sound leaves a stream: the length of a frame, since a sample is whole only when the last frame over it is.</summary>
    /// <param name="sampleRateHz">Samples per second.</param>
    public double LatencySeconds(int sampleRateHz) => (double)OverlapAdd.LengthOf(FrameSeconds, sampleRateHz) / sampleRateHz;

    /// <summary>A noise tracker that has heard nothing yet.</summary>
    internal abstract INoiseTracker NewTracker(SpectrumGrid grid);

    /// <summary>A gain rule that has heard nothing yet.</summary>
    internal abstract IGainRule NewRule(SpectrumGrid grid);

    /// <summary>The least gain, as a factor on amplitudes.</summary>
    internal float MinGain => (float)Math.Pow(10, -MaxAttenuationDb / 20);
}

/// <summary>Follows the power of the noise from frame to frame while somebody speaks over it. Belongs to one stream of frames.</summary>
internal interface INoiseTracker
{
    /// <summary>States what is known of the noise before the first frame; forgets everything else.</summary>
    /// <param name="noise">Power, shape [bins]; only read.</param>
    void Begin(ReadOnlySpan<float> noise);

    /// <summary>Takes in the next frame.</summary>
    /// <param name="power">Power spectrum of the frame, shape [bins]; only read.</param>
    /// <param name="noise">Gets the noise power in this frame, shape [bins].</param>
    void Follow(ReadOnlySpan<float> power, Span<float> noise);
}

/// <summary>Sets the gains of a frame from its power and its noise. Belongs to one stream of frames, of which it may remember the past.</summary>
internal interface IGainRule
{
    /// <summary>Weighs the next frame.</summary>
    /// <param name="power">Power spectrum, shape [bins]; only read.</param>
    /// <param name="noise">Noise power, at least 1e-30, shape [bins]; only read.</param>
    /// <param name="gains">Gets factors on amplitudes, 0 to 1, shape [bins].</param>
    void Weigh(ReadOnlySpan<float> power, ReadOnlySpan<float> noise, Span<float> gains);
}
