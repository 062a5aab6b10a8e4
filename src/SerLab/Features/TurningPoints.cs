namespace SerLab.Features;

/// <summary>Peaks and valleys of a contour, small swings passed over.</summary>
internal static class TurningPoints
{
    /// <summary>Finds alternating peaks and valleys; between neighbours the contour swings by more than <paramref name="minSwing"/>.</summary>
    /// <param name="contour">Shape [frames]; only read.</param>
    /// <param name="minSwing">Least difference between a peak and a valley.</param>
    /// <param name="destination">Indices of peaks, and of valleys as ones' complements (~index), in the order of time; at least as long as the contour.</param>
    /// <returns>How many were found.</returns>
    public static int Find(ReadOnlySpan<float> contour, float minSwing, Span<int> destination)
    {
        if (contour.IsEmpty) return 0;
        int count = 0, top = 0, bottom = 0;
        // 0: no direction yet; 1: a peak is sought; -1: a valley is sought.
        var direction = 0;
        for (var i = 1; i < contour.Length; i++)
        {
            if (direction >= 0 && contour[i] > contour[top]) top = i;
            if (direction <= 0 && contour[i] < contour[bottom]) bottom = i;
            if (direction >= 0 && contour[i] < contour[top] - minSwing)
            {
                destination[count++] = top;
                (direction, bottom) = (-1, i);
            }
            else if (direction <= 0 && contour[i] > contour[bottom] + minSwing)
            {
                destination[count++] = ~bottom;
                (direction, top) = (1, i);
            }
        }

        return count;
    }
}
