using System.CommandLine;

namespace SerLab.Cli;

/// <summary>The tool's commands.</summary>
public static class Commands
{
    /// <summary>The root command with all others below it.</summary>
    /// <param name="terminal">Where they write.</param>
    public static RootCommand All(Terminal terminal) => new("SerLab: how well can emotion be heard in speech, by speakers never heard before?")
    {
        Plugins.Option,
        DemoCommand.Make(terminal),
        CompareCommand.Make(terminal),
        TrainCommand.Make(terminal),
        PredictCommand.Make(terminal),
        FuseCommand.Make(terminal),
        FeaturesCommand.Make(terminal),
        CorpusCommand.Make(terminal),
        SoundCommands.Denoise(terminal),
        SoundCommands.Pitch(terminal),
        SoundCommands.Rate(terminal),
        EnhanceBenchCommand.Make(terminal),
        RunsCommand.Make(terminal),
        ReportCommand.Make(terminal),
        ReproduceCommand.Make(terminal),
        SchemaCommand.Make(terminal),
        DoctorCommand.Make(terminal),
    };
}
