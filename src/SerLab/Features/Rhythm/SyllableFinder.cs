using System.Numerics.Tensors;
using SerLab.Features.Descriptors;

namespace SerLab.Features.Rhythm;

/// <summary>Finds syllable nuclei: voiced peaks of sonority with a dip on both sides. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// After N. H. de Jong and T. Wempe, "Behavior Research Methods" 41(2), 2009, with these changes: the contour is not the intensity of the whole band but the sum of
/// compressed mel band energies from 100 to 3000 Hz, where vowels and nasals stand out from fricatives and bursts; it is smoothed; dips may be shallower, since the
/// contour is calmer; and of two peaks closer than any syllable the higher one stays.
/// </remarks>
public sealed class SyllableFinder
{
    private const float Compression = 0.33f;
    private const double SmoothingSeconds = 0.0125;
    private const float MinDipDb = 0.5f;
    private const float MaxBelowLoudDb = 25;
    private const double MinDistanceSeconds = 0.07;

    // Frames on each side of a peak that may vouch for its voicing.
    private const int VoicingReach = 2;
    private readonly SpectrumPlan spectrum;
    private readonly MelFilterbank bands;
    private readonly float[] kernel;

    /// <param name="sampleRateHz">Samples per second of the clips to come.</param>
    public SyllableFinder(int sampleRateHz)
    {
        spectrum = new SpectrumPlan(0.025, sampleRateHz);
        bands = new MelFilterbank(spectrum, 19, 100, Math.Min(3000, sampleRateHz / 2.0));
        kernel = GaussianKernel(SmoothingSeconds / FrameGrid.HopSeconds);
    }

    /// <summary>Times of the syllable nuclei, seconds from the clip's start, rising.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    public IReadOnlyList<double> Find(ClipAnalysis analysis)
    {
        // One silent frame at each end: a clip may begin or end inside a vowel.
        var contour = new float[analysis.Grid.Count + 2];
        Sonority(analysis, contour.AsSpan(1, analysis.Grid.Count));
        var sorted = contour.AsSpan(1, analysis.Grid.Count).ToArray();
        Array.Sort(sorted);
        var floor = Functionals.Quantile(sorted, 0.95) - MaxBelowLoudDb;
        contour[0] = contour[^1] = sorted[0] - 2 * MinDipDb;

        var turns = new int[contour.Length];
        var count = TurningPoints.Find(contour, MinDipDb, turns);
        var frames = turns[..count].Where(turn => turn >= 0).Select(turn => turn - 1).Where(frame => contour[frame + 1] > floor && IsVoiced(analysis, frame));
        return [.. KeepHighest([.. frames], contour.AsSpan(1)).Select(FrameGrid.CentreSeconds)];
    }

    private static bool IsVoiced(ClipAnalysis analysis, int frame)
    {
        var hz = analysis.Pitch.Hz;
        int first = Math.Max(0, frame - VoicingReach), last = Math.Min(hz.Length - 1, frame + VoicingReach);
        return hz[first..(last + 1)].ContainsAnyExcept(0f);
    }

    // The highest peaks first; a lower one near a higher one goes.
    private static IEnumerable<int> KeepHighest(int[] frames, ReadOnlySpan<float> contour)
    {
        var heights = new float[frames.Length];
        for (var i = 0; i < frames.Length; i++) heights[i] = -contour[frames[i]];
        Array.Sort(heights, frames);
        var kept = new List<int>();
        foreach (var frame in frames)
            if (kept.TrueForAll(other => Math.Abs(other - frame) * FrameGrid.HopSeconds >= MinDistanceSeconds - 1e-9)) kept.Add(frame);
        kept.Sort();
        return kept;
    }

    // Smoothed sum of compressed band energies, as the level in dB that it stands for.
    private void Sonority(ClipAnalysis analysis, Span<float> destination)
    {
        var power = analysis.PowerSpectra(spectrum);
        var reach = kernel.Length / 2;
        var energies = new float[bands.BandCount];
        var sums = new float[power.Rows + 2 * reach];
        for (var frame = 0; frame < power.Rows; frame++)
        {
            bands.Apply(power.Row(frame), energies);
            TensorPrimitives.Max(energies, LogMelDescriptor.FloorPower, energies);
            TensorPrimitives.Pow(energies, Compression, energies);
            sums[reach + frame] = TensorPrimitives.Sum<float>(energies);
        }

        sums.AsSpan(0, reach).Fill(sums[reach]);
        sums.AsSpan(reach + power.Rows).Fill(sums[reach + power.Rows - 1]);
        for (var frame = 0; frame < power.Rows; frame++)
            destination[frame] = 10 / Compression * MathF.Log10(TensorPrimitives.Dot<float>(kernel, sums.AsSpan(frame, kernel.Length)));
    }

    private static float[] GaussianKernel(double sigma)
    {
        var reach = (int)Math.Ceiling(4 * sigma);
        var weights = Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-0.5 * k * k / (sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }
}
