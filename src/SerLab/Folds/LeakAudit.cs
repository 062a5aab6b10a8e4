using System.Text.Json.Serialization;

namespace SerLab.Folds;

/// <summary>One way in which test rows are known to training.</summary>
/// <param name="What">"shared speaker", "shared recording", "overlapping stretch", "near-duplicate audio", "unknown speaker", "shared source file", "shared text".</param>
/// <param name="TestRows">Test rows affected, summed over the folds.</param>
/// <param name="OfTestRows">Test rows in all, summed over the folds.</param>
/// <param name="IsLeak">True when it inflates speaker-independent figures and is refused unless asked for; false when it is only worth knowing.</param>
/// <param name="Meaning">What it means for the figures, in a sentence.</param>
/// <param name="Examples">A few of them, as "test id ~ training id" or a name.</param>
public sealed record LeakFinding(string What, int TestRows, int OfTestRows, bool IsLeak, string Meaning, IReadOnlyList<string> Examples);

/// <summary>What the audit of a split found. Immutable.</summary>
/// <param name="Findings">Every kind of overlap that was looked for, also those with none.</param>
public sealed record LeakAudit(IReadOnlyList<LeakFinding> Findings)
{
    /// <summary>True when some test row is known to training in a way that inflates the figures: every output then says LEAKY.</summary>
    [JsonIgnore]
    public bool IsLeaky => Findings.Any(finding => finding is { IsLeak: true, TestRows: > 0 });
}
