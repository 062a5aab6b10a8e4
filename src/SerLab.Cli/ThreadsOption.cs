using System.CommandLine;
using SerLab.Options;

namespace SerLab.Cli;

/// <summary><c>--threads</c>, the same for every command.</summary>
internal static class ThreadsOption
{
    private const int Most = 1024;

    /// <summary>A fresh option: one per command.</summary>
    public static Option<int> New() => new("--threads") { Description = "most threads at once; results do not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };

    /// <summary>Its value.</summary>
    /// <exception cref="OptionsException">It is outside 1 to 1024.</exception>
    public static int Of(ParseResult parsed, Option<int> option)
    {
        var count = parsed.GetValue(option);
        return count is >= 1 and <= Most ? count : throw new OptionsException("--threads", [$"it is {count}; use 1 to {Most}, {Environment.ProcessorCount} are here."]);
    }
}
