using System.Numerics.Tensors;

namespace SerLab.Features.Descriptors;

/// <summary>Time measures of the glottal flow, cycle by cycle.</summary>
internal static class GlottalCycles
{
    private const double Tolerance = 0.2;

    /// <summary>Normalised amplitude quotient and quasi-open quotient, means over the cycle before and the cycle after the middle.</summary>
    /// <remarks>
    /// A cycle lasts from one closure, the deepest point of the flow's derivative, to the next. NAQ: P. Alku, T. Bäckström and E. Vilkman, JASA 112(2),
    /// 2002, eq. 3. QOQ: T. Hacki, Folia Phoniatrica 41, 1989, there of the electroglottogram. A slow drift, the line from closure to closure, is
    /// taken off the flow first.
    /// </remarks>
    /// <param name="flow">Flow, shape [samples]; only read.</param>
    /// <param name="derivative">Its change per sample, shape [samples]; only read.</param>
    /// <param name="period">Expected length of a cycle, samples.</param>
    /// <param name="amplitudeQuotient">NAQ.</param>
    /// <param name="openQuotient">QOQ.</param>
    /// <returns>False when no whole cycle is there.</returns>
    public static bool Measure(ReadOnlySpan<float> flow, ReadOnlySpan<float> derivative, double period, out float amplitudeQuotient, out float openQuotient)
    {
        (amplitudeQuotient, openQuotient) = (0, 0);
        var middle = Closure(derivative, derivative.Length / 2.0, period / 2);
        var count = 0;
        if (Add(Closure(derivative, middle - period, Tolerance * period), middle, flow, derivative, ref amplitudeQuotient, ref openQuotient)) count++;
        if (Add(middle, Closure(derivative, middle + period, Tolerance * period), flow, derivative, ref amplitudeQuotient, ref openQuotient)) count++;
        if (count == 0) return false;
        (amplitudeQuotient, openQuotient) = (amplitudeQuotient / count, openQuotient / count);
        return true;
    }

    // The deepest point near a place; -1 when the search would leave the signal.
    private static int Closure(ReadOnlySpan<float> derivative, double place, double reach)
    {
        int first = (int)Math.Floor(place - reach), last = (int)Math.Ceiling(place + reach);
        return first < 1 || last > derivative.Length - 2 ? -1 : first + TensorPrimitives.IndexOfMin(derivative[first..(last + 1)]);
    }

    private static bool Add(int first, int last, ReadOnlySpan<float> flow, ReadOnlySpan<float> derivative, ref float amplitudeQuotient, ref float openQuotient)
    {
        var length = last - first;
        if (first < 0 || last < 0 || length < 3) return false;
        var drift = (flow[last] - flow[first]) / length;
        float least = float.PositiveInfinity, most = float.NegativeInfinity;
        for (var n = 0; n <= length; n++)
        {
            var value = flow[first + n] - drift * n;
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        // Depth between samples, by a parabola.
        float left = derivative[last - 1], centre = derivative[last], right = derivative[last + 1], bend = left + right - 2 * centre;
        var depth = -(bend > 0 && centre <= left && centre <= right ? centre - 0.125f * (right - left) * (right - left) / bend : centre);
        if (!(most > least) || !(depth > 0)) return false;
        amplitudeQuotient += Math.Min(1, (most - least) / (depth * length));
        openQuotient += Above((least + most) / 2, flow.Slice(first, length + 1), drift) / length;
        return true;
    }

    // Samples' worth of time above a level, crossings between samples by a line.
    private static float Above(float level, ReadOnlySpan<float> flow, float drift)
    {
        var time = 0f;
        for (var n = 1; n < flow.Length; n++)
        {
            float a = flow[n - 1] - drift * (n - 1) - level, b = flow[n] - drift * n - level;
            if (a > 0 && b > 0) time += 1;
            else if (a > 0 || b > 0) time += Math.Max(a, b) / Math.Abs(b - a);
        }

        return time;
    }
}
