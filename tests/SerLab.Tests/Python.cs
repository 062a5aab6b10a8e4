using System.Diagnostics;

namespace SerLab.Tests;

/// <summary>Debian's Python as an independent judge.</summary>
internal static class Python
{
    /// <summary>Runs a script with arguments and gives what it printed; fails the test when the script fails.</summary>
    public static string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", script, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output.Trim();
    }
}

/// <summary>A fact that needs Debian's Python with NumPy and scikit-learn.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    private static readonly bool HasPackages =
        Directory.Exists("/usr/lib/python3/dist-packages/numpy") && Directory.Exists("/usr/lib/python3/dist-packages/sklearn");

    public PythonFactAttribute()
    {
        if (!File.Exists("/usr/bin/python3") || !HasPackages) Skip = "needs Debian's python3-numpy and python3-sklearn (independent judges)";
    }
}
