using System.Text.Json.Serialization;
using SerLab.Features.Pitch;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Settings of a feature set of one's own: any descriptors, as frames, as functionals, or both. The other sets are such compositions.</summary>
/// <param name="Descriptors">What is measured of every frame.</param>
/// <param name="Columns">Names of the descriptors' columns to keep, in the descriptors' order; null keeps all. <c>serlab features descriptors</c> names them.</param>
/// <param name="DeltaOrder">0: descriptors alone; 1: with their change over time; 2: with the change of that as well. Functionals use the first change at most.</param>
/// <param name="Frames">Whether the set gives one row per frame.</param>
/// <param name="Statistics">Functionals of the descriptors; null or empty gives no row per utterance, unless <paramref name="Rhythm"/> does.</param>
/// <param name="VoicedStatistics">Functionals over the voiced frames alone of descriptors that are measured everywhere.</param>
/// <param name="UnvoicedStatistics">Functionals over the unvoiced frames alone of such descriptors.</param>
/// <param name="DeltaStatistics">Functionals of the descriptors' change over time.</param>
/// <param name="Rhythm">Whether speaking rate, pauses, voiced stretches and loudness modulation are in the row per utterance.</param>
/// <param name="Pitch">The pitch tracker; null takes its defaults.</param>
/// <param name="Modulation">Whether the modulation spectrum, 8 bands of frequency by 5 octaves of swinging, is in the row per utterance.</param>
[Kind("custom", "any descriptors, as frames or functionals or both")]
public sealed record CustomSetOptions(
    IReadOnlyList<DescriptorOptions> Descriptors,
    IReadOnlyList<string>? Columns = null,
    int DeltaOrder = 0,
    bool Frames = true,
    IReadOnlyList<Statistic>? Statistics = null,
    IReadOnlyList<Statistic>? VoicedStatistics = null,
    IReadOnlyList<Statistic>? UnvoicedStatistics = null,
    IReadOnlyList<Statistic>? DeltaStatistics = null,
    bool Rhythm = false,
    PitchTrackerOptions? Pitch = null,
    bool Modulation = false) : FeatureSetOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override int Version => 3;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems
            .Unless(Descriptors.Count > 0, $"Descriptors is empty; name at least one, for example mfcc.")
            .Unless(DeltaOrder is >= 0 and <= 2, $"DeltaOrder is {DeltaOrder}; use 0, 1 or 2.")
            .Unless(Frames || Rhythm || Modulation || Statistics is { Count: > 0 }, $"the set gives nothing; set Frames, Rhythm or Modulation to true, or name Statistics.")
            .Unless(Descriptors.Select(descriptor => descriptor.Kind).Distinct().Count() == Descriptors.Count, $"a descriptor is there twice; name each kind once.");
        foreach (var descriptor in Descriptors) problems.Include(nameof(Descriptors), descriptor);
        Pitch?.Check(problems);
    }

    /// <inheritdoc/>
    public override IFeatureExtractor Prepare(int sampleRateHz)
    {
        Validate();
        return new SetExtractor(this, sampleRateHz);
    }

    /// <inheritdoc/>
    public override SchemaDescription DescribeColumns(int sampleRateHz)
    {
        Validate();
        return new SetExtractor(this, sampleRateHz).Describe();
    }
}
