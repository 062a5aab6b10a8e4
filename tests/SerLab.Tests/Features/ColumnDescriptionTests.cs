using System.Text.RegularExpressions;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Sets;
using SerLab.Tables;
using SerLab.Tests.Architecture;

namespace SerLab.Tests.Features;

/// <summary>Every column of every feature set says what it is.</summary>
public sealed partial class ColumnDescriptionTests
{
    public static TheoryData<string> Kinds => FeatureSetTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_column_has_unit_formula_and_source_in_the_order_of_the_schema(string kind)
    {
        var set = FeatureSetTests.Set(kind);
        var schema = set.Prepare(Sounds.RateHz).Schema;
        var columns = set.DescribeColumns(Sounds.RateHz);
        Assert.Equal(schema.Functionals, columns.Functionals.Select(column => column.Name));
        Assert.Equal(schema.Descriptors, columns.Descriptors.Select(column => column.Name));
        Assert.All(columns.Functionals.Concat(columns.Descriptors), column =>
        {
            Assert.NotEqual(ColumnNames.UnitNotStated, column.Unit);
            foreach (var text in new[] { column.Unit, column.Formula, column.Source }) AssertSays(text);
            if (column.Contour.Length > 0) Assert.StartsWith(column.Contour + "_", column.Name);
        });
    }

    [Fact]
    public void Every_descriptor_in_the_catalog_says_formula_and_source() =>
        Assert.All(Catalog.BuiltIn.Defaults<DescriptorOptions>().SelectMany(descriptor => descriptor.Prepare(Sounds.RateHz).Columns), column =>
        {
            AssertSays(column.Formula);
            AssertSays(column.Source);
            Assert.NotEqual(ColumnNames.UnitNotStated, ColumnNames.Unit(column.Name));
        });

    [Theory]
    [InlineData("f0_st", "semitones")]
    [InlineData("f0_st_mean", "semitones")]
    [InlineData("f0_st_slope_per_s", "semitones per second")]
    [InlineData("f0_st_curvature_per_s2", "semitones per second squared")]
    [InlineData("f0_st_delta", "semitones per frame")]
    [InlineData("mfcc_03_ln_delta2", "natural logarithm per frame squared")]
    [InlineData("energy_db_delta_sd", "dB per frame")]
    [InlineData("energy_db_skewness_ratio", "none")]
    [InlineData("energy_db_peak_rate_hz", "per second")]
    [InlineData("energy_db_rise_s", "seconds")]
    [InlineData("centroid_hz_above25_share", "share, 0 to 1")]
    [InlineData("centroid_hz_ar_gain_db", "dB")]
    [InlineData("centroid_hz_unvoiced_mean", "Hz")]
    [InlineData("alpha_ratio_db_mean", "dB")]
    [InlineData("tilt_0_500_db_per_khz_sd", "dB per kHz")]
    [InlineData("jitter_ratio_slope_per_s", "per second")]
    [InlineData("sharpness_acum_p20", "acum")]
    [InlineData("nucleus_f0_st_slope_per_s", "semitones per second")]
    [InlineData("nucleus_loudness_ratio_cv", "none")]
    [InlineData("loudness_modulation_1_2hz_share", "share, 0 to 1")]
    [InlineData("modulation_mel0_1to2_db", "dB")]
    [InlineData("F0semitoneFrom27.5Hz_sma3nz_amean", "not stated")]
    public void The_unit_is_what_the_name_ends_in(string name, string unit) => Assert.Equal(unit, ColumnNames.Unit(name));

    [Fact]
    public void A_statistic_says_what_it_sums_up_and_over_which_frames()
    {
        var set = new CustomSetOptions(
            [new FundamentalFrequencyOptions(), new ZeroCrossingsOptions()], DeltaOrder: 2,
            Statistics: [Statistic.P50], VoicedStatistics: [Statistic.Mean], UnvoicedStatistics: [Statistic.Max], DeltaStatistics: [Statistic.MeanAbsolute]);
        var columns = set.DescribeColumns(Sounds.RateHz);
        string[] Of(string name) => [.. columns.Functionals.Concat(columns.Descriptors).Where(column => column.Name == name).SelectMany(column => (string[])[column.Formula, column.Source])];
        const string crossings = "changes of sign within the window / its length in seconds";
        Assert.Equal(["median, over voiced frames; x = 12 log2(F0 / 27.5 Hz), smoothed over 3 frames", "SerLab (PitchTracker), after Boersma 1993"], Of("f0_st_p50"));
        Assert.Equal([$"median, over all frames; x = {crossings}, smoothed over 3 frames", "definition"], Of("zero_crossings_hz_p50"));
        Assert.Equal([$"arithmetic mean, over voiced frames; x = {crossings}, smoothed over 3 frames", "definition"], Of("zero_crossings_hz_voiced_mean"));
        Assert.Equal([$"greatest value, over unvoiced frames; x = {crossings}, smoothed over 3 frames", "definition"], Of("zero_crossings_hz_unvoiced_max"));
        Assert.Equal([$"mean of |x|, over all frames; x = change per frame of {crossings}, smoothed over 3 frames", "definition; change: Furui 1986"], Of("zero_crossings_hz_delta_mean_absolute"));
        Assert.Equal(["12 log2(F0 / 27.5 Hz); in unvoiced frames between the voiced neighbours", "SerLab (PitchTracker), after Boersma 1993"], Of("f0_st"));
        Assert.Equal([$"change per frame of the change per frame of {crossings}", "definition; change: Furui 1986"], Of("zero_crossings_hz_delta2"));
    }

    [Fact]
    public void Imported_columns_are_those_of_the_file()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("features.csv"), "energy_db_mean,id,loudness_sma3_amean\n-20,a,1\n");
        var columns = new ImportedFeaturesOptions(folder.File("features.csv")).DescribeColumns(Sounds.RateHz).Functionals;
        Assert.Equal([("energy_db_mean", "dB"), ("loudness_sma3_amean", "not stated")], columns.Select(column => (column.Name, column.Unit)));
        Assert.All(columns, column => Assert.Equal(folder.File("features.csv"), column.Source));
        Assert.Contains("unknown id column \"key\"", Assert.Throws<BadInputException>(() => new ImportedFeaturesOptions(folder.File("features.csv"), "key").DescribeColumns(Sounds.RateHz)).Message);
    }

    [Fact]
    public void Whoever_is_named_stands_in_the_list_of_sources()
    {
        var list = File.ReadAllText(Path.Combine(Repository.Root, "docs", "features", "sources.md"));
        var ofSets = FeatureSetTests.KindNames.Select(kind => FeatureSetTests.Set(kind).DescribeColumns(Sounds.RateHz)).SelectMany(columns => columns.Functionals.Concat(columns.Descriptors)).Select(column => column.Source);
        var ofDescriptors = Catalog.BuiltIn.Defaults<DescriptorOptions>().SelectMany(descriptor => descriptor.Prepare(Sounds.RateHz).Columns).Select(column => column.Source);
        var named = ofSets.Concat(ofDescriptors).Distinct().SelectMany(source => AuthorAndYear().Matches(source)).Select(match => match.Value).Distinct().ToArray();
        Assert.True(named.Length > 20, $"only {named.Length} sources were recognised");
        Assert.All(named, source => Assert.True(list.Contains($"| {source} |", StringComparison.Ordinal), $"docs/features/sources.md does not say what \"{source}\" is; add a row"));
    }

    private static void AssertSays(string text)
    {
        Assert.NotEqual("", text.Trim());
        Assert.DoesNotContain('\n', text);
    }

    [GeneratedRegex(@"(de )?[A-Z]\w+( et al\.| and [A-Z]\w+)? (19|20)\d\d\b")]
    private static partial Regex AuthorAndYear();
}
