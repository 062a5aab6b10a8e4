using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Features.Sets;

namespace SerLab.Benchmarks.Studies;

/// <summary>Something whose speed is measured.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Bar">Seconds of audio per CPU second that it should reach; null has no bar.</param>
/// <param name="FlopsPerSecond">Operations of its transforms, filters and products per second of audio.</param>
/// <param name="Work">Does all clips once.</param>
internal sealed record FrontEndItem(string Name, int? Bar, double FlopsPerSecond, Action Work)
{
    /// <summary>Samples per second of the clips.</summary>
    public const int RateHz = 16000;

    private const int Frames = FrameGrid.FramesPerSecond;

    // Per second of audio. Pitch: to 8 kHz by a filter of about 70 taps, 512 samples there, 1024 back. Voice quality: 1024 samples there and back, 321 bins by 251 quefrencies.
    private static readonly double Spectra = Frames * MachineLimit.TransformFlops(512);
    private static readonly double Pitch = 2 * 70 * 8000 + Frames * (MachineLimit.TransformFlops(512) + MachineLimit.TransformFlops(1024));
    private static readonly double Voice = Frames * (2 * MachineLimit.TransformFlops(1024) + 2 * 321 * 251);

    /// <summary>Everything that is measured.</summary>
    /// <param name="clips">Clips at <see cref="RateHz"/>.</param>
    public static IReadOnlyList<FrontEndItem> All(Clip[] clips)
    {
        Clip[] clips48 = Array.ConvertAll(clips, new Resampler(RateHz, 48000).Resample);
        var tracker = new PitchTracker(new PitchTrackerOptions(), RateHz);
        var resampler = new Resampler(48000, RateHz);
        return
        [
            Set("MFCC, 13 of 26 mel", 2500, Frames * SpectralSignalSpeed.MfccFlops, new CustomSetOptions([new MfccOptions()])),
            new("pitch tracker", 400, Pitch, () => Each(clips, clip => tracker.Track(clip))),
            Set("set prosody", 150, Pitch + Voice + Spectra, new ProsodySetOptions()),
            Set("set compact", null, Pitch + Voice + 3 * Spectra, new CompactSetOptions()),
            Set("set wide", 185, Pitch + Voice + 6 * Spectra, new WideSetOptions()),
            Set("set lld", null, Pitch + 2 * Spectra, new LowLevelSetOptions()),
            Set("set logmel", null, Spectra, new LogMelSetOptions()),
            Set("set mfcc (with deltas)", null, Frames * SpectralSignalSpeed.MfccFlops, new MfccSetOptions()),
            new("resample 48 to 16 kHz", 1000, SpectralSignalSpeed.ResampleFlops, () => Each(clips48, clip => resampler.Resample(clip))),
            Denoiser("omlsa, two passes", DenoiserMode.TwoPass),
            Denoiser("omlsa, streaming", DenoiserMode.Streaming),
        ];

        FrontEndItem Set(string name, int? bar, double flops, FeatureSetOptions options)
        {
            var extractor = options.Prepare(RateHz);
            return new(name, bar, flops, () => Each(clips, clip => extractor.Extract(clip)));
        }

        // A frame of 512 samples every 8 ms, there and back.
        FrontEndItem Denoiser(string name, DenoiserMode mode)
        {
            var denoiser = new OmlsaOptions(mode).Prepare(RateHz);
            return new(name, 300, 125 * 2 * MachineLimit.TransformFlops(512), () => Each(clips, clip => denoiser.Enhance(clip)));
        }
    }

    private static void Each(Clip[] clips, Func<Clip, object> work)
    {
        foreach (var clip in clips) GC.KeepAlive(work(clip));
    }
}
