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
            var recipes = RunArguments.EnhancersOf(parsed.GetValue(recipe)!, "--recipe", json);
            var source = parsed.GetValue(input)!;
            var target = parsed.GetValue(output)!;
            if (!Directory.Exists(source) && Path.GetExtension(target) != ".wav") throw new OptionsException("denoise", [$"OUT is \"{target}\"; name a .wav file, the only format that is written."]);
            foreach (var (path, destination) in RecordingFiles.WithTargets(source, path => Directory.Exists(source) ? Path.Combine(target, Path.ChangeExtension(Path.GetRelativePath(source, path), ".wav")) : target))
            {
                cancel.ThrowIfCancellationRequested();
                var sound = Sound.Of(new FileRecording(path), parsed.GetValue(mix));
                var cleaned = sound.Through(clip => recipes.Aggregate(clip, (now, options) => options.Prepare(now.SampleRateHz).Enhance(now)), recipes.All(options => options.WorksInStretches));
                SafeFile.Write(destination, stream => Write(stream, cleaned, sound));
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
                var sound = Sound.Of(new FileRecording(path), parsed.GetValue(mix));
                var tracker = new PitchTracker(new PitchTrackerOptions(), sound.SampleRateHz);
                SafeFile.Write(destination, stream =>
                {
                    using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                    writer.WriteLine("time_s,f0_hz");
                    var frame = 0;
                    foreach (var stretch in sound)
                    {
                        cancel.ThrowIfCancellationRequested();
                        var hz = tracker.Track(stretch.Clip).Hz;
                        var (first, count) = stretch.Core(FrameGrid.FramesPerSecond, hz.Length);
                        foreach (var value in hz.Slice(first, count)) writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FrameGrid.CentreSeconds(frame++):F4},{value:F3}"));
                    }
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
            terminal.Output.WriteLine("id,syllables,seconds,speech_rate_hz,articulation_rate_hz,pauses,pause_s,longest_pause_s");
            foreach (var path in RecordingFiles.Of(parsed.GetValue(input)!))
            {
                cancel.ThrowIfCancellationRequested();
                var sound = Sound.Of(new FileRecording(path), parsed.GetValue(mix));
                var rate = SpeakingRate.Of(sound, new AnalysisPlan(sound.SampleRateHz, new PitchTrackerOptions()));
                terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{Path.GetFileNameWithoutExtension(path)},{rate.Syllables},{rate.Seconds:F3},{rate.SpeechRateHz:F3},{rate.ArticulationRateHz:F3},{rate.Pauses},{rate.PauseSeconds:F3},{rate.LongestPauseSeconds:F3}"));
            }

            return Task.FromResult(0);
        });
        return command;
    }

    // What works in stretches keeps the length, so the header can be written first; the rest is in one piece.
    private static void Write(Stream stream, IEnumerable<Stretch> cleaned, Sound sound)
    {
        if (cleaned is Sound whole) WavWriter.Write(stream, whole.ToClip(), WavFormat.Pcm16);
        else WavWriter.Write(stream, cleaned.Select(stretch => stretch.CoreSamples), (long)Math.Round(sound.DurationSeconds * sound.SampleRateHz), sound.SampleRateHz, WavFormat.Pcm16);
    }
}
