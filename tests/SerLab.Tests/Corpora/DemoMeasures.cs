using SerLab.Audio;

namespace SerLab.Tests.Corpora;

/// <summary>Plain measurements of clips, apart from the library's own features.</summary>
internal static class DemoMeasures
{
    private const double MinHz = 70;
    private const double MaxHz = 450;
    private const double FrameSeconds = 0.03;
    private const double HopSeconds = 0.06;

    /// <summary>Root mean square, dB below full scale.</summary>
    public static double LevelDb(ReadOnlySpan<float> samples)
    {
        double power = 0;
        foreach (var sample in samples) power += (double)sample * sample;
        return 10 * Math.Log10(power / samples.Length + 1e-12);
    }

    /// <summary>Geometric mean F0 over clearly periodic frames, Hz: the shortest lag whose normalised autocorrelation comes near the highest.</summary>
    public static double MeanPitchHz(Clip clip)
    {
        var samples = Smooth(clip.Samples.Span, clip.SampleRateHz / 2000);
        int frame = (int)(FrameSeconds * clip.SampleRateHz), hop = (int)(HopSeconds * clip.SampleRateHz);
        int minLag = (int)(clip.SampleRateHz / MaxHz), maxLag = (int)(clip.SampleRateHz / MinHz);
        var levelDb = LevelDb(samples);
        double sum = 0;
        var voiced = 0;
        for (var start = 0; start + frame + maxLag < samples.Length; start += hop)
        {
            if (LevelDb(samples.Slice(start, frame)) < levelDb - 10) continue;
            var similarity = new double[maxLag + 1];
            for (var lag = minLag; lag <= maxLag; lag++) similarity[lag] = Similarity(samples.Slice(start, frame), samples.Slice(start + lag, frame));
            var best = similarity.Max();
            if (best < 0.8) continue;
            var pick = minLag;
            while (similarity[pick] < 0.93 * best || similarity[pick] < similarity[pick + 1]) pick++;
            sum += Math.Log(clip.SampleRateHz / (double)pick);
            voiced++;
        }

        Assert.True(voiced > 5, "hardly any frame is periodic");
        return Math.Exp(sum / voiced);
    }

    /// <summary>Unweighted mean recall of the nearest class mean of one number, leave one speaker out: what that number alone tells.</summary>
    public static double RecallByNearestMean(IReadOnlyList<(string Label, string Speaker, double Value)> rows)
    {
        var right = new Dictionary<string, double>();
        foreach (var row in rows)
        {
            var nearest = rows.Where(other => other.Speaker != row.Speaker).GroupBy(other => other.Label)
                .MinBy(group => Math.Abs(group.Average(other => other.Value) - row.Value))!.Key;
            right[row.Label] = right.GetValueOrDefault(row.Label) + (nearest == row.Label ? 1 : 0);
        }

        return right.Average(hits => hits.Value / rows.Count(row => row.Label == hits.Key));
    }

    // Moving average: takes breath and higher formants away.
    private static ReadOnlySpan<float> Smooth(ReadOnlySpan<float> samples, int width)
    {
        var smooth = new float[samples.Length - width];
        for (var n = 0; n < smooth.Length; n++)
            foreach (var sample in samples.Slice(n, width))
                smooth[n] += sample / width;
        return smooth;
    }

    private static double Similarity(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double product = 0, powerA = 1e-12, powerB = 1e-12;
        for (var i = 0; i < a.Length; i++)
        {
            product += a[i] * b[i];
            powerA += a[i] * a[i];
            powerB += b[i] * b[i];
        }

        return product / Math.Sqrt(powerA * powerB);
    }
}
