using System.Numerics.Tensors;
using SerLab.Features.Pitch;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of voice quality: how regular and how breathy the voice is, in voiced frames.</summary>
/// <remarks>
/// Jitter and shimmer: mean change from period to period, of length relative to the mean length, and of amplitude in dB, over the periods within 30 ms of the frame.
/// Harmonics-to-noise ratio:
/// 10 log10(r / (1 - r)) of the autocorrelation's height r (Boersma 1993, eq. 4). H1-H2: first over second harmonic, dB. Cepstral peak prominence: the peak of the
/// real cepstrum of the
/// spectrum in dB above the regression line of the cepstrum (J. Hillenbrand et al., J. Speech Hearing Research 37, 1994, with the cepstrum itself in place of its logarithm).
/// </remarks>
/// <param name="WindowSeconds">Length of the Hamming window of harmonics and cepstrum, seconds; two or more periods of a low voice.</param>
[Kind("voice-quality", "harmonics-to-noise ratio, jitter, shimmer, H1-H2, cepstral peak prominence")]
public sealed record VoiceQualityOptions(double WindowSeconds = 0.05) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) =>
        problems.Unless(WindowSeconds is >= 0.03 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.03 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        return new VoiceQualityDescriptor(WindowSeconds, sampleRateHz);
    }
}

/// <summary>Measures voice quality.</summary>
internal sealed class VoiceQualityDescriptor : IDescriptor
{
    private const double ReachSeconds = 0.03;
    private const int Hnr = 0, Jitter = 1, Shimmer = 2, H1H2 = 3, Prominence = 4, Count = 5;
    private readonly SpectrumPlan spectrum;
    private readonly RealFft cepstrum;
    private readonly int firstQuefrency;
    private readonly float[] trendWeights;

    public VoiceQualityDescriptor(double windowSeconds, int sampleRateHz)
    {
        spectrum = new SpectrumPlan(windowSeconds, sampleRateHz);
        cepstrum = new RealFft(2 * (spectrum.BinCount - 1));
        // The line is fitted from 1 to 20 ms, where voices have their periods.
        firstQuefrency = sampleRateHz / 1000;
        var length = sampleRateHz / 50 - firstQuefrency;
        var centre = (length - 1) / 2.0;
        var squares = length * ((double)length * length - 1) / 12;
        trendWeights = [.. Enumerable.Range(0, length).Select(q => (float)((q - centre) / squares))];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        new("hnr_db", true), new("jitter_ratio", true), new("shimmer_db", true), new("h1_h2_db", true), new("cepstral_peak_db", true),
    ];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var pitch = analysis.Pitch;
        var contours = new float[Count][];
        for (var i = 0; i < Count; i++) contours[i] = new float[analysis.Grid.Count];
        DescribePeriods(analysis, contours[Jitter], contours[Shimmer]);
        DescribeSpectra(analysis, contours[H1H2], contours[Prominence]);
        foreach (var frame in pitch.VoicedFrames)
        {
            var r = Math.Clamp(pitch.Strength[frame], 0.01, 0.9999);
            contours[Hnr][frame] = (float)(10 * Math.Log10(r / (1 - r)));
        }

        for (var i = 0; i < Count; i++)
        {
            pitch.Interpolate(contours[i], 0);
            for (var frame = 0; frame < contours[i].Length; frame++) destination[frame * Count + i] = contours[i][frame];
        }
    }

    private static void DescribePeriods(ClipAnalysis analysis, Span<float> jitter, Span<float> shimmer)
    {
        var periods = PeriodMarks.Find(analysis.Samples, analysis.Pitch);
        var reach = (int)(ReachSeconds * analysis.Grid.SampleRateHz);
        var first = 0;
        float jitterBefore = 0, shimmerBefore = 0;
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            var centre = analysis.Grid.FirstSample(frame, 0);
            while (first < periods.Count && periods[first].Sample < centre - reach) first++;
            double length = 0, lengthChange = 0, amplitudeChange = 0;
            var count = 0;
            for (var i = first; i < periods.Count && periods[i].Sample <= centre + reach; i++, count++)
            {
                length += periods[i].PeriodSamples;
                lengthChange += Math.Abs(periods[i].PeriodChange);
                amplitudeChange += Math.Abs(periods[i].AmplitudeChangeDb);
            }

            // A frame without two whole periods near it keeps the last frame's value.
            if (count > 0) (jitterBefore, shimmerBefore) = ((float)(lengthChange / length), (float)(amplitudeChange / count));
            (jitter[frame], shimmer[frame]) = (jitterBefore, shimmerBefore);
        }
    }

    private void DescribeSpectra(ClipAnalysis analysis, Span<float> difference, Span<float> prominence)
    {
        var spectra = analysis.PowerSpectra(spectrum);
        var decibels = new float[spectrum.BinCount];
        var zeros = new float[spectrum.BinCount];
        var quefrencies = new float[cepstrum.Length];
        var scratch = new float[cepstrum.ScratchLength];
        foreach (var frame in analysis.Pitch.VoicedFrames)
        {
            var hz = analysis.Pitch.Hz[frame];
            TensorPrimitives.Add(spectra.Row(frame), 1e-12f, decibels);
            TensorPrimitives.Log10(decibels, decibels);
            TensorPrimitives.Multiply(decibels, 10, decibels);
            difference[frame] = Harmonic(decibels, hz) - Harmonic(decibels, 2 * hz);
            cepstrum.Inverse(decibels, zeros, quefrencies, scratch);
            prominence[frame] = PeakAboveTrend(quefrencies, hz);
        }
    }

    // The highest bin within a fifth of a period around a harmonic.
    private float Harmonic(ReadOnlySpan<float> decibels, double hz)
    {
        var reach = Math.Min(0.2 * hz, 30);
        var first = spectrum.BinAt(hz - reach);
        var last = Math.Min(Math.Max(spectrum.BinAt(hz + reach), first + 1), decibels.Length);
        return TensorPrimitives.Max(decibels[Math.Min(first, last - 1)..last]);
    }

    private float PeakAboveTrend(ReadOnlySpan<float> quefrencies, double hz)
    {
        var stretch = quefrencies.Slice(firstQuefrency, trendWeights.Length);
        var slope = TensorPrimitives.Dot(trendWeights, stretch);
        var mean = TensorPrimitives.Sum(stretch) / stretch.Length;
        var period = spectrum.SampleRateHz / hz;
        int first = Math.Max(1, (int)(0.9 * period)), last = Math.Min((int)Math.Ceiling(1.1 * period), quefrencies.Length / 2);
        var place = first + TensorPrimitives.IndexOfMax(quefrencies[first..(last + 1)]);
        return quefrencies[place] - (mean + slope * (place - firstQuefrency - (stretch.Length - 1) / 2f));
    }
}
