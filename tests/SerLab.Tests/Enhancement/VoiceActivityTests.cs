using SerLab.Audio;
using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>Speech whose place is known, found and cut out.</summary>
public sealed class VoiceActivityTests
{
    private static readonly VoiceActivityDetector Detector = new(new VoiceActivityOptions(), MadeSound.RateHz);
    private static readonly IEnhancer Trimmer = new TrimSilenceOptions().Prepare(MadeSound.RateHz);

    /// <summary>One second of nothing, two of speech, one of nothing; noise in dB under the speech, infinite for digital silence.</summary>
    [Theory]
    [InlineData(double.PositiveInfinity, 0.08)]
    [InlineData(40, 0.08)]
    [InlineData(20, 0.1)]
    [InlineData(10, 0.12)]
    [InlineData(5, 0.15)]
    public void Finds_where_speech_begins_and_ends(double snrDb, double toleranceSeconds)
    {
        var clip = Padded(snrDb);
        var activity = Detector.Detect(clip);
        Assert.Equal(400, activity.IsSpeech.Length);

        // The last syllable is over at 2.875 s; the hangover of 0.15 s follows, the lead of 0.05 s goes before 1 s.
        Assert.InRange(activity.StartSeconds!.Value, 0.95 - toleranceSeconds, 1);
        Assert.InRange(activity.EndSeconds!.Value, 2.875, 3.025 + toleranceSeconds);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(20)]
    public void Trims_to_the_speech_and_its_margin(double snrDb)
    {
        var clip = Padded(snrDb);
        var trimmed = Trimmer.Enhance(clip);
        Assert.InRange(trimmed.DurationSeconds, 2, 2.6);
        var start = clip.Samples.Span.IndexOf(trimmed.Samples.Span[..2000]);
        Assert.Equal(trimmed.Samples.ToArray(), clip.Samples.Slice(start, trimmed.Samples.Length).ToArray());
        Assert.InRange(trimmed.DurationSeconds - Trimmed(0).DurationSeconds, 0.0999, 0.1001);
        Assert.InRange(Trimmed(10).DurationSeconds, 4, 4);

        Clip Trimmed(double marginSeconds) => new TrimSilenceOptions(marginSeconds).Prepare(MadeSound.RateHz).Enhance(clip);
    }

    [Fact]
    public void Keeps_pauses_between_words()
    {
        var word = MadeSound.Syllables(0.6);
        var activity = Detector.Detect(Noisy(MadeSound.ToClip(MadeSound.Silence(0.5), word, MadeSound.Silence(1), word, MadeSound.Silence(0.5)), 0.002));
        Assert.False(activity.IsSpeech.Span[160]);
        Assert.InRange(activity.SpeechSeconds, 1.2, 1.7);

        // 2.2 s from the first word to the second's end, lead, hangover and margins 0.3 s, and half a frame at each side.
        Assert.InRange(Trimmer.Enhance(MadeSound.ToClip(MadeSound.Silence(0.5), word, MadeSound.Silence(1), word, MadeSound.Silence(0.5))).DurationSeconds, 2.3, 2.56);
    }

    [Fact]
    public void Leaves_a_clip_without_speech_whole()
    {
        foreach (var clip in new[] { MadeSound.ToClip(MadeSound.Silence(1)), MadeSound.ToClip(MadeSound.WhiteNoise(32000, 0.1)), MadeSound.ToClip([]) })
        {
            Assert.Null(Detector.Detect(clip).StartSeconds);
            Assert.Same(clip, Trimmer.Enhance(clip));
        }
    }

    [Fact]
    public void Takes_a_click_for_no_speech()
    {
        var samples = MadeSound.WhiteNoise(32000, 0.001);
        samples[16000] = 0.9f;
        Assert.Null(Detector.Detect(MadeSound.ToClip(samples)).StartSeconds);
        Assert.NotNull(new VoiceActivityDetector(new VoiceActivityOptions(MinSpeechSeconds: 0), MadeSound.RateHz).Detect(MadeSound.ToClip(samples)).StartSeconds);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(8000)]
    [InlineData(11025)]
    [InlineData(48000)]
    public void Works_at_any_rate(int rateHz)
    {
        var clip = new Resampler(MadeSound.RateHz, rateHz).Resample(Padded(20));
        Assert.InRange(new VoiceActivityDetector(new VoiceActivityOptions(), rateHz).Detect(clip).StartSeconds!.Value, 0.8, 1.05);
    }

    /// <summary>The syllable labels of EMO-DB were set by hand: what is cut off between the first onset and the last end is speech.</summary>
    [SharedFact]
    public void Cuts_hardly_any_speech_of_real_recordings()
    {
        var (cutSeconds, speechSeconds, noisyCutSeconds) = (0.0, 0.0, 0.0);
        foreach (var path in Directory.GetFiles(Path.Combine(Shared.EmoDb, "wav")).Order().Where((_, i) => i % 53 == 0))
        {
            var labels = File.ReadLines(Path.Combine(Shared.EmoDb, "silb", Path.GetFileNameWithoutExtension(path) + ".silb"))
                .Select(line => line.Split((char[])[' ', '\t'], 2)).Where(parts => parts.Length == 2).ToArray();
            var start = double.Parse(labels.First(parts => !parts[1].StartsWith('('))[0]);
            var end = double.Parse(labels[^1][0]);
            var clip = AudioFile.Read(path, ChannelMix.Mean);
            speechSeconds += end - start;
            cutSeconds += Cut(Detector.Detect(clip));
            noisyCutSeconds += Cut(Detector.Detect(MadeSound.ToClip(MadeSound.Mix(clip.Samples.ToArray(), MadeSound.WhiteNoise(clip.Samples.Length, 1), 10))));

            double Cut(VoiceActivity activity) => Math.Max(0, activity.StartSeconds!.Value - start) + Math.Max(0, end - activity.EndSeconds!.Value);
        }

        Assert.InRange(cutSeconds / speechSeconds, 0, 0.005);
        Assert.InRange(noisyCutSeconds / speechSeconds, 0, 0.03);
    }

    [Fact]
    public void Lists_all_settings_that_cannot_work()
    {
        var wrong = Assert.Throws<OptionsException>(() => new TrimSilenceOptions(-1, new VoiceActivityOptions(MinLogRatio: 0, HangoverSeconds: 9)).Prepare(16000));
        Assert.Equal(["MarginSeconds is -1; use 0 to 10.", "MinLogRatio is 0; use 0.05 to 10.", "HangoverSeconds is 9; use 0 to 2."], wrong.Problems);
    }

    private static Clip Padded(double snrDb)
    {
        var clip = MadeSound.ToClip(MadeSound.Silence(1), MadeSound.Syllables(2), MadeSound.Silence(1));
        var speechPower = MadeSound.Energy(clip.Samples.Span) / (2 * MadeSound.RateHz);
        return double.IsInfinity(snrDb) ? clip : Noisy(clip, Math.Sqrt(speechPower / Math.Pow(10, snrDb / 10)));
    }

    private static Clip Noisy(Clip clip, double deviation) =>
        MadeSound.ToClip([.. clip.Samples.ToArray().Zip(MadeSound.WhiteNoise(clip.Samples.Length, deviation), (a, b) => a + b)]);
}
