using System.Globalization;

namespace SerLab.Reports;

/// <summary>Numbers as the report shows them: shares in percent, differences in points, always with a decimal point.</summary>
internal static class Words
{
    private const string Minus = "\u2212";

    /// <summary>A share as percent with one decimal, without the sign: 0.8042 is "80.4".</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static string Points(double difference)
    {
        var text = Math.Abs(100 * difference).ToString("F1", CultureInfo.InvariantCulture);
        return text == "0.0" ? text : difference < 0 ? Minus + text : "+" + text;
    }

    public static string Number(double value, int decimals) =>
        double.IsNaN(value) ? "–" : value.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace("-", Minus, StringComparison.Ordinal);

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(",", "\u2009", StringComparison.Ordinal);

    /// <summary>All digits that tell the value from its neighbours, for machines.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>"p = 0.012", or "p &lt; 0.001".</summary>
    public static string PValue(double p) => p < 0.001 ? "p < 0.001" : $"p = {PNumber(p)}";

    public static string PNumber(double p) => p < 0.001 ? "< 0.001" : p >= 0.9995 ? "1" : p.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>"48.1 s", "3 min 05 s", "2 h 10 min".</summary>
    public static string Duration(double seconds)
    {
        if (seconds < 1) return seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
        if (seconds < 60) return seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        var whole = (long)Math.Round(seconds);
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole % 3600 / 60:00} min");
    }

    /// <summary>"1 speaker", "10 speakers".</summary>
    public static string Plural(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";
}
