namespace SerLab.Corpora;

/// <summary>A digital resonator or antiresonator of second order with its memory; a mutable value that belongs to one loop.</summary>
/// <remarks>D. Klatt, JASA 67(3), 1980, equations 1 to 4.</remarks>
internal struct DemoResonator
{
    private float gain, feedback1, feedback2, past1, past2;

    /// <summary>Resonance with gain 1 at 0 Hz: y[n] = A x[n] + B y[n-1] + C y[n-2], equation 2.</summary>
    /// <param name="hz">Centre, Hz.</param>
    /// <param name="bandwidthHz">Width between the points 3 dB below the peak, Hz.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    public void Tune(double hz, double bandwidthHz, int sampleRateHz)
    {
        var radius = Math.Exp(-Math.PI * bandwidthHz / sampleRateHz);
        feedback2 = (float)(-radius * radius);
        feedback1 = (float)(2 * radius * Math.Cos(2 * Math.PI * Math.Min(hz / sampleRateHz, 0.48)));
        gain = 1 - feedback1 - feedback2;
    }

    /// <summary>The same resonance with the gain at which white noise keeps its variance.</summary>
    /// <inheritdoc cref="Tune"/>
    /// <remarks>Variance of a second-order autoregression: (1 - C) / ((1 + C) ((1 - C)^2 - B^2)), Box and Jenkins, Time Series Analysis, 1970, section 3.2.4.</remarks>
    public void TuneToUnitPower(double hz, double bandwidthHz, int sampleRateHz)
    {
        Tune(hz, bandwidthHz, sampleRateHz);
        gain = MathF.Sqrt((1 + feedback2) * ((1 - feedback2) * (1 - feedback2) - feedback1 * feedback1) / (1 - feedback2));
    }

    /// <summary>The next output of the resonator.</summary>
    public float Resonate(float input)
    {
        var output = gain * input + feedback1 * past1 + feedback2 * past2;
        (past2, past1) = (past1, output);
        return output;
    }

    /// <summary>The next output of the antiresonator, the resonator's inverse: y[n] = (x[n] - B x[n-1] - C x[n-2]) / A, equation 4.</summary>
    public float Cancel(float input)
    {
        var output = (input - feedback1 * past1 - feedback2 * past2) / gain;
        (past2, past1) = (past1, input);
        return output;
    }
}
