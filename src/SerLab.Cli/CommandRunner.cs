using System.CommandLine;
using SerLab.Options;

namespace SerLab.Cli;

/// <summary>Runs one command line and turns what happens into an exit code.</summary>
/// <remarks>0 done, 1 the input or the data is at fault, 2 the command line or spec is at fault, 130 stopped by Ctrl-C.</remarks>
public static class CommandRunner
{
    private const int DataAtFault = 1, SettingsAtFault = 2, Stopped = 130;

    /// <summary>Parses and runs.</summary>
    /// <param name="args">The words after the tool's name.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, Terminal terminal, CancellationToken cancel)
    {
        try
        {
            var parsed = Commands.All(terminal).Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors) terminal.Error.WriteLine($"serlab: {InWords(error.Message)}");
                var words = string.Concat(args.TakeWhile(word => !word.StartsWith('-')).Take(1).Select(word => word + " "));
                terminal.Error.WriteLine($"See `serlab {words}--help`.");
                return SettingsAtFault;
            }

            return parsed.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancel).GetAwaiter().GetResult();
        }
        catch (OptionsException wrong)
        {
            terminal.Error.WriteLine($"serlab: {wrong.Message}");
            return SettingsAtFault;
        }
        catch (BadInputException wrong)
        {
            terminal.Error.WriteLine($"serlab: {wrong.Message}");
            return DataAtFault;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("serlab: stopped; run the same command again to go on where it was.");
            return Stopped;
        }
        catch (Exception unforeseen) when (unforeseen is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"serlab: {unforeseen.Message.TrimEnd('.')}; check the path, free space and permissions.");
            return DataAtFault;
        }
        catch (Exception unforeseen)
        {
            // A fault of ours: say so, with what it takes to find it.
            terminal.Error.WriteLine($"serlab: this is a fault in SerLab {Runs.Machine.CodeVersion}, not in your data; please report it with the command and these lines:\n{unforeseen}");
            return DataAtFault;
        }
    }

    // System.CommandLine names .NET's types; a user types words and numbers.
    private static string InWords(string message)
    {
        foreach (var (type, words) in ((string, string)[])
        [
            ("System.Nullable`1[System.UInt64]", "a whole number from 0"), ("System.Nullable`1[System.Double]", "a number"), ("System.Int32", "a whole number"),
            ("SerLab.Audio.ChannelMix", "mean, left or right"), ("SerLab.Corpora.BadFilePolicy", "fail or skip"),
        ])
            message = message.Replace($"expected type '{type}'", words);
        return string.Join("; ", message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
