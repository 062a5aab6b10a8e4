using System.Globalization;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;

namespace SerLab.Benchmarks.Studies;

/// <summary>What the descriptors of the voice cost beside the pitch tracker and the spectra that they share: audio seconds per second of processor time, which
/// does not count what other programs take.</summary>
internal sealed class VoiceSpeedStudy : IStudy
{
    private const int EveryFile = 20;
    private const int Rounds = 15;

    /// <inheritdoc/>
    public string Name => "voice-speed";

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        Clip[] clips =
        [
            .. Directory.GetFiles(Path.Combine(SharedData.Emodb, "wav"), "*.wav").Order(StringComparer.Ordinal).Where((_, i) => i % EveryFile == 0).Select(path => AudioFile.Read(path, ChannelMix.Mean)),
        ];
        var rateHz = clips[0].SampleRateHz;
        var plan = new AnalysisPlan(rateHz, new PitchTrackerOptions());
        var seconds = clips.Sum(clip => clip.DurationSeconds);
        SpectrumPlan narrow = new(0.05, rateHz), wide = new(0.025, rateHz);
        // What a descriptor shares with others is measured before the clock starts.
        ClipAnalysis[] analyses = [.. clips.Select(clip => new ClipAnalysis(clip, plan))];
        foreach (var analysis in analyses) GC.KeepAlive((analysis.Pitch, analysis.PowerSpectra(narrow), analysis.PowerSpectra(wide)));
        Print("pitch tracker", i => GC.KeepAlive(new ClipAnalysis(clips[i], plan).Pitch));
        Print("spectra, 25 ms", i => GC.KeepAlive(new ClipAnalysis(clips[i], plan).PowerSpectra(wide)));
        Print("spectra, 50 ms", i => GC.KeepAlive(new ClipAnalysis(clips[i], plan).PowerSpectra(narrow)));
        foreach (var options in new DescriptorOptions[] { new VoiceQualityOptions(), new FormantsOptions(), new GlottalFlowOptions(), new SpectralShapeOptions() })
        {
            var descriptor = options.Prepare(rateHz);
            Print(options.Kind, i => descriptor.Describe(analyses[i], new float[analyses[i].Grid.Count * descriptor.Columns.Count]));
        }

        void Print(string what, Action<int> measure)
        {
            // One round unmeasured: compilation.
            for (var i = 0; i < clips.Length; i++) measure(i);
            var cost = CpuTime.Seconds(() =>
            {
                for (var round = 0; round < Rounds; round++)
                    for (var i = 0; i < clips.Length; i++) measure(i);
            }) / (Rounds * seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-20} {1 / cost,8:F0} x real time   {1e6 * cost,8:F0} us per second of audio"));
        }
    }
}
