using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Options;

namespace SerLab.Benchmarks.Studies;

/// <summary>How many seconds of sound each denoiser does in one CPU second, one thread: utterance by utterance and on one clip of ten minutes.</summary>
/// <remarks>CPU time, the best of several rounds, so that a busy machine does not count; EMO-DB with white noise at 10 dB or so.</remarks>
internal sealed class DenoiseSpeed : IStudy
{
    private const int Rounds = 5;

    /// <inheritdoc/>
    public string Name => "denoise-speed";

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var chance = new Numerics.RandomSource(1).Open();
        Clip[] utterances = [.. Directory.GetFiles(Path.Combine(SharedData.Emodb, "wav"), "*.wav").Order().Where((_, i) => i % 10 == 0).Select(Noisy)];
        var rateHz = utterances[0].SampleRateHz;
        float[] joined = [.. utterances.SelectMany(clip => clip.Samples.ToArray())];
        var lengthy = new Clip(Enumerable.Range(0, 600 * rateHz).Select(i => joined[i % joined.Length]).ToArray(), rateHz);
        Console.WriteLine($"times real time, one thread, {rateHz} Hz");
        Console.WriteLine($"{"kind",-22} {"mode",-10} {"utterances",10} {"10 min",10}");
        foreach (var options in Catalog.BuiltIn.Defaults<EnhancerOptions>().OfType<DenoiserOptions>())
            foreach (var mode in Enum.GetValues<DenoiserMode>())
            {
                var denoiser = (options with { Mode = mode }).Prepare(rateHz);
                Console.WriteLine($"{options.Kind,-22} {mode,-10} {TimesRealTime(denoiser, utterances),10:F0} {TimesRealTime(denoiser, [lengthy]),10:F0}");
            }

        Clip Noisy(string path)
        {
            var clip = AudioFile.Read(path, ChannelMix.Mean);
            return new Clip(Array.ConvertAll(clip.Samples.ToArray(), sample => sample + 0.01f * (float)chance.NextGaussian()), clip.SampleRateHz);
        }
    }

    private static double TimesRealTime(Denoiser denoiser, Clip[] clips)
    {
        var best = double.PositiveInfinity;

        // The first round compiles.
        for (var round = 0; round <= Rounds; round++)
        {
            var spent = CpuTime.Seconds(() =>
            {
                foreach (var clip in clips) denoiser.Enhance(clip);
            });
            if (round > 0 && spent < best) best = spent;
        }

        return clips.Sum(clip => clip.DurationSeconds) / best;
    }
}
