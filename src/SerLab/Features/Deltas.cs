namespace SerLab.Features;

/// <summary>The change of a contour over time, by regression.</summary>
public static class Deltas
{
    /// <summary>Who is to be named beside the descriptor.</summary>
    internal const string Source = "change: Furui 1986";

    /// <summary>d[t] = sum over n = 1, 2 of n (x[t + n] - x[t - n]) / 10; the contour goes on with its end values beyond its ends.</summary>
    /// <remarks>S. Furui, IEEE Trans. ASSP 34(1), 1986: the slope of the line through five frames.</remarks>
    /// <param name="contour">Shape [frames]; only read.</param>
    /// <param name="destination">Change per frame, shape [frames].</param>
    public static void Measure(ReadOnlySpan<float> contour, Span<float> destination)
    {
        for (var t = 0; t < contour.Length; t++)
        {
            if (t >= 2 && t < contour.Length - 2)
                destination[t] = (contour[t + 1] - contour[t - 1] + 2 * (contour[t + 2] - contour[t - 2])) * 0.1f;
            else
                destination[t] = (At(contour, t + 1) - At(contour, t - 1) + 2 * (At(contour, t + 2) - At(contour, t - 2))) * 0.1f;
        }
    }

    private static float At(ReadOnlySpan<float> contour, int t) => contour[Math.Clamp(t, 0, contour.Length - 1)];
}
