using System.Numerics;
using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the formants F1 to F3 by linear prediction, in voiced frames: frequency, bandwidth, and level against the fundamental.</summary>
/// <remarks>
/// <para>J. Makhoul, Proc. IEEE 63(4), 1975, section V ("selective linear prediction"): the autocorrelation is the cosine transform of the power spectrum from 0
/// to <c>MaxHz</c>, raised by 6 dB per octave above 50 Hz, so nothing needs to be resampled; a pair of roots r exp(+-i w) of the
/// predictor is a resonance. Which resonances are the formants is decided over whole voiced stretches
/// (<see cref="FormantPath"/>).</para>
/// <para>Levels: F. Eyben et al., IEEE Trans. Affective Computing 7(2), 2016, section 6.1, formant relative energies and H1-A3; the third relative energy would be
/// -H1-A3 and is left out.</para>
/// <para>Settings as Praat has them for a woman's voice ("To Formant (burg)", five formants below 5500 Hz), for all speakers alike; agreement with Praat: the
/// study voice-praat.</para>
/// </remarks>
/// <param name="MaxHz">Highest frequency predicted, Hz: room for five formants.</param>
/// <param name="Order">Order of the prediction: two per formant.</param>
/// <param name="WindowSeconds">Length of the Hamming window, seconds.</param>
[Kind("formants", "formants F1 to F3: frequencies, bandwidths, levels against the fundamental")]
public sealed record FormantsOptions(double MaxHz = 5500, int Order = 10, double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(MaxHz is >= 3000 and <= 8000, $"MaxHz is {MaxHz}; use 3000 to 8000.")
        .Unless(Order is >= 6 and <= 20, $"Order is {Order}; use 6 to 20.")
        .Unless(WindowSeconds is >= 0.01 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.01 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        MelFilterbank.CheckRate(Kind, MaxHz, sampleRateHz);
        return new FormantsDescriptor(this, sampleRateHz);
    }
}

/// <summary>Measures formants.</summary>
internal sealed class FormantsDescriptor : IDescriptor
{
    private const string Makhoul = "Makhoul 1975, V", GeMaps = "Eyben et al. 2016, 6.1";
    private const int Formants = 3, FirstLevel = 2 * Formants, H1A3 = FirstLevel + 2, Count = H1A3 + 1;

    // Resonances nearer than this to 0 Hz or the highest frequency are the spectrum's tilt, not the vocal tract's.
    private const double EdgeHz = 50;
    private static readonly float[] NeutralBandwidthHz = [80, 120, 160];
    private readonly SpectrumPlan spectrum;
    private readonly SpectrumPlan harmonics;
    private readonly double maxHz;
    private readonly float[] neutralHz;
    private readonly float[][] cosines;

    public FormantsDescriptor(FormantsOptions options, int sampleRateHz)
    {
        spectrum = new SpectrumPlan(options.WindowSeconds, sampleRateHz);
        harmonics = new SpectrumPlan(HarmonicLevels.WindowSeconds, sampleRateHz);
        maxHz = options.MaxHz;
        // A tube without narrows has its resonances at odd multiples of the lowest; five of them lie below the highest frequency.
        neutralHz = [(float)(0.1 * maxHz), (float)(0.3 * maxHz), (float)(0.5 * maxHz)];
        var binCount = spectrum.BinAt(maxHz);
        // Row k holds cos(pi k f / MaxHz) |1 - c exp(-i pi f / MaxHz)|^2, the second factor being the pre-emphasis above 50 Hz.
        var c = Math.Exp(-Math.PI * 50 / maxHz);
        cosines = new float[options.Order + 1][];
        for (var lag = 0; lag < cosines.Length; lag++)
        {
            cosines[lag] = new float[binCount];
            for (var bin = 0; bin < binCount; bin++)
            {
                var angle = Math.PI * bin * spectrum.BinHz / maxHz;
                cosines[lag][bin] = (float)(Math.Cos(lag * angle) * (1 + c * c - 2 * c * Math.Cos(angle)));
            }
        }
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        .. Enumerable.Range(1, Formants).Select(k => new DescriptorColumn($"f{k}_hz", $"w MaxHz / pi, w = angle of the predictor's root chosen for F{k}", Makhoul, true)),
        .. Enumerable.Range(1, Formants)
            .Select(k => new DescriptorColumn($"f{k}_bandwidth_hz", $"-2 ln(r) MaxHz / pi, r = radius of the predictor's root chosen for F{k}", Makhoul, true)),
        new("f1_level_db", "level of the harmonic nearest F1 less that of the first harmonic", GeMaps, true),
        new("f2_level_db", "level of the harmonic nearest F2 less that of the first harmonic", GeMaps, true),
        new("h1_a3_db", "level of the first harmonic less that of the harmonic nearest F3", GeMaps, true),
    ];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var contours = new float[Count][];
        for (var i = 0; i < Count; i++) contours[i] = new float[analysis.Grid.Count];
        Follow(analysis, contours);
        DescribeLevels(analysis, contours);
        for (var i = 0; i < Count; i++)
        {
            analysis.Pitch.Interpolate(contours[i], i < Formants ? neutralHz[i] : i < FirstLevel ? NeutralBandwidthHz[i - Formants] : 0);
            for (var frame = 0; frame < analysis.Grid.Count; frame++) destination[frame * Count + i] = contours[i][frame];
        }
    }

    private void Follow(ClipAnalysis analysis, float[][] contours)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        var voiced = analysis.Pitch.VoicedFrames;
        var resonances = new Resonances[voiced.Length];
        for (var i = 0; i < voiced.Length; i++) resonances[i] = Measure(spectra.Row(voiced[i]));
        var choices = new sbyte[Formants * voiced.Length];
        Span<float> hz = [.. neutralHz];
        Span<float> bandwidthHz = [.. NeutralBandwidthHz];
        for (int first = 0, end; first < voiced.Length; first = end)
        {
            // A stretch of voiced frames without a gap; formants may jump over gaps as they like.
            for (end = first + 1; end < voiced.Length && voiced[end] == voiced[end - 1] + 1;) end++;
            FormantPath.Find(resonances.AsSpan(first, end - first), neutralHz, choices.AsSpan(Formants * first, Formants * (end - first)));
        }

        for (var i = 0; i < voiced.Length; i++)
            for (var k = 0; k < Formants; k++)
            {
                // A frame with fewer than three resonances keeps the values of the frame before.
                var choice = choices[Formants * i + k];
                if (choice >= 0) (hz[k], bandwidthHz[k]) = (resonances[i].Hz[choice], resonances[i].BandwidthHz[choice]);
                (contours[k][voiced[i]], contours[Formants + k][voiced[i]]) = (hz[k], bandwidthHz[k]);
            }
    }

    private Resonances Measure(ReadOnlySpan<float> power)
    {
        var order = cosines.Length - 1;
        Span<double> correlation = stackalloc double[order + 1];
        Span<double> predictor = stackalloc double[order + 1];
        Span<Complex> roots = stackalloc Complex[order / 2];
        for (var lag = 0; lag <= order; lag++) correlation[lag] = TensorPrimitives.Dot(cosines[lag], power[..cosines[lag].Length]);
        if (!LinearPrediction.Predict(correlation, predictor)) return default;
        var found = PolynomialRoots.AboveAxis(predictor, roots);
        roots[..found].Sort(static (a, b) => a.Phase.CompareTo(b.Phase));
        Resonances.Values hz = default, bandwidthHz = default;
        var count = 0;
        for (var i = 0; i < found && count < FormantPath.MostCandidates; i++)
        {
            var frequency = roots[i].Phase / Math.PI * maxHz;
            if (frequency < EdgeHz || frequency > maxHz - EdgeHz) continue;
            (hz[count], bandwidthHz[count]) = ((float)frequency, (float)(-2 * Math.Log(roots[i].Magnitude) / Math.PI * maxHz));
            count++;
        }

        return new Resonances(count, hz, bandwidthHz);
    }

    private void DescribeLevels(ClipAnalysis analysis, float[][] contours)
    {
        var spectra = analysis.PowerSpectra(harmonics);
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            var power = spectra.Row(frame);
            double f0 = analysis.Pitch.Hz[frame], binHz = harmonics.BinHz;
            var first = HarmonicLevels.Decibels(power, binHz, f0, 1);
            contours[FirstLevel][frame] = HarmonicLevels.DecibelsNearest(power, binHz, f0, contours[0][frame]) - first;
            contours[FirstLevel + 1][frame] = HarmonicLevels.DecibelsNearest(power, binHz, f0, contours[1][frame]) - first;
            contours[H1A3][frame] = first - HarmonicLevels.DecibelsNearest(power, binHz, f0, contours[2][frame]);
        }
    }
}
