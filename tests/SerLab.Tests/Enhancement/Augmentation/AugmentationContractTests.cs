using SerLab.Audio;
using SerLab.Enhancement.Augmentation;
using SerLab.Enhancement.Noise;

namespace SerLab.Tests.Enhancement.Augmentation;

/// <summary>What every augmentation keeps to; the catalog brings new ones here by itself.</summary>
public sealed class AugmentationContractTests
{
    private static readonly Clip Speech = MadeSound.ToClip(MadeSound.Syllables(1));

    public static TheoryData<string> Kinds => [.. Catalog.BuiltIn.KindsOf(typeof(AugmentationOptions)).Select(entry => entry.Name)];

    [Fact]
    public void All_augmentations_are_in_the_catalog() => Assert.Equal(["noise", "pitch", "room", "speed"], Catalog.BuiltIn.KindsOf(typeof(AugmentationOptions)).Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_source_gives_the_same_bits_from_any_thread_and_another_gives_others(string kind)
    {
        var augmentation = Options(kind);
        var hashes = new string[6];
        Workers.ForEach(hashes.Length, 2, i => hashes[i] = HashOf(new RandomSource(1).For("u")), CancellationToken.None);
        Assert.Single(hashes.Distinct());
        Assert.NotEqual(hashes[0], HashOf(new RandomSource(1).For("v")));
        Assert.NotEqual(hashes[0], ClipHash.Of(Speech));

        string HashOf(RandomSource random) => ClipHash.Of(augmentation.Apply(Speech, random));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_reads_its_input_and_keeps_the_rate(string kind)
    {
        var before = Speech.Samples.ToArray();
        foreach (var rateHz in (int[])[8000, 16000, 44100])
        {
            var altered = Options(kind).Apply(new Clip(Speech.Samples, rateHz), new RandomSource(1));
            Assert.Equal(rateHz, altered.SampleRateHz);
            Assert.True(altered.Samples.ToArray().All(float.IsFinite));
        }

        Assert.Equal(before, Speech.Samples.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keeps_the_level_to_a_decibel(string kind)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            var ratio = NoiseMix.Power(Options(kind).Apply(Speech, new RandomSource(seed)).Samples.Span) / NoiseMix.Power(Speech.Samples.Span);
            Assert.InRange(10 * Math.Log10(ratio), -1, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Never_goes_beyond_full_scale(string kind)
    {
        var loud = MadeSound.ToClip([.. MadeSound.Syllables(1).Select(sample => sample / 0.3f)]);
        var peak = Options(kind).Apply(loud, new RandomSource(2)).Samples.ToArray().Max(Math.Abs);
        Assert.InRange(peak, 0.5f, 1 + 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Survives_clips_of_any_length_and_silence(string kind)
    {
        foreach (var count in (int[])[1, 2, 3, 127, 400, 513, 2000])
            Assert.True(Options(kind).Apply(MadeSound.ToClip(MadeSound.WhiteNoise(count, 0.1)), new RandomSource(3)).Samples.ToArray().All(float.IsFinite));
        Assert.Equal(0, Options(kind).Apply(MadeSound.ToClip([]), new RandomSource(3)).Samples.Length);
        Assert.All(Options(kind).Apply(MadeSound.ToClip(MadeSound.Silence(0.2)), new RandomSource(3)).Samples.ToArray(), sample => Assert.Equal(0, sample));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Is_written_and_read_as_json(string kind) =>
        Assert.Equal(Options(kind), RecipeJson.BuiltIn.Read<AugmentationOptions>(RecipeJson.BuiltIn.Write(Options(kind)), "test"));

    [Fact]
    public void Settings_that_cannot_work_are_all_named_with_their_cure()
    {
        Assert.Equal(["MinFactor is 0.1; use 0.5 to 2."], Wrong(new SpeedChangeOptions(0.1, 1)));
        Assert.Equal(["MaxSemitones is 13; use -12 to 12."], Wrong(new PitchShiftOptions(0, 13)));
        Assert.Equal(["MinSnrDb is 20 and MaxSnrDb is 10; give the smaller as MinSnrDb, or one value as both."], Wrong(new AddedNoiseOptions(20, 10)));
        Assert.Equal(["MinRt60Seconds is NaN; use 0.05 to 5.", "MaxDirectDb is 50; use -20 to 40."], Wrong(new ReverberationOptions(double.NaN, MaxDirectDb: 50)));
        Assert.Equal(["Colour is 7; use white, pink or either."], Wrong(new AddedNoiseOptions(Colour: (NoiseColour)7)));

        static IReadOnlyList<string> Wrong(AugmentationOptions options) => Assert.Throws<OptionsException>(() => options.Apply(Speech, new RandomSource(1))).Problems;
    }

    private static AugmentationOptions Options(string kind) => RecipeJson.BuiltIn.Read<AugmentationOptions>($"\"{kind}\"", "test");
}
