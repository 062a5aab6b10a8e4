using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

/// <summary>Copies are found, other recordings are not.</summary>
public sealed class AudioFingerprintTests
{
    private const double Limit = AudioFingerprint.NearDuplicate;

    public static TheoryData<string> Changes => [.. Copies.Keys];

    private static readonly IReadOnlyDictionary<string, Func<Clip, Clip>> Copies = new Dictionary<string, Func<Clip, Clip>>
    {
        ["a tenth of the level"] = clip => clip.Map((sample, _) => 0.1 * sample),
        ["the other sign and a constant"] = clip => clip.Map((sample, _) => 0.1 - sample),
        ["noise at 30 dB"] = clip => clip.WithNoise(30, 1),
        ["noise at 40 dB, another level, 30 ms later"] = clip => clip.Map((sample, _) => 3 * sample).WithNoise(40, 2).Delayed(0.030),
        ["8 ms later, between two hops"] = clip => clip.Delayed(0.008),
        ["300 ms earlier"] = clip => clip.Slice(0.3, null),
        ["8000 Hz"] = clip => new Resampler(clip.SampleRateHz, 8000).Resample(clip),
        ["44100 Hz"] = clip => new Resampler(clip.SampleRateHz, 44100).Resample(clip),
        ["22050 Hz and 16 bits"] = clip => new Resampler(clip.SampleRateHz, 22050).Resample(clip).Map((sample, _) => Math.Round(sample * 32768) / 32768),
        ["the first 1.5 s"] = clip => clip.Slice(0, 1.5),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Finds_a_copy_with(string change)
    {
        for (var number = 0; number < 4; number++)
        {
            var clip = Voices.Speak(number);
            Assert.InRange(AudioFingerprint.Similarity(AudioFingerprint.Of(clip), AudioFingerprint.Of(Copies[change](clip))), Limit, 1);
        }
    }

    [Fact]
    public void Tells_recordings_apart()
    {
        var prints = Enumerable.Range(0, 40).Select(number => AudioFingerprint.Of(Voices.Speak(number))).ToArray();
        Assert.All(prints, print => Assert.True(print.IsTelling));
        Assert.Empty(AudioFingerprint.FindPairs(prints, Limit, threads: 2, default));
    }

    [Fact]
    public void Is_one_for_the_same_clip_and_symmetric()
    {
        AudioFingerprint a = AudioFingerprint.Of(Voices.Speak(1)), b = AudioFingerprint.Of(Voices.Speak(2, seconds: 2.3));
        Assert.Equal(1, AudioFingerprint.Similarity(a, a), 12);
        Assert.Equal(AudioFingerprint.Similarity(a, b), AudioFingerprint.Similarity(b, a), 12);
    }

    [Fact]
    public void Pairs_are_those_that_comparing_one_by_one_gives_on_any_number_of_threads()
    {
        var prints = Enumerable.Range(0, 12).Select(number => AudioFingerprint.Of(Voices.Speak(number % 9).WithNoise(12 + number, number))).ToArray();
        const double Least = 0.05;
        var expected = from i in Enumerable.Range(0, 12) from j in Enumerable.Range(i + 1, 11 - i) let similarity = AudioFingerprint.Similarity(prints[i], prints[j]) where similarity >= Least select new FingerprintPair(i, j, similarity);
        Assert.True(expected.Count() > 10);
        Assert.Equal(expected, AudioFingerprint.FindPairs(prints, Least, threads: 1, default));
        Assert.Equal(expected, AudioFingerprint.FindPairs(prints, Least, threads: 3, default));
    }

    [Fact]
    public void Silence_and_snippets_are_similar_to_nothing()
    {
        Clip[] clips = [new(new float[32000], 16000), new(Array.Empty<float>(), 16000), new(new float[100], 16000), Voices.Speak(3).Slice(0, 0.2), Voices.Speak(3).Map((_, _) => 0.5)];
        foreach (var clip in clips)
        {
            var print = AudioFingerprint.Of(clip);
            Assert.False(print.IsTelling);
            Assert.Equal(0, AudioFingerprint.Similarity(print, print));
        }
    }

    [Fact]
    public void Only_reads_its_input()
    {
        var clip = Voices.Speak(5);
        var before = clip.Samples.ToArray();
        AudioFingerprint.Of(clip);
        Assert.Equal(before, clip.Samples.ToArray());
    }

    [SharedFact]
    public void Different_takes_of_the_real_EmoDb_are_not_copies()
    {
        var prints = Prints(new EmoDbOptions(Shared.EmoDb).Load().Utterances.Select(utterance => utterance.Recording.Location));
        Assert.Equal(535, prints.Count(print => print.IsTelling));

        // Not even well under the limit.
        Assert.Empty(AudioFingerprint.FindPairs(prints, 0.46, threads: 2, default));
    }

    [SharedFact]
    public void Copies_of_the_real_EmoDb_are_found_and_nothing_else()
    {
        var originals = new EmoDbOptions(Shared.EmoDb).Load().Utterances.Where((_, index) => index % 10 == 0).Select(utterance => AudioFile.Read(utterance.Recording.Location, ChannelMix.Mean)).ToArray();
        var resampler = new Resampler(16000, 22050);
        var copies = originals.Select((clip, index) => (index % 3) switch
        {
            0 => clip.Map((sample, _) => 0.25 * sample).WithNoise(30, index),
            1 => clip.WithNoise(30, index).Delayed(0.030),
            _ => resampler.Resample(clip.Slice(0.030, null)).WithNoise(30, index),
        });
        var pairs = AudioFingerprint.FindPairs([.. originals.Concat(copies).Select(AudioFingerprint.Of)], Limit, threads: 2, default);
        Assert.Equal(Enumerable.Range(0, originals.Length).Select(index => (index, index + originals.Length)), pairs.Select(pair => (pair.First, pair.Second)));
    }

    [SharedFact]
    public void The_laryngograph_files_are_recognised_by_their_microphone_channel()
    {
        // The same takes distributed a second time, as the left channel of other files: 03a01Faxx.wav belongs to 03a01Fa.wav.
        var first = Directory.GetFiles(Path.Combine(Shared.EmoDb, "wav"), "03*.wav").Order(StringComparer.Ordinal).ToArray();
        var second = Directory.GetFiles(Path.Combine(Shared.EmoDb, "laryngograph"), "03*.wav").Order(StringComparer.Ordinal).ToArray();
        var names = first.Concat(second).Select(path => Path.GetFileNameWithoutExtension(path)).ToArray();
        var expected = names.Take(first.Length).Where(name => names.Contains(name + "xx")).Select(name => (name, name + "xx")).ToArray();
        var pairs = AudioFingerprint.FindPairs(Prints(first.Concat(second)), Limit, threads: 2, default);
        Assert.True(expected.Length > 40);
        Assert.Equal(expected, pairs.Select(pair => (names[pair.First], names[pair.Second])));
    }

    private static AudioFingerprint[] Prints(IEnumerable<string> paths)
    {
        var files = paths.ToArray();
        var prints = new AudioFingerprint[files.Length];
        Workers.ForEach(files.Length, 2, i => prints[i] = AudioFingerprint.Of(AudioFile.Read(files[i], ChannelMix.Left)), default);
        return prints;
    }
}
