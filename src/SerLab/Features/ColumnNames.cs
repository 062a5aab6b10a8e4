using System.Text.RegularExpressions;

namespace SerLab.Features;

/// <summary>How columns are named: <c>quantity_unit</c> for a descriptor, then <c>_delta</c> or <c>_delta2</c> for its change, then the statistic of a
/// functional.</summary>
/// <remarks>
/// Units: <c>hz</c>, <c>khz</c>, <c>s</c>, <c>st</c> (semitones above 27.5 Hz), <c>db</c>, <c>db_per_khz</c>, <c>ln</c> (natural logarithm of power), <c>ratio</c>
/// (no unit), <c>share</c> (0 to 1 of a whole), <c>acum</c> (sharpness).
/// A delta is the change per frame of 10 ms. A statistic keeps the unit of its descriptor, unless its own name ends in one: <c>per_s</c> and <c>per_s2</c> (the
/// descriptor's unit per second, per second squared),
/// <c>hz</c> (events per second), <c>ratio</c>, <c>share</c>. So <c>f0_st_mean</c> is in semitones, <c>f0_st_slope_per_s</c> in semitones per second,
/// <c>f0_st_skewness_ratio</c> has no unit.
/// </remarks>
public static partial class ColumnNames
{
    /// <summary>True when a name is built by this scheme.</summary>
    public static bool IsWellFormed(string name) => Scheme().IsMatch(name);

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*_(hz|khz|s|st|db|db_per_khz|ln|ratio|share|acum)(_delta2?)?(_[a-z0-9_]+)?$")]
    private static partial Regex Scheme();
}
