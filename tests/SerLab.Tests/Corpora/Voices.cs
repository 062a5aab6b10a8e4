using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>Sounds with the structure of speech (harmonics of a wandering pitch, bands that rise and fall, pauses), no two alike.</summary>
internal static class Voices
{
    public static Clip Speak(long number, double seconds = 2, int rateHz = 16000)
    {
        var chance = new RandomSource(41).For("voice", number).Open();
        var pitchHz = chance.NextDouble(90, 250);
        var bands = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 5).Select(_ => (Rate: chance.NextDouble(0.7, 6), Phase: chance.NextDouble(0, 2 * Math.PI))).ToArray()).ToArray();
        var wander = (Rate: chance.NextDouble(0.5, 2), Phase: chance.NextDouble(0, 6));
        var samples = new float[(int)(seconds * rateHz)];
        var levels = new double[bands.Length];
        var phase = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            // Levels change at most 6 times a second: a new one every 32 samples is smooth enough.
            var time = (double)i / rateHz;
            if (i % 32 == 0)
                for (var b = 0; b < bands.Length; b++) levels[b] = Math.Exp(1.2 * bands[b].Sum(wave => Math.Sin(2 * Math.PI * wave.Rate * time + wave.Phase)));
            phase += 2 * Math.PI * pitchHz * (1 + 0.15 * Math.Sin(wander.Rate * time * 6.28 + wander.Phase)) / rateHz;
            var sum = 0.0;
            for (var harmonic = 1; harmonic * pitchHz < 3600; harmonic++) sum += levels[(int)(harmonic * pitchHz / 450) % bands.Length] / harmonic * Math.Sin(harmonic * phase);
            samples[i] = (float)sum;
        }

        var peak = samples.Max(Math.Abs);
        for (var i = 0; i < samples.Length; i++) samples[i] *= 0.5f / peak;
        return new Clip(samples, rateHz);
    }

    public static Clip Map(this Clip clip, Func<float, int, double> change) => new(clip.Samples.ToArray().Select((sample, index) => (float)change(sample, index)).ToArray(), clip.SampleRateHz);

    public static Clip WithNoise(this Clip clip, double signalToNoiseDb, long number)
    {
        var chance = new RandomSource(42).For("noise", number).Open();
        var scale = Math.Sqrt(clip.Samples.ToArray().Average(sample => (double)sample * sample)) * Math.Pow(10, -signalToNoiseDb / 20);
        return clip.Map((sample, _) => sample + scale * chance.NextGaussian());
    }

    public static Clip Delayed(this Clip clip, double seconds) => new(new float[(int)(seconds * clip.SampleRateHz)].Concat(clip.Samples.ToArray()).ToArray(), clip.SampleRateHz);

    public static Utterance Utterance(string id, string label, string speaker, Clip? clip = null, string? text = null) =>
        new(id, new MemoryRecording(id, () => clip ?? throw new BadInputException(id, null, "nothing to hear; give a clip.")), label, speaker) { Corpus = "test", Text = text };
}
