namespace SerLab.Cli.Tests;

/// <summary>What a command did.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>Runs commands in this process, as the tool would.</summary>
internal static class CommandLine
{
    public static Outcome Run(params string[] args) => Run(default, args);

    public static Outcome Run(CancellationToken cancel, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandRunner.Run(args, new Terminal(output, error, false, 200), cancel);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>A spec of one small model on one sentence of the demo corpus: a second of work.</summary>
    public static string SmallSpec(string changes = "") => $$"""
        // A comment, and a comma too many at the end: both are allowed.
        {
          "name": "small", "corpus": { "kind": "demo", "sentences": 1 }, "sampleRateHz": 16000, "mix": "mean", "seed": 1,
          "folds": { "kind": "speaker-k-fold", "k": 3 },
          "models": [ { "name": "SVM", "features": "prosody", "normalisation": "z", "classifier": "svm" } ],
          {{changes}}
        }
        """;
}
