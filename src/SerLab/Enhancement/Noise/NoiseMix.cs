using System.Numerics.Tensors;
using SerLab.Audio;

namespace SerLab.Enhancement.Noise;

/// <summary>Speech with noise added at a stated SNR, and the noise as it was added.</summary>
/// <param name="Noisy">Their sum; samples may lie beyond full scale, for nothing is clipped or scaled.</param>
/// <param name="Noise">The noise alone.</param>
public sealed record NoisySpeech(Clip Noisy, Clip Noise);

/// <summary>Adds noise to speech. The SNR is the ratio of mean powers over the whole clip, pauses included: 10 log10(sum s^2 / sum n^2).</summary>
public static class NoiseMix
{
    /// <summary>Speech plus noise at an SNR; the speech keeps its level.</summary>
    /// <param name="speech">The clean speech; only read.</param>
    /// <param name="noise">A stretch of noise, shape [samples of the speech]; only read.</param>
    /// <param name="snrDb">Speech power over noise power, dB.</param>
    /// <exception cref="ArgumentException">Unequal lengths, or speech or noise that is silent.</exception>
    public static NoisySpeech At(Clip speech, ReadOnlySpan<float> noise, double snrDb)
    {
        var samples = speech.Samples.Span;
        if (noise.Length != samples.Length) throw new ArgumentException($"The noise has {noise.Length} samples, the speech {samples.Length}; give as many.", nameof(noise));
        double speechPower = Power(samples), noisePower = Power(noise);
        if (!(speechPower > 0 && noisePower > 0)) throw new ArgumentException($"The mean power is {speechPower:G3} of the speech and {noisePower:G3} of the noise; an SNR needs both above 0.", nameof(noise));
        var (scaled, noisy) = (new float[noise.Length], new float[noise.Length]);
        TensorPrimitives.Multiply(noise, (float)Math.Sqrt(speechPower / (noisePower * Math.Pow(10, snrDb / 10))), scaled);
        TensorPrimitives.Add(samples, scaled, noisy);
        return new NoisySpeech(new Clip(noisy, speech.SampleRateHz), new Clip(scaled, speech.SampleRateHz));
    }

    /// <summary>Mean of the squared samples; 0 for none.</summary>
    public static double Power(ReadOnlySpan<float> samples)
    {
        var energy = 0.0;
        foreach (var sample in samples) energy += (double)sample * sample;
        return samples.Length == 0 ? 0 : energy / samples.Length;
    }
}
