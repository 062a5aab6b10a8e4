namespace SerLab.Enhancement.Quality;

/// <summary>Segmental SNR: the mean over short frames of the frame's SNR, so that quiet sounds count as much as loud ones.</summary>
/// <remarks>
/// P. C. Loizou, Speech Enhancement: Theory and Practice, 2nd edition, CRC 2013, section 11.1.1: frames of 30 ms under a Hann window, every quarter of a frame,
/// each frame's value cut to -10 ... 35 dB. All whole frames count, pauses too, where any error pulls towards -10 dB.
/// </remarks>
public static class SegmentalSnr
{
    private const double FrameSeconds = 0.03;
    private const int HopsPerFrame = 4;
    private const double MinDb = -10;
    private const double MaxDb = 35;

    // Keeps frames of digital silence on both sides defined; 1e-20 is -200 dB re one sample at full scale.
    private const double TinyEnergy = 1e-20;

    /// <summary>The mean over frames, dB, -10 to 35; NaN when the signal is shorter than one frame.</summary>
    /// <param name="clean">The clean signal, shape [samples]; only read.</param>
    /// <param name="estimate">What is judged, shape [samples]; only read.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Db(ReadOnlySpan<float> clean, ReadOnlySpan<float> estimate, int sampleRateHz)
    {
        ScaleInvariantSdr.SameLength(clean, estimate);
        var frameLength = (int)Math.Round(FrameSeconds * sampleRateHz);
        var hop = frameLength / HopsPerFrame;
        if (clean.Length < frameLength) return double.NaN;
        var power = HannPower(frameLength);
        var frameCount = 1 + (clean.Length - frameLength) / hop;
        var sumDb = 0.0;
        for (var frame = 0; frame < frameCount; frame++)
        {
            var (speech, error) = Energies(clean.Slice(frame * hop, frameLength), estimate.Slice(frame * hop, frameLength), power);
            sumDb += Math.Clamp(10 * Math.Log10((speech + TinyEnergy) / (error + TinyEnergy)), MinDb, MaxDb);
        }

        return sumDb / frameCount;
    }

    // Energy of the windowed clean frame and of the windowed error; power holds the squared window.
    private static (double Speech, double Error) Energies(ReadOnlySpan<float> clean, ReadOnlySpan<float> estimate, ReadOnlySpan<double> power)
    {
        double speech = 0, error = 0;
        for (var i = 0; i < power.Length; i++)
        {
            double s = clean[i], e = s - estimate[i];
            speech += power[i] * s * s;
            error += power[i] * e * e;
        }

        return (speech, error);
    }

    // The Hann window without its zeros at the ends, squared.
    private static double[] HannPower(int length)
    {
        var power = new double[length];
        for (var i = 0; i < length; i++) power[i] = Math.Pow(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 1) / (length + 1)), 2);
        return power;
    }
}
