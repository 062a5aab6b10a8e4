using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Noise in a whole recording: a tracker that runs from both sides.</summary>
/// <remarks>
/// It starts from a low quantile over all frames rather than from the first frames (emotional recordings often begin with speech); a rise of the noise is met from behind,
/// a fall from the front; the two estimates are averaged as levels in dB.
/// </remarks>
internal static class LookAhead
{
    // Means of 5 frames that overlap by 3/4 spread like a gamma variable of shape 3; its 0.2-quantile lies at 0.512 of its mean.
    private const int QuantileFrames = 5;
    private const double Quantile = 0.2;
    private const double QuantileShareOfMean = 0.512;

    /// <summary>The noise power.</summary>
    /// <param name="power">Power spectra of the frames, shape [frames x bins]; only read.</param>
    /// <param name="binCount">Number of bins, at least 1.</param>
    /// <param name="tracker">Any state; it is begun anew.</param>
    /// <param name="noise">Noise power, shape [frames x bins].</param>
    public static void Track(ReadOnlySpan<float> power, int binCount, INoiseTracker tracker, Span<float> noise)
    {
        var frameCount = power.Length / binCount;
        if (frameCount == 0) return;
        var heard = HeardFrames(power, binCount);
        if (heard.Length == 0)
        {
            noise.Clear();
            return;
        }

        var now = new float[binCount];
        StartValue(power, binCount, heard, now);
        tracker.Begin(now);

        // Each pass starts where the one before ended, which is the best that is known of the noise there; the first only finds that start.
        foreach (var t in heard) tracker.Follow(power.Slice(t * binCount, binCount), now);
        var next = heard.Length - 1;
        for (var t = frameCount - 1; t >= 0; t--)
        {
            if (next >= 0 && heard[next] == t) tracker.Follow(power.Slice(heard[next--] * binCount, binCount), now);
            now.CopyTo(noise[(t * binCount)..]);
        }

        next = 0;
        for (var t = 0; t < frameCount; t++)
        {
            if (next < heard.Length && heard[next] == t) tracker.Follow(power.Slice(heard[next++] * binCount, binCount), now);
            GeometricMean(now, noise.Slice(t * binCount, binCount));
        }
    }

    // The frames that are not digital silence.
    private static int[] HeardFrames(ReadOnlySpan<float> power, int binCount)
    {
        var sums = new float[power.Length / binCount];
        for (var t = 0; t < sums.Length; t++) sums[t] = TensorPrimitives.Sum(power.Slice(t * binCount, binCount));
        var loudest = TensorPrimitives.Max<float>(sums);
        return [.. Enumerable.Range(0, sums.Length).Where(t => !SpectralPower.IsSilent(sums[t], loudest))];
    }

    // Per bin a low quantile over time of the power averaged over 5 frames, brought to the mean of noise that has such a quantile. Some 128 to 256 such averages tell it.
    private static void StartValue(ReadOnlySpan<float> power, int binCount, ReadOnlySpan<int> heard, Span<float> noise)
    {
        // The frames that reach over the clip's ends hold the edge as a click, unless there are no others.
        if (heard.Length > 16) heard = heard[3..^3];
        var span = Math.Min(QuantileFrames, heard.Length);
        var stride = Math.Max(1, heard.Length / 128);
        var count = (heard.Length - span) / stride + 1;
        var means = new float[count * binCount];
        for (var i = 0; i < count; i++)
        {
            var mean = means.AsSpan(i * binCount, binCount);
            foreach (var t in heard.Slice(i * stride, span)) TensorPrimitives.Add(mean, power.Slice(t * binCount, binCount), mean);
        }

        var column = new float[count];
        for (var k = 0; k < binCount; k++)
        {
            for (var i = 0; i < count; i++) column[i] = means[i * binCount + k];
            Array.Sort(column);
            noise[k] = (float)(column[(int)(Quantile * (count - 1))] / (span * QuantileShareOfMean));
        }
    }

    // Roots first: the product of two small powers is none in single precision.
    private static void GeometricMean(ReadOnlySpan<float> forwards, Span<float> backwards)
    {
        for (var k = 0; k < backwards.Length; k++) backwards[k] = MathF.Sqrt(forwards[k]) * MathF.Sqrt(backwards[k]);
    }
}
