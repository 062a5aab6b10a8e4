using SerLab.Audio;
using SerLab.Features.Descriptors;
using SerLab.Numerics;

namespace SerLab.Features.Rhythm;

/// <summary>Finds syllable nuclei: voiced peaks of sonority with a dip on both sides. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// After N. H. de Jong and T. Wempe, Behavior Research Methods 41(2), 2009, with these changes: the contour is not intensity in dB but the sum of compressed band energies of the
/// vowel range, so that fricatives and bursts hardly show; it is smoothed; and a dip is measured relative to the clip's loud parts, not in dB.
/// </remarks>
public sealed class SyllableFinder
{
    private const double SmoothingSeconds = 0.025;
    private const double MinDip = 0.04;
    private const double MinHeight = 0.15;
    private readonly SpectrumPlan spectrum;
    private readonly MelFilterbank bands;

    /// <param name="sampleRateHz">Samples per second of the clips to come.</param>
    public SyllableFinder(int sampleRateHz)
    {
        spectrum = new SpectrumPlan(0.025, sampleRateHz);
        bands = new MelFilterbank(spectrum, 16, 250, Math.Min(3000, sampleRateHz / 2.0));
    }

    /// <summary>Times of the syllable nuclei, seconds from the clip's start, rising.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    public IReadOnlyList<double> Find(ClipAnalysis analysis)
    {
        var sonority = Smooth(Sonority(analysis));
        var hz = analysis.Pitch.Hz;
        var peaks = new List<double>();
        var loud = Quantile(sonority, 0.95);
        if (loud <= 0) return peaks;
        foreach (var peak in Peaks(sonority, (float)(MinDip * loud)))
            if (sonority[peak] >= MinHeight * loud && IsVoiced(hz, peak))
                peaks.Add(FrameGrid.CentreSeconds(peak));
        return peaks;
    }

    private static bool IsVoiced(ReadOnlySpan<float> hz, int frame)
    {
        for (var i = Math.Max(0, frame - 2); i <= Math.Min(hz.Length - 1, frame + 2); i++)
            if (hz[i] > 0) return true;
        return false;
    }

    private float[] Sonority(ClipAnalysis analysis)
    {
        var power = analysis.PowerSpectra(spectrum);
        var energies = new float[bands.BandCount];
        var sonority = new float[power.Rows];
        for (var frame = 0; frame < power.Rows; frame++)
        {
            bands.Apply(power.Row(frame), energies);
            System.Numerics.Tensors.TensorPrimitives.Pow(energies, 0.33f, energies);
            sonority[frame] = System.Numerics.Tensors.TensorPrimitives.Sum<float>(energies);
        }

        return sonority;
    }

    // Gaussian smoothing; beyond the ends the contour is silent.
    private static float[] Smooth(ReadOnlySpan<float> contour)
    {
        var sigma = SmoothingSeconds / FrameGrid.HopSeconds;
        var reach = (int)Math.Ceiling(3 * sigma);
        var kernel = new double[2 * reach + 1];
        for (var k = -reach; k <= reach; k++) kernel[k + reach] = Math.Exp(-0.5 * k * k / (sigma * sigma));
        var sum = kernel.Sum();
        var smooth = new float[contour.Length];
        for (var i = 0; i < contour.Length; i++)
        {
            var value = 0.0;
            for (var k = Math.Max(-reach, -i); k <= Math.Min(reach, contour.Length - 1 - i); k++) value += kernel[k + reach] * contour[i + k];
            smooth[i] = (float)(value / sum);
        }

        return smooth;
    }

    // Local maxima that stand out by at least minDip from the deepest points between them and the next accepted ones.
    private static List<int> Peaks(ReadOnlySpan<float> contour, float minDip)
    {
        var peaks = new List<int>();
        int top = 0, bottom = 0;
        var rising = true;
        for (var i = 1; i < contour.Length; i++)
        {
            if (rising)
            {
                if (contour[i] > contour[top]) top = i;
                if (contour[i] >= contour[top] - minDip) continue;
                peaks.Add(top);
                (rising, bottom) = (false, i);
            }
            else
            {
                if (contour[i] < contour[bottom]) bottom = i;
                if (contour[i] <= contour[bottom] + minDip) continue;
                (rising, top) = (true, i);
            }
        }

        if (rising && contour.Length > 0 && contour[top] > minDip) peaks.Add(top);
        return peaks;
    }

    private static float Quantile(ReadOnlySpan<float> values, double share)
    {
        if (values.IsEmpty) return 0;
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
