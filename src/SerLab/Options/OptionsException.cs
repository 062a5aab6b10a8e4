namespace SerLab.Options;

/// <summary>Settings that cannot work: all problems at once, each with value, limit and cure.</summary>
public sealed class OptionsException : Exception
{
    /// <param name="subject">What was checked.</param>
    /// <param name="problems">At least one problem.</param>
    public OptionsException(string subject, IReadOnlyList<string> problems)
        : base(problems.Count == 1 ? $"{subject}: {problems[0]}" : $"{subject}: {problems.Count} problems\n  - {string.Join("\n  - ", problems)}")
        => Problems = problems;

    /// <summary>Each problem as one sentence.</summary>
    public IReadOnlyList<string> Problems { get; }
}
