using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Adds a low, even noise a fixed level below the speech, so that what is left of other noise, and whether there was any, is masked alike in all clips.</summary>
/// <remarks>
/// D. Klatt, "A digital filter bank for spectral matching", ICASSP 1976, and D. Van Compernolle, "Noise adaptation in a hidden Markov model speech recognition system", Computer
/// Speech and Language 3(2), 1989, mask spectra by a common noise floor before they are compared. The level is relative, so that a clip's own level does not matter, and the
/// noise is that of the seed, the same in every clip: clips then differ by their speech alone. Level and corner suit recognition behind
/// <see cref="OmlsaOptions"/>; docs/denoising.md says how they were chosen. The floor is plainly heard.
/// </remarks>
/// <param name="SnrDb">How far below the speech the noise lies, dB, 0 to 60.</param>
/// <param name="CornerHz">From where on the noise falls by 6 dB an octave as speech does, Hz, 50 to 20000.</param>
/// <param name="Seed">Which noise.</param>
[Kind("comfort-noise", "adds an even noise floor at a fixed level below the speech, to mask what noise is left")]
public sealed record ComfortNoiseOptions(double SnrDb = 20, double CornerHz = 300, ulong Seed = 1) : EnhancerOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(SnrDb is >= 0 and <= 60, $"SnrDb is {SnrDb}; use 0 to 60.")
        .Unless(CornerHz is >= 50 and <= 20000, $"CornerHz is {CornerHz}; use 50 to 20000.");

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new ComfortNoise(this, sampleRateHz);
    }
}

/// <summary>Adds a noise floor. Immutable.</summary>
internal sealed class ComfortNoise : IEnhancer
{
    // Speech is loudest in its vowels: the level that a tenth of the frames exceeds hardly depends on pauses and on the noise in them.
    private const double FrameSeconds = 0.032;
    private const double SpeechQuantile = 0.9;

    private readonly int sampleRateHz;
    private readonly double noiseShare;
    private readonly double pole;
    private readonly RandomSource source;

    public ComfortNoise(ComfortNoiseOptions options, int sampleRateHz)
    {
        (this.sampleRateHz, noiseShare) = (sampleRateHz, Math.Pow(10, -options.SnrDb / 20));
        pole = Math.Exp(-2 * Math.PI * options.CornerHz / sampleRateHz);
        source = new RandomSource(options.Seed).For("comfort-noise");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        var chance = source.Open();
        var samples = clip.Samples.ToArray();

        // White noise through y = p y + sqrt(1 - p^2) x keeps its power of 1.
        var (deviation, rest, state) = (noiseShare * SpeechRms(samples), Math.Sqrt(1 - pole * pole), chance.NextGaussian());
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] += (float)(deviation * state);
            state = pole * state + rest * chance.NextGaussian();
        }

        return new Clip(samples, sampleRateHz);
    }

    private double SpeechRms(ReadOnlySpan<float> samples)
    {
        var length = Math.Max(1, (int)(FrameSeconds * sampleRateHz));
        var powers = new double[(samples.Length + length - 1) / length];
        for (var t = 0; t < powers.Length; t++)
        {
            var frame = samples.Slice(t * length, Math.Min(length, samples.Length - t * length));
            foreach (var sample in frame) powers[t] += (double)sample * sample / frame.Length;
        }

        Array.Sort(powers);
        return powers.Length == 0 ? 0 : Math.Sqrt(powers[(int)(SpeechQuantile * (powers.Length - 1))]);
    }
}
