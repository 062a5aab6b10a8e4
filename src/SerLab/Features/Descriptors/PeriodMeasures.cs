using SerLab.Features.Pitch;

namespace SerLab.Features.Descriptors;

/// <summary>Jitter and shimmer of a frame, or of any stretch of time.</summary>
/// <remarks>The formulas stand with the columns of <see cref="VoiceQualityDescriptor"/>.</remarks>
/// <param name="Jitter">Praat's "jitter (local)".</param>
/// <param name="JitterChange">Praat's "jitter (ddp)".</param>
/// <param name="Shimmer">Praat's "shimmer (local)".</param>
/// <param name="ShimmerDb">Praat's "shimmer (local, dB)".</param>
internal readonly record struct Irregularity(float Jitter, float JitterChange, float Shimmer, float ShimmerDb);

/// <summary>Periods and amplitudes of a clip, ready to be summed up frame by frame. Belongs to one thread.</summary>
/// <remarks>
/// Formulas and limits as in Praat's manual, "Voice 2. Jitter" and "Voice 3. Shimmer": neighbouring periods that differ by more than a factor of 1.3 are not two
/// periods of one voice and are left out, as are amplitudes that differ by more than 1.6. The amplitude of a mark is the root mean square of the wave under a
/// Hann window that ends a fifth of a period before and after it.
/// </remarks>
internal sealed class PeriodMeasures
{
    private const double MaxPeriodFactor = 1.3;
    private const double MaxAmplitudeFactor = 1.6;
    private const double AmplitudeReach = 0.2;
    private readonly List<PeriodMark> marks;

    // Of mark i: the period that ends there (0 when it begins a walk) and its amplitude (0 when it has no period on one side).
    private readonly double[] periods;
    private readonly double[] amplitudes;

    public PeriodMeasures(FramedSamples samples, PitchTrack pitch)
    {
        marks = PeriodMarks.Find(samples, pitch);
        periods = new double[marks.Count];
        amplitudes = new double[marks.Count];
        for (var i = 1; i < marks.Count; i++)
            if (!marks[i].Begins) periods[i] = marks[i].Sample - marks[i - 1].Sample;
        for (var i = 0; i + 1 < marks.Count; i++)
            if (Alike(periods[i], periods[i + 1], MaxPeriodFactor))
                amplitudes[i] = Amplitude(samples, marks[i].Sample, AmplitudeReach * periods[i], AmplitudeReach * periods[i + 1]);
    }

    /// <summary>First mark at or after a sample, looked for from a mark on.</summary>
    public int FirstFrom(double sample, int mark)
    {
        while (mark < marks.Count && marks[mark].Sample < sample) mark++;
        return mark;
    }

    /// <summary>Sums up the marks from one on up to a sample; false when there are not three periods or amplitudes in a row to compare.</summary>
    public bool Sum(int firstMark, double lastSample, out Irregularity result)
    {
        double period = 0, change = 0, changeOfChange = 0, amplitude = 0, difference = 0, decibels = 0;
        int periodCount = 0, changeCount = 0, secondCount = 0, amplitudeCount = 0, differenceCount = 0;
        for (var i = firstMark; i < marks.Count && marks[i].Sample <= lastSample; i++)
        {
            // An amplitude belongs to the stretch when the periods on both sides of it do.
            if (amplitudes[i] > 0 && i > firstMark && marks[i + 1].Sample <= lastSample)
            {
                amplitude += amplitudes[i];
                amplitudeCount++;
                if (i > firstMark + 1 && Alike(amplitudes[i - 1], amplitudes[i], MaxAmplitudeFactor))
                {
                    difference += Math.Abs(amplitudes[i] - amplitudes[i - 1]);
                    decibels += Math.Abs(20 * Math.Log10(amplitudes[i] / amplitudes[i - 1]));
                    differenceCount++;
                }
            }

            if (i <= firstMark || periods[i] <= 0) continue;
            period += periods[i];
            periodCount++;
            if (i <= firstMark + 1 || !Alike(periods[i - 1], periods[i], MaxPeriodFactor)) continue;
            change += Math.Abs(periods[i] - periods[i - 1]);
            changeCount++;
            if (i <= firstMark + 2 || !Alike(periods[i - 2], periods[i - 1], MaxPeriodFactor)) continue;
            changeOfChange += Math.Abs(periods[i] - 2 * periods[i - 1] + periods[i - 2]);
            secondCount++;
        }

        result = default;
        if (changeCount == 0 || secondCount == 0 || differenceCount == 0) return false;
        var mean = period / periodCount;
        result = new Irregularity((float)(change / changeCount / mean), (float)(changeOfChange / secondCount / mean),
            (float)(difference / differenceCount / (amplitude / amplitudeCount)), (float)(decibels / differenceCount));
        return true;
    }

    private static bool Alike(double a, double b, double maxFactor) => a > 0 && b > 0 && a <= maxFactor * b && b <= maxFactor * a;

    private static double Amplitude(FramedSamples samples, double centre, double before, double after)
    {
        int first = (int)Math.Ceiling(centre - before), last = (int)Math.Floor(centre + after);
        var wave = samples.From(first, Math.Max(0, last - first + 1));
        double sum = 0, weights = 0;
        for (var n = 0; n < wave.Length; n++)
        {
            var distance = first + n - centre;
            var weight = 0.5 + 0.5 * Math.Cos(Math.PI * distance / (distance < 0 ? before : after));
            weight *= weight;
            sum += weight * wave[n] * wave[n];
            weights += weight;
        }

        return weights > 0 ? Math.Sqrt(sum / weights) : 0;
    }
}
