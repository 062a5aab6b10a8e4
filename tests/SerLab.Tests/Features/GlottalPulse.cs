using SerLab.Audio;

namespace SerLab.Tests.Features;

/// <summary>One cycle of glottal flow of known shape, and voices made of it.</summary>
internal sealed class GlottalPulse
{
    private const int Points = 20000;

    // Derivative of the flow over one cycle of length 1, and the flow.
    private readonly double[] derivative;
    private readonly double[] flow;

    private GlottalPulse(double[] derivative)
    {
        this.derivative = derivative;
        flow = new double[Points + 1];
        for (var i = 0; i < Points; i++) flow[i + 1] = flow[i] + derivative[i] / Points;
        double most = flow.Max(), least = flow.Min();
        AmplitudeQuotient = (most - least) / -derivative.Min();
        OpenQuotient = (double)flow.Count(value => value > (most + least) / 2) / Points;
    }

    /// <summary>NAQ of the pulse.</summary>
    public double AmplitudeQuotient { get; }

    /// <summary>QOQ of the pulse.</summary>
    public double OpenQuotient { get; }

    /// <summary>Level of a harmonic of the flow's derivative, dB, any reference.</summary>
    public double HarmonicDb(int number)
    {
        double re = 0, im = 0;
        for (var i = 0; i < Points; i++) (re, im) = (re + derivative[i] * Math.Cos(2 * Math.PI * number * i / Points), im + derivative[i] * Math.Sin(2 * Math.PI * number * i / Points));
        return 10 * Math.Log10(re * re + im * im);
    }

    /// <summary>Bandwidth that <see cref="Vowel"/> gives a formant, Hz.</summary>
    public static double BandwidthHz(double formantHz) => 60 + 0.02 * formantHz;

    /// <summary>The LF model: exp(a t) sin(w t) up to the closure at te, an exponential return after it; a such that the flow comes back to where it began.</summary>
    /// <param name="shape">Rd, 0.3 to 2.7.</param>
    public static GlottalPulse Lf(double shape)
    {
        double ra = (-1 + 4.8 * shape) / 100, rk = (22.4 + 11.8 * shape) / 100;
        var rg = 0.25 * rk / (0.11 * shape / (0.5 + 1.2 * rk) - ra);
        double peak = 1 / (2 * rg), closure = peak * (1 + rk), w = Math.PI / peak, rest = 1 - closure;
        // e of the return phase: e ra = 1 - exp(-e rest).
        var e = 1 / ra;
        for (var i = 0; i < 200; i++) e = (1 - Math.Exp(-e * rest)) / ra;
        double low = -50, high = 200;
        for (var i = 0; i < 100; i++)
        {
            var a = (low + high) / 2;
            if (Wave(a).Sum() > 0) low = a;
            else high = a;
        }

        return new GlottalPulse(Wave((low + high) / 2));

        // Scaled to a depth of 1 at the closure. The faster it grows, the less flows in before it: the sum falls as a rises.
        double[] Wave(double a) =>
        [
            .. Enumerable.Range(0, Points).Select(i => (i + 0.5) / Points).Select(t => t <= closure
                ? -Math.Exp(a * (t - closure)) * Math.Sin(w * t) / Math.Sin(w * closure)
                : -(Math.Exp(-e * (t - closure)) - Math.Exp(-e * rest)) / (e * ra)),
        ];
    }

    /// <summary>A voice of this pulse through a vocal tract.</summary>
    /// <param name="hz">F0, Hz.</param>
    /// <param name="formantsHz">Resonances, Hz.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="rateHz">Samples per second.</param>
    public Clip Vowel(double hz, double[] formantsHz, double seconds, int rateHz)
    {
        var samples = new double[(int)(seconds * rateHz)];
        // Means over a sample keep most of what lies above half the rate out: differences of the flow.
        for (var n = 0; n < samples.Length; n++) samples[n] = (Flow((n + 1) * hz / rateHz) - Flow(n * hz / rateHz)) * rateHz / hz;
        foreach (var formant in formantsHz)
        {
            var width = BandwidthHz(formant);
            double c = -Math.Exp(-2 * Math.PI * width / rateHz), b = 2 * Math.Exp(-Math.PI * width / rateHz) * Math.Cos(2 * Math.PI * formant / rateHz), one = 0, two = 0;
            for (var n = 0; n < samples.Length; n++)
            {
                var y = (1 - b - c) * samples[n] + b * one + c * two;
                (two, one, samples[n]) = (one, y, y);
            }
        }

        var peak = samples.Max(Math.Abs);
        return new Clip(samples.Select(x => (float)(0.5 * x / peak)).ToArray(), rateHz);
    }

    private double Flow(double cycles)
    {
        var place = (cycles - Math.Floor(cycles)) * Points;
        var i = (int)place;
        return flow[i] + (place - i) * derivative[Math.Min(i, Points - 1)] / Points;
    }
}
