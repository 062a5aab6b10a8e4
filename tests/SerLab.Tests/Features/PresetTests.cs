using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Sets.Presets;

namespace SerLab.Tests.Features;

/// <summary>The definitions of HTK, librosa and Kaldi, against NumPy and SciPy in double: every value within 1e-4 of its own size.</summary>
public sealed class PresetTests
{
    private const double Tolerance = 1e-4;

    private static readonly (string Name, FeatureSetOptions Set)[] Presets =
    [
        ("htk-mfcc", new HtkSetOptions()),
        ("htk-logmel", new HtkSetOptions(LogMel: true)),
        ("kaldi-mfcc", new KaldiSetOptions()),
        ("kaldi-logmel", new KaldiSetOptions(LogMel: true)),
        ("librosa-mfcc", new LibrosaSetOptions()),
        ("librosa-logmel", new LibrosaSetOptions(LogMel: true)),
        ("librosa-mirror-mfcc", new LibrosaSetOptions(13, 40, 512, 160, Mirror: true)),
        ("librosa-mirror-logmel", new LibrosaSetOptions(13, 40, 512, 160, Mirror: true, LogMel: true)),
    ];

    [PythonFact]
    public void Every_preset_agrees_with_its_definition_on_made_sound()
    {
        var speech = Sounds.SpeechLike().Samples.ToArray();
        var noise = Sounds.Noise(0.3, 0.01).Samples.ToArray();
        AssertAgreement([.. speech, .. noise, .. new float[3000], .. speech]);
    }

    [PythonAndSharedFact]
    public void Every_preset_agrees_with_its_definition_on_real_speech() =>
        AssertAgreement(AudioFile.Read(Path.Combine(Shared.EmoDb, "wav", "03a01Fa.wav"), ChannelMix.Mean).Samples.ToArray());

    [Theory]
    [InlineData(399)]
    [InlineData(0)]
    public void A_clip_shorter_than_a_frame_is_refused_with_the_cure(int count)
    {
        var clip = new Clip(new float[count], Sounds.RateHz);
        foreach (var set in new FeatureSetOptions[] { new HtkSetOptions(), new KaldiSetOptions() })
            Assert.Contains("a frame needs at least 400, so leave it out", Assert.Throws<BadInputException>(() => set.Prepare(Sounds.RateHz).Extract(clip)).Message);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(11025)]
    [InlineData(44100)]
    [InlineData(48000)]
    public void Every_preset_stays_finite_at_every_rate(int rateHz)
    {
        foreach (var (name, set) in Presets)
            foreach (var at in new Func<double, double>[] { _ => 0, t => t == 0.1 ? 1 : 0, t => Math.Sign(Math.Sin(600 * t)) })
            {
                var frames = set.Prepare(rateHz).Extract(Sounds.Make(0.3, at, rateHz)).Frames.Span;
                Assert.True(frames.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) < 0, name);
            }
    }

    [Fact]
    public void Pieces_give_the_same_bits_as_the_whole()
    {
        var samples = Sounds.SpeechLike().Samples;
        foreach (var (name, set) in Presets)
        {
            var extractor = (FrontEndExtractor)set.Prepare(Sounds.RateHz);
            var whole = extractor.Extract(new Clip(samples, Sounds.RateHz)).Frames;
            foreach (var cut in new[] { 2048, 5000, samples.Length - 1 })
            {
                var pieces = extractor.Extract([samples[..cut], samples[cut..]]).Frames;
                Assert.Equal(whole.Rows, pieces.Rows);
                Assert.True(whole.Span.SequenceEqual(pieces.Span), $"{name}, cut at {cut}");
            }
        }
    }

    [Fact]
    public void Edges_above_half_the_rate_are_refused() =>
        Assert.Contains("at 8000 Hz use at most 4000", Assert.Throws<OptionsException>(() => new KaldiSetOptions(MaxHz: 8000).Prepare(8000)).Message);

    private static void AssertAgreement(float[] samples, [CallerFilePath] string here = "")
    {
        using var folder = new TempFolder();
        short[] pcm = [.. samples.Select(x => (short)Math.Round(Math.Clamp(x, -1, 0.9999) * 32768))];
        var clip = new Clip(pcm.Select(x => x / 32768f).ToArray(), Sounds.RateHz);
        File.WriteAllBytes(folder.File("pcm"), MemoryMarshal.AsBytes(pcm.AsSpan()).ToArray());
        Python.Run(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "presets.py")), folder.File("pcm"), folder.Path);
        foreach (var (name, set) in Presets)
        {
            var expected = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(folder.File(name)));
            var found = set.Prepare(Sounds.RateHz).Extract(clip).Frames;
            Assert.Equal(expected.Length, found.Values.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                var agrees = Math.Abs(found.Span[i] - expected[i]) <= Tolerance * Math.Abs(expected[i]) + 1e-9;
                Assert.True(agrees, $"{name}, frame {i / found.Columns}, column {i % found.Columns}: {found.Span[i]}, not {expected[i]}");
            }
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PythonAndSharedFactAttribute : FactAttribute
    {
        public PythonAndSharedFactAttribute() => Skip = new PythonFactAttribute().Skip ?? new SharedFactAttribute().Skip;
    }
}
