using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>Speaks one sentence in one voice and manner, and records it.</summary>
internal static class DemoSynthesiser
{
    private const double MeanLevelDb = -30;
    private const double GainDb = 4;
    private const double LeastNoiseRatioDb = 24;
    private const double MostNoiseRatioDb = 36;

    /// <summary>The clip: the same for the same arguments, from any thread.</summary>
    /// <param name="sentence">What is said.</param>
    /// <param name="voice">Who says it.</param>
    /// <param name="manner">How it is said.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="chance">Keys every stream of chance: timing, intonation, pulses, noises, recording.</param>
    public static Clip Speak(DemoSentence sentence, DemoVoice voice, DemoCorrelates manner, int sampleRateHz, RandomSource chance)
    {
        var sounds = DemoTiming.Lay(sentence, voice, manner, chance.For("timing").Open());
        var tracks = DemoArticulation.Draw(sounds, sentence, voice, manner, sampleRateHz);
        var hopSeconds = (double)tracks.HopSamples / sampleRateHz;
        tracks = tracks with { PitchHz = DemoIntonation.Draw(sounds, sentence, voice, manner, tracks.Voice, hopSeconds, chance.For("intonation").Open()) };
        var phonation = DemoPhonation.Of(voice, manner);

        float[] samples = new float[tracks.SampleCount], noise = new float[tracks.SampleCount];
        DemoNoise.Fill(chance.For("breath").Open(), noise);
        DemoSource.Excite(tracks, phonation, sampleRateHz, chance.For("pulses").Open(), noise, samples);
        DemoTract.Filter(tracks, voice.TractScale, phonation.OpenQuotient, sampleRateHz, samples);
        DemoNoise.Fill(chance.For("friction").Open(), noise);
        DemoTract.AddFriction(tracks, sampleRateHz, noise, samples);
        DemoRoom.Colour(voice, sampleRateHz, samples);

        // The gain of a recording is set by hand: the level tells something of the intensity, not all.
        var recording = chance.For("recording").Open();
        var levelDb = MeanLevelDb + voice.LevelDb + manner.LevelDb + recording.NextDouble(-GainDb, GainDb);
        var noiseRatioDb = recording.NextDouble(LeastNoiseRatioDb, MostNoiseRatioDb);
        DemoNoise.Fill(chance.For("background").Open(), noise);
        int startSample = (int)(sounds[0].EndSeconds * sampleRateHz), endSample = (int)(sounds[^1].StartSeconds * sampleRateHz);
        DemoRoom.Record(levelDb, noiseRatioDb, startSample, endSample, sampleRateHz, noise, samples);
        return new Clip(samples, sampleRateHz);
    }
}
