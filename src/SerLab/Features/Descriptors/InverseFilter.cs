using System.Numerics.Tensors;

namespace SerLab.Features.Descriptors;

/// <summary>Takes the vocal tract and the lips out of a stretch of voiced speech, to leave the flow through the glottis. Holds scratch: belongs to one thread.</summary>
/// <remarks>
/// Iterative adaptive inverse filtering: P. Alku, Speech Communication 11, 1992. The glottis is estimated by a predictor of order 1 and the tract without it;
/// then the glottis from what that tract leaves, by a predictor of order 4, and the tract once more. Predictors by the autocorrelation method under a Hann
/// window; the lips' radiation is undone by an integrator that leaks 1 % per sample.
/// </remarks>
internal sealed class InverseFilter
{
    private const int GlottisOrder = 4;
    private const float Leak = 0.99f;
    private readonly int tractOrder;
    private readonly float[] window;
    private readonly float[] windowed;
    private readonly float[] filtered;

    /// <param name="length">Samples of a stretch.</param>
    /// <param name="sampleRateHz">Their rate; the tract has a pair of poles per 2000 Hz of it and one more.</param>
    public InverseFilter(int length, int sampleRateHz)
    {
        tractOrder = sampleRateHz / 1000 + 2;
        windowed = new float[length];
        filtered = new float[length];
        window = [.. Enumerable.Range(0, length).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (n + 0.5) / length)))];
    }

    /// <summary>Samples that must be known before a stretch.</summary>
    public int History => tractOrder;

    /// <summary>Estimates the flow and its derivative.</summary>
    /// <param name="speech">Shape [<see cref="History"/> + length]; only read.</param>
    /// <param name="flow">Any unit, shape [length].</param>
    /// <param name="derivative">Change of the flow per sample, shape [length].</param>
    /// <returns>False where the stretch is silent or perfectly predictable.</returns>
    public bool Apply(ReadOnlySpan<float> speech, Span<float> flow, Span<float> derivative)
    {
        Span<double> tract = stackalloc double[tractOrder + 1];
        Span<double> glottis = stackalloc double[GlottisOrder + 1];
        if (!Predict(speech[tractOrder..], glottis[..2])) return false;
        Filter(speech, glottis[..2], filtered);
        if (!Predict(filtered, tract)) return false;
        Filter(speech, tract, filtered);
        Integrate(filtered, filtered);
        if (!Predict(filtered, glottis)) return false;
        Filter(speech, glottis, filtered);
        Integrate(filtered, filtered);
        if (!Predict(filtered, tract)) return false;
        Filter(speech, tract, derivative);
        Integrate(derivative, flow);
        return true;
    }

    private bool Predict(ReadOnlySpan<float> signal, Span<double> coefficients)
    {
        Span<double> correlation = stackalloc double[coefficients.Length];
        TensorPrimitives.Multiply(signal, window, windowed);
        for (var lag = 0; lag < correlation.Length; lag++) correlation[lag] = TensorPrimitives.Dot<float>(windowed.AsSpan(lag), windowed.AsSpan(0, windowed.Length - lag));
        return LinearPrediction.Predict(correlation, coefficients);
    }

    // y[n] = sum_k coefficients[k] speech[n - k], for every n after the history.
    private void Filter(ReadOnlySpan<float> speech, ReadOnlySpan<double> coefficients, Span<float> destination)
    {
        speech[tractOrder..].CopyTo(destination);
        for (var k = 1; k < coefficients.Length; k++)
            TensorPrimitives.MultiplyAdd(speech.Slice(tractOrder - k, destination.Length), (float)coefficients[k], destination, destination);
    }

    // y[n] = x[n] + Leak y[n - 1], four samples at a time: only every fourth sum waits for the one before.
    private static void Integrate(ReadOnlySpan<float> signal, Span<float> destination)
    {
        const float Two = Leak * Leak, Three = Two * Leak, Four = Three * Leak;
        var sum = 0f;
        var n = 0;
        for (; n + 4 <= signal.Length; n += 4)
        {
            float a = signal[n], b = signal[n + 1] + Leak * a, c = signal[n + 2] + Leak * b, d = signal[n + 3] + Leak * c;
            (destination[n], destination[n + 1], destination[n + 2]) = (a + Leak * sum, b + Two * sum, c + Three * sum);
            destination[n + 3] = sum = d + Four * sum;
        }

        for (; n < signal.Length; n++) destination[n] = sum = signal[n] + Leak * sum;
    }
}
