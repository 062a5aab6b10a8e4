using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Rhythm;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary>Commands that take recordings and give sound or measurements: <c>denoise</c>, <c>pitch</c>, <c>rate</c>.</summary>
internal static class SoundCommands
{
    /// <summary><c>serlab denoise IN OUT</c>.</summary>
    public static Command Denoise(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "a recording, or a folder of them" };
        var output = new Argument<string>("OUT") { Description = "the wav file, or the folder for them" };
        var recipe = new Option<string[]>("--recipe")
        {
            Description = $"what cleans: {string.Join(", ", Catalog.BuiltIn.KindsOf(typeof(EnhancerOptions)).Select(entry => entry.Name))}; or JSON with settings, such as {{\"kind\":\"omlsa\",\"mode\":\"streaming\"}}; several are done in their order",
            DefaultValueFactory = _ => ["omlsa"],
        };
        var mix = new Option<ChannelMix>("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
        var command = new Command("denoise", "Remove background noise from recordings (wav, 16 bits, mono, at their own rate)") { input, output, recipe, mix };
        command.SetAction((parsed, cancel) =>
        {
            var json = Plugins.Json(parsed);
            var recipes = parsed.GetValue(recipe)!.Select(text =>
                (EnhancerOptions)json.Read(typeof(EnhancerOptions), text.StartsWith('{') ? RecipeJson.Parse(text, "--recipe") : new JsonObject { ["kind"] = text }, "--recipe")).ToArray();
            var source = parsed.GetValue(input)!;
            var target = parsed.GetValue(output)!;
            if (!Directory.Exists(source) && Path.GetExtension(target) != ".wav") throw new OptionsException("denoise", [$"OUT is \"{target}\"; name a .wav file, the only format that is written."]);
            foreach (var (path, destination) in RecordingFiles.WithTargets(source, path => Directory.Exists(source) ? Path.Combine(target, Path.ChangeExtension(Path.GetRelativePath(source, path), ".wav")) : target))
            {
                cancel.ThrowIfCancellationRequested();
                var clip = AudioFile.Read(path, parsed.GetValue(mix));
                var cleaned = recipes.Aggregate(clip, (sound, options) => options.Prepare(sound.SampleRateHz).Enhance(sound));
                SafeFile.Write(destination, stream => WavWriter.Write(stream, cleaned, WavFormat.Pcm16));
                terminal.Output.WriteLine(destination);
            }

            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary><c>serlab pitch IN OUTDIR</c>.</summary>
    public static Command Pitch(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "a recording, or a folder of them" };
        var output = new Argument<string>("OUTDIR") { Description = "the folder for one CSV per recording: time_s,f0_hz; 0 is unvoiced" };
        var mix = new Option<ChannelMix>("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
        var command = new Command("pitch", "Track the fundamental frequency of recordings, every 10 ms") { input, output, mix };
        command.SetAction((parsed, cancel) =>
        {
            foreach (var (path, destination) in RecordingFiles.WithTargets(parsed.GetValue(input)!, path => Path.Combine(parsed.GetValue(output)!, Path.GetFileNameWithoutExtension(path) + ".csv")))
            {
                cancel.ThrowIfCancellationRequested();
                var clip = AudioFile.Read(path, parsed.GetValue(mix));
                var track = new PitchTracker(new PitchTrackerOptions(), clip.SampleRateHz).Track(clip);
                SafeFile.Write(destination, stream =>
                {
                    using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                    writer.WriteLine("time_s,f0_hz");
                    for (var i = 0; i < track.Hz.Length; i++)
                        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FrameGrid.CentreSeconds(i):F4},{track.Hz[i]:F3}"));
                });
                terminal.Output.WriteLine(destination);
            }

            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary><c>serlab rate IN</c>.</summary>
    public static Command Rate(Terminal terminal)
    {
        var input = new Argument<string>("IN") { Description = "a recording, or a folder of them" };
        var mix = new Option<ChannelMix>("--channel") { Description = "how several channels become one", DefaultValueFactory = _ => ChannelMix.Mean };
        var command = new Command("rate", "Count syllables and measure the speaking rate of recordings, as CSV") { input, mix };
        command.SetAction((parsed, cancel) =>
        {
            terminal.Output.WriteLine("id,syllables,seconds,speech_rate_hz");
            foreach (var path in RecordingFiles.Of(parsed.GetValue(input)!))
            {
                cancel.ThrowIfCancellationRequested();
                var clip = AudioFile.Read(path, parsed.GetValue(mix));
                var rate = SpeakingRate.Of(new ClipAnalysis(clip, new AnalysisPlan(clip.SampleRateHz, new PitchTrackerOptions())));
                terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)},{rate.Syllables},{rate.Seconds:F3},{rate.SpeechRateHz:F3}"));
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
