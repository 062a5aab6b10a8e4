using System.Diagnostics;

namespace SerLab.Tests;

/// <summary>Debian's Python as an independent judge.</summary>
internal static class Python
{
    /// <summary>Debian's interpreter.</summary>
    public const string Program = "/usr/bin/python3";

    /// <summary>Why a test that asks some packages must be skipped; null when they are there.</summary>
    /// <param name="packages">Names as Python imports them; Debian's packages are called python3-NAME.</param>
    public static string? Missing(params string[] packages)
    {
        string[] missing = [.. packages.Where(package => !Directory.Exists($"/usr/lib/python3/dist-packages/{package}"))];
        return File.Exists(Program) && missing.Length == 0 ? null : $"needs {Program} with Debian's {string.Join(", ", packages.Select(package => $"python3-{package}"))} (an independent judge)";
    }

    /// <summary>Runs a script with arguments and gives what it printed; fails the test when the script fails.</summary>
    public static string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
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
    public PythonFactAttribute() => Skip = Python.Missing("numpy", "sklearn");
}
