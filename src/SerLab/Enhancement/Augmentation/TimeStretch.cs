using System.Numerics.Tensors;

namespace SerLab.Enhancement.Augmentation;

/// <summary>Changes how long a sound lasts and keeps its pitch: overlapping frames are taken from where the waveform goes on as it did (WSOLA).</summary>
/// <remarks>
/// W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality time-scale modification of speech", ICASSP 1993. Frames of two hops
/// under Hann windows that sum to one; each may move by up to half a period of the lowest voice to where it is most like what followed the frame before it (normalised cross-correlation).
/// </remarks>
internal static class TimeStretch
{
    private const double HopSeconds = 0.0125;

    // Half a period of 60 Hz.
    private const double ReachSeconds = 1 / 120.0;

    /// <summary>The sound in another number of samples.</summary>
    /// <param name="samples">Shape [samples]; only read.</param>
    /// <param name="count">Number of samples of the result, at least 1.</param>
    /// <param name="sampleRateHz">Samples per second of both.</param>
    public static float[] Apply(ReadOnlySpan<float> samples, int count, int sampleRateHz)
    {
        int hop = (int)Math.Ceiling(HopSeconds * sampleRateHz), reach = (int)Math.Ceiling(ReachSeconds * sampleRateHz), frame = 2 * hop;
        var pace = (double)samples.Length / count;

        // Silence around the sound, as far as any frame reaches: the first begins a hop before the result, so that every sample lies under two windows.
        var lead = (int)Math.Ceiling(hop * pace) + reach;
        var source = new float[lead + samples.Length + (int)Math.Ceiling(hop * pace) + reach + hop + frame];
        samples.CopyTo(source.AsSpan(lead));
        var window = Hann(frame);
        var result = new float[count + 2 * frame];
        var place = lead - (int)Math.Round(hop * pace);
        for (var start = 0; start < count + hop; start += hop)
        {
            var wanted = lead + (int)Math.Round((start - hop) * pace);
            if (start > 0) place = MostAlike(source, source.AsSpan(place + hop, frame), wanted, reach);
            var target = result.AsSpan(start, frame);
            TensorPrimitives.MultiplyAdd<float>(source.AsSpan(place, frame), window, target, target);
        }

        return result[hop..(hop + count)];
    }

    // The place within reach of the wanted one where the source is most like a pattern; the wanted one itself where nothing is more alike, as in silence.
    private static int MostAlike(float[] source, ReadOnlySpan<float> pattern, int wanted, int reach)
    {
        var (best, bestLikeness) = (wanted, Likeness(source.AsSpan(wanted, pattern.Length), pattern));
        for (var place = wanted - reach; place <= wanted + reach; place++)
        {
            var likeness = Likeness(source.AsSpan(place, pattern.Length), pattern);
            if (likeness > bestLikeness) (best, bestLikeness) = (place, likeness);
        }

        return best;
    }

    // sum x y / sqrt(sum x^2): the pattern's own length is the same for all places.
    private static double Likeness(ReadOnlySpan<float> candidate, ReadOnlySpan<float> pattern)
    {
        double energy = TensorPrimitives.SumOfSquares(candidate);
        return energy > 0 ? TensorPrimitives.Dot(candidate, pattern) / Math.Sqrt(energy) : 0;
    }

    private static float[] Hann(int length)
    {
        var window = new float[length];
        for (var i = 0; i < length; i++) window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / length));
        return window;
    }
}
