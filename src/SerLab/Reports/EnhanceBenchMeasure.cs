using SerLab.Metrics;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>A signal measure as a bench's tables show it.</summary>
/// <param name="Title">Its name and unit.</param>
/// <param name="Word">Its name in CSV columns.</param>
/// <param name="Decimals">Decimals that are shown.</param>
/// <param name="IsHigherBetter">Whether a gain is above zero.</param>
/// <param name="Of">Its summary in a row.</param>
internal sealed record EnhanceBenchMeasure(string Title, string Word, int Decimals, bool IsHigherBetter, Func<SignalRow, MeasureSummary?> Of)
{
    /// <summary>All measures, in the order of the tables.</summary>
    public static IReadOnlyList<EnhanceBenchMeasure> All { get; } =
    [
        new("SI-SDR, dB", "si_sdr_db", 1, true, row => row.SiSdrDb),
        new("Segmental SNR, dB", "segmental_snr_db", 1, true, row => row.SegmentalSnrDb),
        new("Log-spectral distance, dB", "log_spectral_distance_db", 1, false, row => row.LogSpectralDistanceDb),
        new("STOI", "stoi", 3, true, row => row.Stoi),
    ];

    /// <summary>"+5.6", with a true minus.</summary>
    public static string Signed(double value, int decimals)
    {
        var text = Words.Number(Math.Abs(value), decimals);
        return text.Trim('0', '.').Length == 0 ? text : (value < 0 ? "\u2212" : "+") + text;
    }

    /// <summary>"+5.1 to +6.0".</summary>
    public static string SignedRange(Interval interval, int decimals) => $"{Signed(interval.Low, decimals)} to {Signed(interval.High, decimals)}";

    /// <summary>The class of a gain's cell: good or bad where the interval leaves out zero.</summary>
    public static string Verdict(Interval gain, bool isHigherBetter) => gain.Contains(0) ? "soft" : gain.Low > 0 == isHigherBetter ? "good" : "bad";

    /// <summary>The class of a gain's cell; what is shown as zero is neither good nor bad.</summary>
    public string Verdict(double gain, Interval interval) => Signed(gain, Decimals)[0] == '0' ? "soft" : Verdict(interval, IsHigherBetter);
}
