using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Features.Sets;
using SerLab.Features.Sets.Presets;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>How fast sound becomes spectra, cepstra and another sample rate on one core, beside SciPy in the same run and beside the limit of the machine.</summary>
/// <remarks>
/// Audio seconds per CPU second of this process (medians of rounds that take turns with SciPy's). The limit is what the arithmetic alone would take at the rate of
/// multiply-adds that a loop without memory reaches; a transform of N real samples counts as 2.5 N log2 N operations.
/// </remarks>
internal sealed class SpectralSignalSpeed : IStudy
{
    private const int RateHz = 16000, Seconds = 60, Rounds = 3;

    // Per frame of MFCC: window, transform, powers, two weights per bin, 20 operations a logarithm, cosine transform.
    internal const double MfccFlops = 400 + (2.5 * 512 * 9) + (3 * 257) + (4 * 257) + (26 * 20) + (2 * 26 * 13);
    internal const double ResampleFlops = 2.0 * 770 * 16000;

    public string Name => "signal-speed";

    public void Run(IReadOnlyList<string> arguments)
    {
        var samples = new float[RateHz * Seconds];
        float[] speech = [.. new DemoCorpusOptions().Load().Utterances.Take(8).SelectMany(utterance => utterance.Read(ChannelMix.Mean).Samples.ToArray())];
        for (var n = 0; n < samples.Length; n++) samples[n] = speech[n % speech.Length];
        var clip = new Clip(samples, RateHz);
        var clip48 = new Resampler(RateHz, 48000).Resample(clip);
        var work = Work(clip, clip48);
        var ours = work.Keys.ToDictionary(name => name, _ => new List<double>());
        var theirs = new Dictionary<string, List<double>>();
        foreach (var (name, (action, amount)) in work) CpuTime.Rate(action, amount);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, (action, amount)) in work) ours[name].Add(CpuTime.Rate(action, amount));
            foreach (var (name, rate) in SciPy()) (theirs.TryGetValue(name, out var rates) ? rates : theirs[name] = []).Add(rate);
        }

        Print(ours.ToDictionary(pair => pair.Key, pair => CpuTime.Median(pair.Value)), theirs.ToDictionary(pair => pair.Key, pair => CpuTime.Median(pair.Value)));
        PrintDescriptors(clip);
    }

    // Descriptors with their own spectra, x real time, one round: what else a set pays for.
    private static void PrintDescriptors(Clip clip)
    {
        var plan = new AnalysisPlan(RateHz, new PitchTrackerOptions());
        DescriptorOptions[] kinds =
        [
            new GammatoneOptions(), new PcenOptions(), new RastaBandsOptions(), new SharpnessOptions(), new HarmonicityOptions(), new SpectralShapeOptions(), new EnergyOptions(),
            new ZeroCrossingsOptions(),
        ];
        foreach (var kind in kinds)
        {
            var descriptor = kind.Prepare(RateHz);
            var rows = new float[Seconds * FrameGrid.FramesPerSecond * descriptor.Columns.Count];
            PrintRate(kind.Kind, () => descriptor.Describe(new ClipAnalysis(clip, plan), rows));
        }

        var modulation = new ModulationSpectrum(RateHz);
        var values = new float[ModulationSpectrum.Names.Count];
        PrintRate("modulation spectrum", () => modulation.Measure(modulation.Envelopes(new FramedSamples(clip)), values));
        foreach (var set in new FeatureSetOptions[] { new HtkSetOptions(), new KaldiSetOptions(), new LibrosaSetOptions() })
        {
            var extractor = set.Prepare(RateHz);
            PrintRate($"set {set.Kind}", () => extractor.Extract(clip));
        }
    }

    private static void PrintRate(string name, Action action)
    {
        CpuTime.Rate(action, Seconds);
        Line(name, CpuTime.Rate(action, Seconds), null, null);
    }

    private static Dictionary<string, (Action Action, double Amount)> Work(Clip clip, Clip clip48)
    {
        var plan = new AnalysisPlan(RateHz, new PitchTrackerOptions());
        IDescriptor mfcc = new MfccOptions().Prepare(RateHz), logMel = new LogMelOptions().Prepare(RateHz);
        IFeatureExtractor mfccSet = new MfccSetOptions().Prepare(RateHz);
        var rows = new float[Seconds * FrameGrid.FramesPerSecond * 26];
        var resampler = new Resampler(48000, RateHz);
        var (one, lanes) = (new RealFft(512), new LaneFft<float>(512));
        float[] frame = clip.Samples[..512].ToArray(), real = new float[257], imaginary = new float[257], scratch = new float[one.ScratchLength];
        Vector256<float>[] signals = new Vector256<float>[512], held = new Vector256<float>[512], power = new Vector256<float>[257];
        for (var n = 0; n < held.Length; n++) held[n] = Vector256.Create(frame[n]);
        const int Transforms = 4096;
        var gflop = Transforms * MachineLimit.TransformFlops(512) / 1e9;
        return new Dictionary<string, (Action, double)>
        {
            ["mfcc"] = (() => mfcc.Describe(new ClipAnalysis(clip, plan), rows), Seconds),
            ["log-mel"] = (() => logMel.Describe(new ClipAnalysis(clip, plan), rows), Seconds),
            ["set mfcc"] = (() => mfccSet.Extract(clip), Seconds),
            ["resample"] = (() => resampler.Resample(clip48), Seconds),
            ["fft"] = (() =>
            {
                for (var i = 0; i < Transforms / LaneFft<float>.Lanes; i++)
                {
                    held.CopyTo(signals, 0);
                    lanes.Power(signals, power);
                }
            }, gflop),
            ["fft alone"] = (() =>
            {
                for (var i = 0; i < Transforms; i++) one.Forward(frame, real, imaginary, scratch);
            }, gflop),
            ["multiply-adds"] = (MachineLimit.MultiplyAdds, MachineLimit.MultiplyAddsGflop),
            ["memory"] = (MachineLimit.ReadMemory, MachineLimit.MemoryGigabytes),
        };
    }

    private static void Print(Dictionary<string, double> ours, Dictionary<string, double> theirs)
    {
        var peak = ours["multiply-adds"];
        Console.WriteLine($"One core: {peak:F0} GFLOP/s of multiply-adds in 256-bit vectors, {ours["memory"]:F1} GB/s read from memory.");
        Console.WriteLine($"{"",-34} {"SerLab",10} {"SciPy",10} {"limit",10} {"reached",10}");
        Line("MFCC 13 of 26 mel, x real time", ours["mfcc"], theirs["mfcc"], peak * 1e9 / (MfccFlops * FrameGrid.FramesPerSecond));
        Line("log-mel 26, x real time", ours["log-mel"], null, null);
        Line("set mfcc (39 columns), x", ours["set mfcc"], null, null);
        Line("resample 48 to 16 kHz, x", ours["resample"], theirs["resample"], peak * 1e9 / ResampleFlops);
        Line("power of 512 samples, GFLOP/s", ours["fft"], theirs["fft"], peak);
        Line("RealFft of 512 samples, GFLOP/s", ours["fft alone"], theirs["fft"], peak);
    }

    private static void Line(string name, double own, double? other, double? limit) =>
        Console.WriteLine($"{name,-34} {Text(own, "F1"),10} {Text(other, "F1"),10} {Text(limit, "F0"),10} {Text(own / limit, "P0"),10}");

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static IEnumerable<(string Name, double Rate)> SciPy([CallerFilePath] string here = "")
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Path.GetDirectoryName(here)!, "spectral_signal_speed.py")]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return lines.Select(line => line.Split(' ')).Select(words => (words[0], double.Parse(words[1], CultureInfo.InvariantCulture)));
    }
}
