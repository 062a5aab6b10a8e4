namespace SerLab.Corpora;

/// <summary>Faults that the samples themselves show.</summary>
internal static class ClipFaults
{
    // 8-bit files reach 127/128 = 0.992 at most.
    private const float FullScale = 0.99f;

    // A peak that only touches full scale has one or two samples there; a cut one stays.
    private const int MinRun = 3;

    /// <summary>Root mean square level, dB below full scale: 10 log10(mean x^2); -infinity for silence and for no samples.</summary>
    /// <param name="samples">Shape [samples]; only read.</param>
    public static double LevelDb(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples) sum += (double)sample * sample;
        return samples.Length == 0 ? double.NegativeInfinity : 10 * Math.Log10(sum / samples.Length);
    }

    /// <summary>Share in [0, 1] of the samples that lie in runs of three or more equal ones at full scale.</summary>
    /// <param name="samples">Shape [samples]; only read.</param>
    public static double ClippedShare(ReadOnlySpan<float> samples)
    {
        int clipped = 0, run = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var isPeak = Math.Abs(samples[i]) >= FullScale;
            run = !isPeak ? 0 : run > 0 && samples[i] == samples[i - 1] ? run + 1 : 1;
            if (run == MinRun) clipped += MinRun;
            else if (run > MinRun) clipped++;
        }

        return samples.Length == 0 ? 0 : (double)clipped / samples.Length;
    }
}
