namespace SerLab.Enhancement;

/// <summary>A filter of second order, a_0 = 1: y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. Immutable.</summary>
/// <remarks>Designs go from analogue prototypes by the bilinear transform, which keeps the stated frequency: K = tan(pi f0 / rate).</remarks>
internal readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>High-pass: s^2 / (s^2 + s / Q + 1).</summary>
    /// <param name="hz">f0, below half the rate.</param>
    /// <param name="quality">Q; 1 / sqrt(2) is Butterworth's.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public static Biquad HighPass(double hz, double quality, double sampleRateHz)
    {
        var k = Math.Tan(Math.PI * hz / sampleRateHz);
        var a0 = 1 + k / quality + k * k;
        return new(1 / a0, -2 / a0, 1 / a0, 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0);
    }

    /// <summary>Notch: (s^2 + 1) / (s^2 + s / Q + 1), Q = f0 / bandwidth.</summary>
    /// <param name="hz">f0, below half the rate.</param>
    /// <param name="bandwidthHz">Between the points 3 dB down, Hz.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public static Biquad Notch(double hz, double bandwidthHz, double sampleRateHz)
    {
        var k = Math.Tan(Math.PI * hz / sampleRateHz);
        var width = k * bandwidthHz / hz;
        var a0 = 1 + width + k * k;
        return new((1 + k * k) / a0, 2 * (k * k - 1) / a0, (1 + k * k) / a0, 2 * (k * k - 1) / a0, (1 - width + k * k) / a0);
    }

    /// <summary>Filters in place, at rest before the first sample or, for what should not jump at its start, as if the first sample had always been there.</summary>
    /// <param name="samples">Shape [samples].</param>
    /// <param name="settled">Whether the first sample had always been there.</param>
    public void Filter(Span<double> samples, bool settled)
    {
        if (samples.Length == 0) return;
        double before = settled ? samples[0] : 0, earlier = before;
        double last = settled ? before * (B0 + B1 + B2) / (1 + A1 + A2) : 0, lastButOne = last;
        for (var i = 0; i < samples.Length; i++)
        {
            var now = samples[i];
            var made = B0 * now + B1 * before + B2 * earlier - A1 * last - A2 * lastButOne;
            (earlier, before, lastButOne, last) = (before, now, last, made);
            samples[i] = made;
        }
    }
}
