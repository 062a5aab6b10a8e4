using SerLab.Audio;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;
using SerLab.Features.Rhythm;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>What the descriptors of a set share, prepared for one sample rate. Immutable: one instance serves every thread.</summary>
public sealed class AnalysisPlan
{
    private const double WindowSeconds = 0.025;

    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="pitch">Settings of the one pitch tracker that all descriptors and functionals go by.</param>
    /// <exception cref="Options.OptionsException">The settings do not suit the rate.</exception>
    public AnalysisPlan(int sampleRateHz, PitchTrackerOptions pitch)
    {
        Tracker = new PitchTracker(pitch, sampleRateHz);
        Loudness = new LoudnessModel(sampleRateHz);
        Syllables = new SyllableFinder(sampleRateHz);
        Spectrum = new SpectrumPlan(WindowSeconds, sampleRateHz);
    }

    internal PitchTracker Tracker { get; }

    /// <summary>Spectra of 25 ms.</summary>
    internal SpectrumPlan Spectrum { get; }

    internal LoudnessModel Loudness { get; }

    internal SyllableFinder Syllables { get; }
}

/// <summary>The workspace of one clip: what several descriptors need is measured once, when it is first asked for. Belongs to one thread.</summary>
/// <remarks>Its samples and spectra live in borrowed memory: <see cref="Dispose"/> gives it back for the next clip, and nothing may look at them afterwards.</remarks>
public sealed class ClipAnalysis : IDisposable
{
    private readonly AnalysisPlan plan;
    private readonly Dictionary<double, MatrixView> spectra = [];
    private readonly List<Borrowed<float>> borrowed = [];
    private PitchTrack? pitch;
    private float[]? loudness;
    private float[]? speechPower;
    private IReadOnlyList<double>? syllables;

    /// <param name="clip">The clip; only read.</param>
    /// <param name="plan">Prepared for the clip's sample rate.</param>
    public ClipAnalysis(Clip clip, AnalysisPlan plan) => (Clip, Samples, this.plan) = (clip, new FramedSamples(clip), plan);

    /// <summary>The clip.</summary>
    public Clip Clip { get; }

    /// <summary>The samples, ready to be cut into frames.</summary>
    public FramedSamples Samples { get; }

    /// <summary>The frames.</summary>
    public FrameGrid Grid => Samples.Grid;

    /// <summary>F0 and voicing of every frame.</summary>
    public PitchTrack Pitch => pitch ??= plan.Tracker.Track(Samples);

    /// <summary>Loudness of every frame, shape [frames]; see <see cref="LoudnessModel"/>.</summary>
    public ReadOnlySpan<float> Loudness => loudness ??= plan.Loudness.Measure(this);

    /// <summary>Times of the syllable nuclei, seconds, rising.</summary>
    public IReadOnlyList<double> Syllables => syllables ??= plan.Syllables.Find(this);

    /// <summary>Power of every frame in the band of speech, shape [frames]; see <see cref="PauseFinder"/>.</summary>
    internal ReadOnlySpan<float> SpeechPower => speechPower ??= PauseFinder.Powers(this, plan.Spectrum);

    /// <summary>Power spectra of all frames, shape [frames x bins]; each window length is transformed once, however many descriptors ask.</summary>
    public MatrixView PowerSpectra(SpectrumPlan spectrum)
    {
        if (spectra.TryGetValue(spectrum.WindowSeconds, out var known)) return known;
        var power = new Borrowed<float>(Grid.Count * spectrum.BinCount);
        borrowed.Add(power);
        spectrum.Measure(Samples, power.Span);
        return spectra[spectrum.WindowSeconds] = new MatrixView(power.Memory, Grid.Count, spectrum.BinCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in borrowed) memory.Dispose();
        borrowed.Clear();
        spectra.Clear();
        Samples.Dispose();
    }
}
