using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>Recordings with noise mixed in at a signal-to-noise ratio of global energies.</summary>
internal static class PitchNoise
{
    private const int BabbleVoices = 6;

    /// <summary>The kinds of noise: real ones take turns over the recordings.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["white", "pink", "babble", "real"];

    /// <summary>The recordings in noise; the same for the same seed.</summary>
    public static IReadOnlyList<PitchRecording> Mix(IReadOnlyList<PitchRecording> recordings, string kind, double snrDb, RandomSource chance)
    {
        var real = kind == "real" ? Directory.GetFiles(SharedData.Noise, "*.wav").Order(StringComparer.Ordinal).Select(path => AudioFile.Read(path, ChannelMix.Left)).ToArray() : [];
        return
        [
            .. recordings.Select((recording, index) =>
            {
                var stream = chance.For(kind + recording.Name).Open();
                var count = recording.Clip.Samples.Length;
                var noise = kind switch
                {
                    "white" => White(count, stream),
                    "pink" => Pink(count, stream),
                    "babble" => Babble(count, [.. recordings.Where(other => other.Speaker != recording.Speaker)], stream),
                    _ => Looped(real[index % real.Length].Samples.Span, count, stream),
                };
                return recording with { Clip = Add(recording.Clip, noise, snrDb) };
            }),
        ];
    }

    private static Clip Add(Clip clip, float[] noise, double snrDb)
    {
        var samples = clip.Samples.ToArray();
        var gain = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(samples) / (double)TensorPrimitives.SumOfSquares<float>(noise) * Math.Pow(10, -snrDb / 10));
        TensorPrimitives.MultiplyAdd(noise, (float)gain, samples, samples);
        return new Clip(samples, clip.SampleRateHz);
    }

    private static float[] White(int count, RandomStream stream) => [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextGaussian())];

    // White noise whose power falls as 1 / f.
    private static float[] Pink(int count, RandomStream stream)
    {
        var fft = new RealFft((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count));
        var samples = White(fft.Length, stream);
        float[] real = new float[fft.BinCount], imaginary = new float[fft.BinCount], scratch = new float[fft.ScratchLength];
        fft.Forward(samples, real, imaginary, scratch);
        for (var bin = 0; bin < real.Length; bin++)
        {
            var scale = bin == 0 ? 0 : 1 / MathF.Sqrt(bin);
            (real[bin], imaginary[bin]) = (scale * real[bin], scale * imaginary[bin]);
        }

        fft.Inverse(real, imaginary, samples, scratch);
        return samples[..count];
    }

    private static float[] Babble(int count, PitchRecording[] others, RandomStream stream)
    {
        var sum = new float[count];
        for (var voice = 0; voice < BabbleVoices; voice++)
        {
            var one = Looped(others[stream.NextInt(others.Length)].Clip.Samples.Span, count, stream);
            TensorPrimitives.MultiplyAdd(one, 1 / TensorPrimitives.Norm<float>(one), sum, sum);
        }

        return sum;
    }

    private static float[] Looped(ReadOnlySpan<float> noise, int count, RandomStream stream)
    {
        var start = stream.NextInt(noise.Length);
        var looped = new float[count];
        for (var n = 0; n < count; n++) looped[n] = noise[(start + n) % noise.Length];
        return looped;
    }
}
