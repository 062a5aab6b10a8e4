using SerLab.Audio;
using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>What every enhancer keeps to, whatever it does; the catalog brings new ones here by itself.</summary>
public sealed class EnhancerContractTests
{
    private static readonly Clip Speech = MadeSound.ToClip(
        [.. MadeSound.Silence(0.2).Concat(MadeSound.Syllables(0.6)).Concat(MadeSound.Silence(0.2)).Zip(MadeSound.WhiteNoise(MadeSound.RateHz, 0.01), (a, b) => a + b)]);

    /// <summary>All but the one whose purpose is one level.</summary>
    public static TheoryData<string> KindsThatKeepTheLevel =>
        [.. Catalog.BuiltIn.KindsOf(typeof(EnhancerOptions)).Where(entry => entry.Recipe != typeof(NormaliseLoudnessOptions)).Select(entry => entry.Name)];

    public static TheoryData<string> Kinds => [.. Catalog.BuiltIn.KindsOf(typeof(EnhancerOptions)).Select(entry => entry.Name)];

    [Fact]
    public void All_enhancers_are_in_the_catalog() =>
        Assert.All(
            ["none", "spectral-subtraction", "wiener", "mmse-lsa", "omlsa", "spectral-gate", "comfort-noise", "normalise-loudness", "pre-emphasis", "remove-dc", "remove-hum", "trim-silence"], kind => Assert.Contains(Kinds.Cast<object[]>(), row => kind.Equals(row[0])));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keeps_the_rate_and_gives_finite_samples(string kind)
    {
        foreach (var rateHz in new[] { 8000, 16000, 44100 })
        {
            var made = Options(kind).Prepare(rateHz).Enhance(new Clip(Speech.Samples, rateHz));
            Assert.Equal(rateHz, made.SampleRateHz);
            Assert.InRange(made.Samples.Length, 1, Speech.Samples.Length);
            Assert.True(made.Samples.ToArray().All(float.IsFinite));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_reads_its_input(string kind)
    {
        var clip = Speech;
        var before = clip.Samples.ToArray();
        Options(kind).Prepare(MadeSound.RateHz).Enhance(clip);
        Assert.Equal(before, clip.Samples.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Survives_clips_of_any_length(string kind)
    {
        var enhancer = Options(kind).Prepare(MadeSound.RateHz);
        foreach (var count in new[] { 0, 1, 2, 3, 127, 128, 129, 511, 512, 513, 2000 })
        {
            var made = enhancer.Enhance(MadeSound.ToClip(MadeSound.WhiteNoise(count, 0.1)));
            Assert.InRange(made.Samples.Length, Math.Min(count, 1), count);
            Assert.True(made.Samples.ToArray().All(float.IsFinite));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Leaves_silence_silent(string kind) =>
        Assert.All(Options(kind).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(MadeSound.Silence(0.5))).Samples.ToArray(), sample => Assert.Equal(0, sample));

    [Theory]
    [MemberData(nameof(KindsThatKeepTheLevel))]
    public void Does_the_same_at_any_level(string kind)
    {
        var enhancer = Options(kind).Prepare(MadeSound.RateHz);
        var loud = enhancer.Enhance(Speech).Samples.ToArray();
        foreach (var scale in new[] { 0.1f, 1e-4f, 30f })
        {
            var scaled = enhancer.Enhance(MadeSound.ToClip([.. Speech.Samples.ToArray().Select(sample => scale * sample)])).Samples.ToArray();
            Assert.Equal(loud.Length, scaled.Length);
            for (var i = 0; i < loud.Length; i++) Assert.Equal(loud[i], scaled[i] / scale, 2e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gives_the_same_bits_again_and_from_any_thread(string kind)
    {
        var enhancer = Options(kind).Prepare(MadeSound.RateHz);
        var expected = ClipHash.Of(enhancer.Enhance(Speech));
        var hashes = new string[4];
        Workers.ForEach(hashes.Length, 2, i => hashes[i] = ClipHash.Of((i == 3 ? Options(kind).Prepare(MadeSound.RateHz) : enhancer).Enhance(Speech)), CancellationToken.None);
        Assert.All(hashes, hash => Assert.Equal(expected, hash));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_written_and_read_as_json(string kind)
    {
        var options = Options(kind);
        Assert.Equal(options, RecipeJson.BuiltIn.Read<EnhancerOptions>(RecipeJson.BuiltIn.Write(options), "test"));
    }

    private static EnhancerOptions Options(string kind) => RecipeJson.BuiltIn.Read<EnhancerOptions>($"\"{kind}\"", "test");
}
