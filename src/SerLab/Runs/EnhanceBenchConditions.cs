using System.Globalization;

namespace SerLab.Runs;

/// <summary>A condition of a bench: clean speech, or one noise at one SNR.</summary>
/// <param name="NoiseIndex">Which noise; -1 for clean speech.</param>
/// <param name="SnrDb">Speech power over noise power, dB; null for clean speech.</param>
internal sealed record BenchCondition(int NoiseIndex, double? SnrDb);

/// <summary>Conditions whose results stand in one row of a table.</summary>
/// <param name="Noise">The noise's name, "clean", "recorded noises" or "all noises".</param>
/// <param name="SnrDb">Their SNR, dB; null for clean speech.</param>
/// <param name="Members">Positions among the conditions.</param>
internal sealed record BenchRow(string Noise, double? SnrDb, IReadOnlyList<int> Members)
{
    public const string Clean = "clean", RecordedNoises = "recorded noises", AllNoises = "all noises";
}

/// <summary>The conditions of a bench, clean speech first, and the rows its tables have. Immutable.</summary>
internal sealed class EnhanceBenchConditions
{
    public EnhanceBenchConditions(IReadOnlyList<BenchNoise> noises, IReadOnlyList<double> snrsDb)
    {
        All = [new BenchCondition(-1, null), .. Enumerable.Range(0, noises.Count).SelectMany(noise => snrsDb.Select(snr => new BenchCondition(noise, snr)))];
        Rows =
        [
            new BenchRow(BenchRow.Clean, null, [0]),
            .. noises.SelectMany((noise, n) => snrsDb.Select(snr => Row(noise.Name, snr, position => position == n))),
            .. noises.Count(noise => noise.IsRecorded) < 2 ? [] : snrsDb.Select(snr => Row(BenchRow.RecordedNoises, snr, n => noises[n].IsRecorded)),
            .. noises.Count < 2 ? [] : snrsDb.Select(snr => Row(BenchRow.AllNoises, snr, _ => true)),
        ];
    }

    /// <summary>Clean speech, then every noise at every SNR.</summary>
    public IReadOnlyList<BenchCondition> All { get; }

    /// <summary>One row per condition, then means over the recorded and over all noises.</summary>
    public IReadOnlyList<BenchRow> Rows { get; }

    /// <summary>"white 5 dB", "clean".</summary>
    public static string NameOf(string noise, double? snrDb) => snrDb is { } db ? string.Create(CultureInfo.InvariantCulture, $"{noise} {db} dB") : noise;

    private BenchRow Row(string name, double snrDb, Func<int, bool> isMember) =>
        new(name, snrDb, [.. Enumerable.Range(1, All.Count - 1).Where(i => All[i].SnrDb == snrDb && isMember(All[i].NoiseIndex))]);
}
