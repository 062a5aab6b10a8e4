namespace SerLab.Enhancement.Quality;

/// <summary>SI-SDR: how much of an estimate is the clean signal, whatever the estimate's level.</summary>
/// <remarks>
/// J. Le Roux, S. Wisdom, H. Erdogan, J. R. Hershey, "SDR - half-baked or well done?", ICASSP 2019, eq. 3. The paper takes signals of mean zero, so means are removed first.
/// </remarks>
public static class ScaleInvariantSdr
{
    /// <summary>Highest value that is given, dB, for an estimate without any error; its negative is the lowest, for one without any signal.</summary>
    public const double LimitDb = 100;

    /// <summary>10 log10(|a s|^2 / |a s - e|^2), a = e's / |s|^2, dB, cut to -100 ... 100: a perfect estimate would give infinity.</summary>
    /// <param name="clean">The clean signal s, shape [samples]; only read.</param>
    /// <param name="estimate">What is judged, e, shape [samples]; only read.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Db(ReadOnlySpan<float> clean, ReadOnlySpan<float> estimate)
    {
        SameLength(clean, estimate);
        double cleanMean = Mean(clean), estimateMean = Mean(estimate), cleanEnergy = 0, product = 0;
        for (var i = 0; i < clean.Length; i++)
        {
            var s = clean[i] - cleanMean;
            cleanEnergy += s * s;
            product += s * (estimate[i] - estimateMean);
        }

        if (cleanEnergy == 0 || product == 0) return -LimitDb;

        // The error is summed sample by sample: the estimate's energy less the target's would lose all digits of a good estimate.
        var scale = product / cleanEnergy;
        var errorEnergy = 0.0;
        for (var i = 0; i < clean.Length; i++)
        {
            var error = scale * (clean[i] - cleanMean) - (estimate[i] - estimateMean);
            errorEnergy += error * error;
        }

        return Math.Clamp(10 * Math.Log10(scale * scale * cleanEnergy / errorEnergy), -LimitDb, LimitDb);
    }

    internal static void SameLength(ReadOnlySpan<float> clean, ReadOnlySpan<float> estimate)
    {
        if (clean.Length != estimate.Length)
            throw new ArgumentException($"The estimate has {estimate.Length} samples, the clean signal {clean.Length}; give signals that match sample by sample.", nameof(estimate));
    }

    private static double Mean(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples) sum += sample;
        return samples.Length == 0 ? 0 : sum / samples.Length;
    }
}
