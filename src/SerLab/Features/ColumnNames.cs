using System.Text.RegularExpressions;

namespace SerLab.Features;

/// <summary>How columns are named: <c>quantity_unit</c> for a descriptor, then <c>_delta</c> or <c>_delta2</c> for its change, then the statistic of a
/// functional.</summary>
/// <remarks>
/// A delta is the change per frame of 10 ms. A statistic keeps the unit of its descriptor, unless its own name ends in one (<see cref="StatisticNames"/>). So
/// <c>f0_st_mean</c> is in semitones, <c>f0_st_slope_per_s</c> in semitones per second, <c>f0_st_skewness_ratio</c> has no unit.
/// </remarks>
public static partial class ColumnNames
{
    /// <summary>What <see cref="Unit"/> says of a name that is not built by this scheme.</summary>
    public const string UnitNotStated = "not stated";

    /// <summary>The unit of what has none.</summary>
    internal const string NoUnit = "none";

    /// <summary>The unit of a part of a whole.</summary>
    internal const string ShareUnit = "share, 0 to 1";

    /// <summary>True when a name is built by this scheme.</summary>
    public static bool IsWellFormed(string name) => Scheme().IsMatch(name);

    /// <summary>The unit of a column in words, as its name states it; <see cref="UnitNotStated"/> when the name is not well formed.</summary>
    public static string Unit(string name)
    {
        var parts = Scheme().Match(name);
        if (!parts.Success) return UnitNotStated;
        var unit = Word(parts.Groups["unit"].Value);
        var ofChange = parts.Groups["delta"].Value switch { "" => unit, "_delta" => Per(unit, "frame"), _ => Per(unit, "frame squared") };
        return StatisticNames.Unit(parts.Groups["statistic"].Value, ofChange);
    }

    /// <summary>A unit over another one.</summary>
    internal static string Per(string unit, string divisor) => unit == NoUnit ? $"per {divisor}" : $"{unit} per {divisor}";

    private static string Word(string unit) => unit switch
    {
        "hz" => "Hz",
        "khz" => "kHz",
        "s" => "seconds",
        "st" => "semitones",
        "db" => "dB",
        "db_per_khz" => "dB per kHz",
        "ln" => "natural logarithm",
        "share" => ShareUnit,
        "acum" => "acum",
        _ => NoUnit,
    };

    // The first word that is a unit ends the descriptor's name, unless another unit stands right behind it (alpha_ratio_db).
    [GeneratedRegex(
        "^[a-z][a-z0-9]*?(_[a-z0-9]+)*?_(?<unit>db_per_khz|hz|khz|s|st|db|ln|ratio|share|acum)(?!_(hz|khz|s|st|db|ln|ratio|share|acum)(_|$))" +
        "(?<delta>_delta2?)?(_(?<statistic>[a-z0-9_]+))?$")]
    private static partial Regex Scheme();
}
