using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Sets;

namespace SerLab.Tests.Features;

/// <summary>What holds for every feature set in the catalog.</summary>
public sealed class FeatureSetTests
{
    public static TheoryData<string> Kinds => [.. KindNames];

    /// <summary>All but <c>imported</c>, which measures nothing.</summary>
    internal static IEnumerable<string> KindNames =>
        Catalog.BuiltIn.KindsOf(typeof(FeatureSetOptions)).Where(entry => entry.Recipe != typeof(SerLab.Tables.ImportedFeaturesOptions)).Select(entry => entry.Name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Names_are_unique_and_carry_units(string kind)
    {
        var schema = Set(kind).Prepare(Sounds.RateHz).Schema;
        foreach (var names in new[] { schema.Functionals, schema.Descriptors })
        {
            Assert.All(names, name => Assert.True(ColumnNames.IsWellFormed(name), name));
            Assert.Equal(names.Count, names.Distinct().Count());
        }

        Assert.True(schema.Functionals.Count + schema.Descriptors.Count > 0);
        if (OnTheCommonGrid(kind)) Assert.Equal(schema.Descriptors.Count > 0 ? 0.01 : 0, schema.HopSeconds);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_fit_the_schema_and_are_finite_whatever_the_clip(string kind)
    {
        var extractor = Set(kind).Prepare(Sounds.RateHz);
        foreach (var clip in new[]
        {
            Sounds.Silence(), Sounds.Noise(), Sounds.Tone(440), Sounds.SpeechLike(), Sounds.Silence(0.06), Sounds.Noise(0.06),
            Sounds.Make(1, _ => 0.7), Sounds.Make(1, t => Math.Sign(Math.Sin(2 * Math.PI * 100 * t))),
            Sounds.Scaled(Sounds.Noise(), 1e-25), Sounds.Scaled(Sounds.SpeechLike(), 1e6),
        })
        {
            var values = extractor.Extract(clip);
            Assert.Equal(extractor.Schema.Functionals.Count, values.Functionals.Length);
            Assert.Equal(extractor.Schema.Descriptors.Count, values.Frames.Columns);
            if (extractor.Schema.Descriptors.Count > 0 && OnTheCommonGrid(kind)) Assert.Equal((int)Math.Floor(clip.DurationSeconds * 100 + 1e-9), values.Frames.Rows);
            AssertFinite(extractor.Schema.Functionals, values.Functionals.Span);
            AssertFinite(extractor.Schema.Descriptors, values.Frames.Span);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gives_the_same_bits_from_every_thread_and_only_reads_the_clip(string kind)
    {
        var clip = Sounds.SpeechLike();
        var copy = clip.Samples.ToArray();
        var extractor = Set(kind).Prepare(Sounds.RateHz);
        var first = extractor.Extract(clip);
        var rows = new FeatureValues[4];
        Workers.ForEach(rows.Length, 2, i => rows[i] = (i == 0 ? Set(kind).Prepare(Sounds.RateHz) : extractor).Extract(clip), default);
        foreach (var again in rows)
        {
            Assert.Equal(first.Functionals.ToArray(), again.Functionals.ToArray());
            Assert.Equal(first.Frames.Values.ToArray(), again.Frames.Values.ToArray());
        }

        Assert.Equal(copy, clip.Samples.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Refuses_a_clip_that_is_a_sample_too_short(string kind)
    {
        var extractor = Set(kind).Prepare(Sounds.RateHz);
        extractor.Extract(new Clip(new float[960], Sounds.RateHz));
        if (!OnTheCommonGrid(kind)) return;
        var wrong = Assert.Throws<BadInputException>(() => extractor.Extract(new Clip(new float[959], Sounds.RateHz)));
        Assert.Contains("at least 0.06 s, so leave it out", wrong.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Refuses_samples_that_are_not_finite_and_says_where(string kind)
    {
        var samples = Sounds.Noise().Samples.ToArray();
        samples[1234] = float.NaN;
        Assert.Contains("sample 1234", Assert.Throws<BadInputException>(() => Set(kind).Prepare(Sounds.RateHz).Extract(new Clip(samples, Sounds.RateHz))).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Works_at_other_sample_rates(string kind)
    {
        var values = Set(kind).Prepare(44100).Extract(Sounds.Tone(300, 0.5, rateHz: 44100));
        AssertFinite(["functional"], values.Functionals.Span);
        AssertFinite(["frame"], values.Frames.Span);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Comes_back_from_json(string kind)
    {
        var set = Set(kind);
        var json = RecipeJson.BuiltIn.Write(set);
        Assert.Equal(json, RecipeJson.BuiltIn.Write(RecipeJson.BuiltIn.Read<FeatureSetOptions>(json, "test")));
    }

    [Fact]
    public void A_clip_of_another_rate_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => new MfccSetOptions().Prepare(16000).Extract(Sounds.Tone(300, rateHz: 8000)));

    [Fact]
    public void The_mfcc_set_has_39_columns_with_deltas_behind()
    {
        var names = new MfccSetOptions().Prepare(16000).Schema.Descriptors;
        Assert.Equal(39, names.Count);
        Assert.Equal(("mfcc_00_ln", "mfcc_00_ln_delta", "mfcc_12_ln_delta2"), (names[0], names[13], names[38]));
    }

    [Fact]
    public void Deltas_in_the_frames_are_the_deltas_of_the_columns()
    {
        var frames = new MfccSetOptions().Prepare(Sounds.RateHz).Extract(Sounds.SpeechLike()).Frames;
        float[] Column(int index) => [.. Enumerable.Range(0, frames.Rows).Select(row => frames.Row(row)[index])];
        var delta = new float[frames.Rows];
        Deltas.Measure(Column(3), delta);
        Assert.Equal(delta, Column(16));
        Deltas.Measure(Column(16), delta);
        Assert.Equal(delta, Column(29));
    }

    [Fact]
    public void Pitch_is_summed_up_over_voiced_frames_only()
    {
        // Two vowels of 200 Hz with a gap that the contour would otherwise fill.
        var row = new ProsodySetOptions().Prepare(Sounds.RateHz);
        var vowel = Sounds.Vowel(200, [500, 1500, 2500], 0.3).Samples;
        var clip = new Clip((float[])[.. vowel.Span, .. new float[4800], .. vowel.Span], Sounds.RateHz);
        var values = row.Extract(clip).Functionals.Span;
        var names = row.Schema.Functionals.ToList();
        Assert.Equal(12 * Math.Log2(200 / 27.5), values[names.IndexOf("f0_st_mean")], 0.02);
        Assert.InRange(values[names.IndexOf("voiced_share")], 0.55, 0.75);
        Assert.InRange(values[names.IndexOf("pause_share")], 0.25, 0.4);
    }

    [Fact]
    public void A_custom_set_keeps_the_columns_it_names_and_refuses_others_with_the_nearest()
    {
        var kept = new CustomSetOptions([new SpectralShapeOptions(), new EnergyOptions()], Columns: ["energy_db", "centroid_hz"]).Prepare(Sounds.RateHz);
        Assert.Equal(["centroid_hz", "energy_db"], kept.Schema.Descriptors);
        var wrong = Assert.Throws<OptionsException>(() => new CustomSetOptions([new EnergyOptions()], Columns: ["enregy_db"]).Prepare(Sounds.RateHz));
        Assert.Contains("did you mean \"energy_db\"?", wrong.Message);
    }

    [Fact]
    public void A_custom_set_reads_from_json()
    {
        const string json = """{ "kind": "custom", "descriptors": ["f0", { "kind": "log-mel", "bands": 8 }], "deltaOrder": 1, "statistics": ["mean", "inter-quartile-range"] }""";
        Assert.Throws<OptionsException>(() => RecipeJson.BuiltIn.Read<FeatureSetOptions>(json, "test"));
        var schema = RecipeJson.BuiltIn.Read<FeatureSetOptions>(json.Replace("inter-quartile", "interquartile"), "test").Prepare(Sounds.RateHz).Schema;
        Assert.Equal(20, schema.Descriptors.Count);
        Assert.Equal("f0_st_iqr", schema.Functionals[1]);
    }

    [Fact]
    public void All_problems_of_a_set_are_named_at_once()
    {
        var wrong = Assert.Throws<OptionsException>(() => new CustomSetOptions([new MfccOptions(99), new EnergyOptions(9)], DeltaOrder: 7).Validate());
        Assert.Equal(3, wrong.Problems.Count);
    }

    // Presets of other programs bring their own frames: see PresetTests.
    private static bool OnTheCommonGrid(string kind) => Set(kind).GetType().Namespace != typeof(SerLab.Features.Sets.Presets.HtkSetOptions).Namespace;

    internal static FeatureSetOptions Set(string kind) => kind == "custom"
        ? new CustomSetOptions([new MfccOptions(), new FundamentalFrequencyOptions()], DeltaOrder: 1, Statistics: Functionals.All, DeltaStatistics: [Statistic.Sd], Rhythm: true)
        : RecipeJson.BuiltIn.Read<FeatureSetOptions>($"\"{kind}\"", "test");

    private static void AssertFinite(IReadOnlyList<string> names, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++) Assert.True(float.IsFinite(values[i]), $"{names[i % names.Count]} is {values[i]}");
    }
}
