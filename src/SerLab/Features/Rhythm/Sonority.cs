using System.Numerics.Tensors;
using SerLab.Features.Descriptors;
using SerLab.Numerics;

namespace SerLab.Features.Rhythm;

/// <summary>How vowel-like a clip sounds over time, compared with its own loud parts, so that neither level nor channel nor the length of silences counts.</summary>
/// <remarks>
/// Energies of 19 mel bands from 100 to 3500 Hz, where vowels stand out from fricatives and bursts, to the power 0.33 (S. S. Stevens' law, as H. Hermansky, JASA 87(4), 1990,
/// eq. 6, uses it), smoothed over time. Levels are the decibels that the sums of the compressed energies stand for.
/// </remarks>
internal sealed class Sonority : IDisposable
{
    /// <summary>Mel bands.</summary>
    public const int BandCount = 19;

    /// <summary>Regions of the spectrum that shape is described in.</summary>
    public const int RegionCount = 5;

    private const float Compression = 0.33f;

    // The bands below 300 Hz hold F0, which says little about openness, and hum.
    private const int FirstVowelBand = 2;

    // Energy this share below the loud parts counts as none: 60 dB.
    private const float FloorShare = 1e-6f;
    private const double SharpSeconds = 0.01;
    private const double SyllableSeconds = 0.025;
    private const double PhraseSeconds = 0.06;
    private static readonly int[] RegionEdges = [0, 3, 6, 10, 14, BandCount];

    private readonly Borrowed<float> bands;

    private Sonority(int frameCount)
    {
        bands = new Borrowed<float>(frameCount * BandCount);
        LevelDb = new float[frameCount];
        ShapeDb = new float[frameCount * RegionCount];
        Change = new float[frameCount];
    }

    /// <summary>Compressed, smoothed band energies, shape [frames x <see cref="BandCount"/>].</summary>
    public Span<float> Bands => bands.Span;

    /// <summary>Sonority relative to the clip's loud parts, dB, shape [frames].</summary>
    public float[] LevelDb { get; }

    /// <summary>The same smoothed over a syllable, dB, shape [frames].</summary>
    public float[] SyllableDb { get; private set; } = [];

    /// <summary>The same smoothed over several syllables, dB, shape [frames].</summary>
    public float[] PhraseDb { get; private set; } = [];

    /// <summary>Level of each region of the spectrum relative to the loud parts of that region, less <see cref="LevelDb"/>, dB, shape [frames x <see cref="RegionCount"/>].</summary>
    public float[] ShapeDb { get; }

    /// <summary>Change of the compressed spectrum from frame to frame, as a share of it, shape [frames].</summary>
    public float[] Change { get; }

    /// <summary>The bands that <see cref="Measure"/> takes.</summary>
    /// <param name="spectrum">The spectra.</param>
    public static MelFilterbank BandsOf(SpectrumPlan spectrum) => new(spectrum, BandCount, 100, Math.Min(3500, spectrum.SampleRateHz / 2.0));

    /// <summary>Measures a clip; null when it is digital silence.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="spectrum">Windows of 25 ms.</param>
    /// <param name="filterbank">From <see cref="BandsOf"/>.</param>
    public static Sonority? Measure(ClipAnalysis analysis, SpectrumPlan spectrum, MelFilterbank filterbank)
    {
        var power = analysis.PowerSpectra(spectrum);
        var sonority = new Sonority(power.Rows);
        var bands = sonority.Bands;
        var totals = new float[power.Rows];
        for (var frame = 0; frame < power.Rows; frame++)
        {
            var energies = bands.Slice(frame * BandCount, BandCount);
            filterbank.Apply(power.Row(frame), energies);
            totals[frame] = TensorPrimitives.Sum<float>(energies);
        }

        var loud = LoudPart.Power(totals);
        if (!(loud > 0))
        {
            sonority.Dispose();
            return null;
        }

        TensorPrimitives.Multiply(bands, 1 / loud, bands);
        TensorPrimitives.Add(bands, FloorShare / BandCount, bands);
        TensorPrimitives.Pow(bands, Compression, bands);
        var sums = new float[power.Rows];
        for (var frame = 0; frame < sums.Length; frame++) sums[frame] = VowelSum(bands, frame);
        using var smooth = new Borrowed<float>(bands.Length);
        sonority.SyllableDb = Decibels(Smooth(sums, 1, SyllableSeconds, smooth.Span[..sums.Length]));
        sonority.PhraseDb = Decibels(Smooth(sums, 1, PhraseSeconds, smooth.Span[..sums.Length]));
        Smooth(bands, BandCount, SharpSeconds, smooth.Span).CopyTo(bands);
        sonority.Describe();
        return sonority;
    }

    /// <summary>How different two frames' spectra look, whatever their levels: 0 (the same) to 1.</summary>
    public float Distance(int frameA, int frameB) =>
        1 - TensorPrimitives.CosineSimilarity<float>(Bands.Slice(frameA * BandCount, BandCount), Bands.Slice(frameB * BandCount, BandCount));

    public void Dispose() => bands.Dispose();

    /// <summary>The level that a compressed energy stands for, dB.</summary>
    public static float Decibels(float compressed) => 10 / Compression * MathF.Log10(compressed);

    private static float VowelSum(ReadOnlySpan<float> bands, int frame) => TensorPrimitives.Sum(bands.Slice(frame * BandCount + FirstVowelBand, BandCount - FirstVowelBand));

    private static float[] Decibels(ReadOnlySpan<float> sums)
    {
        var decibels = new float[sums.Length];
        for (var frame = 0; frame < decibels.Length; frame++) decibels[frame] = Decibels(sums[frame]);
        return decibels;
    }

    // Gaussian smoothing over time of every column; the first and the last frame go on beyond the ends.
    private static ReadOnlySpan<float> Smooth(ReadOnlySpan<float> values, int columns, double seconds, Span<float> destination)
    {
        var kernel = GaussianKernel(seconds / FrameGrid.HopSeconds);
        int reach = kernel.Length / 2, last = values.Length / columns - 1;
        destination.Clear();
        for (var frame = 0; frame <= last; frame++)
        {
            var row = destination.Slice(frame * columns, columns);
            for (var k = -reach; k <= reach; k++)
                TensorPrimitives.MultiplyAdd(values.Slice(Math.Clamp(frame + k, 0, last) * columns, columns), kernel[k + reach], row, row);
        }

        return destination;
    }

    private static float[] GaussianKernel(double sigmaFrames)
    {
        var reach = (int)Math.Ceiling(3 * sigmaFrames);
        var weights = Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-0.5 * k * k / (sigmaFrames * sigmaFrames))).ToArray();
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    private void Describe()
    {
        var frameCount = LevelDb.Length;
        for (var frame = 0; frame < frameCount; frame++) LevelDb[frame] = VowelSum(Bands, frame);
        Decibels(LevelDb).CopyTo(LevelDb, 0);
        var loudDb = LoudDb(LevelDb);
        foreach (var contour in (float[][])[LevelDb, SyllableDb, PhraseDb]) TensorPrimitives.Subtract(contour, loudDb, contour);

        var region = new float[frameCount];
        for (var r = 0; r < RegionCount; r++)
        {
            for (var frame = 0; frame < frameCount; frame++)
                region[frame] = Decibels(TensorPrimitives.Sum<float>(Bands.Slice(frame * BandCount + RegionEdges[r], RegionEdges[r + 1] - RegionEdges[r])));
            var loudRegionDb = LoudDb(region);
            for (var frame = 0; frame < frameCount; frame++) ShapeDb[frame * RegionCount + r] = region[frame] - loudRegionDb - LevelDb[frame];
        }

        for (var frame = 1; frame < frameCount; frame++)
        {
            var now = Bands.Slice(frame * BandCount, BandCount);
            var change = 0f;
            for (var band = 0; band < BandCount; band++) change += Math.Abs(now[band] - Bands[(frame - 1) * BandCount + band]);
            Change[frame] = change / TensorPrimitives.Sum<float>(now);
        }
    }

    private static float LoudDb(ReadOnlySpan<float> levelsDb)
    {
        using var borrowed = new Borrowed<float>(levelsDb.Length);
        var powers = borrowed.Span;
        for (var frame = 0; frame < powers.Length; frame++) powers[frame] = MathF.Pow(10, 0.1f * levelsDb[frame]);
        return 10 * MathF.Log10(LoudPart.Power(powers));
    }
}
