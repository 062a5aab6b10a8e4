using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Signal-to-noise ratios of the bins of a stream of frames: posterior (gamma) and, decision-directed, prior (xi). Belongs to one stream.</summary>
/// <remarks>
/// Y. Ephraim and D. Malah, IEEE ASSP-32(6), 1984, eq. 51: xi = alpha A^2 / noise + (1 - alpha) max(gamma - 1, 0), where A^2 is the power that was taken for speech in the last
/// frame; at least xi_min (O. Cappé, IEEE TSAP 2(2), 1994).
/// </remarks>
internal sealed class DecisionDirectedSnr
{
    // 40 dB: above it no gain changes any more.
    private const float MaxPosterior = 1e4f;

    private const double StatedHopSeconds = 0.008;

    private readonly float smoothing;
    private readonly float minPrior;
    private readonly float[] posterior;
    private readonly float[] prior;
    private readonly float[] speech;
    private bool hasPast;

    /// <param name="grid">The grid of the frames.</param>
    /// <param name="smoothing">alpha per 8 ms, 0 to 0.999.</param>
    /// <param name="minPriorDb">xi_min, dB.</param>
    public DecisionDirectedSnr(SpectrumGrid grid, double smoothing, double minPriorDb)
    {
        (this.smoothing, minPrior) = (grid.Smoothing(smoothing, StatedHopSeconds), (float)Math.Pow(10, minPriorDb / 10));
        (posterior, prior, speech) = (new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount]);
    }

    /// <summary>gamma of the last frame, 0 to 1e4, shape [bins].</summary>
    public ReadOnlySpan<float> Posterior => posterior;

    /// <summary>xi of the last frame, at least xi_min, shape [bins].</summary>
    public ReadOnlySpan<float> Prior => prior;

    /// <summary>Takes in the next frame.</summary>
    /// <inheritdoc cref="IGainRule.Weigh" path="/param"/>
    public void Next(ReadOnlySpan<float> power, ReadOnlySpan<float> noise)
    {
        TensorPrimitives.Divide(power, noise, posterior);
        TensorPrimitives.Min(posterior, MaxPosterior, posterior);
        TensorPrimitives.Subtract(posterior, 1f, prior);
        TensorPrimitives.Max(prior, 0f, prior);
        if (hasPast)
        {
            TensorPrimitives.Divide(speech, noise, speech);
            TensorPrimitives.Multiply(prior, 1 - smoothing, prior);
            TensorPrimitives.MultiplyAdd(speech, smoothing, prior, prior);
        }

        TensorPrimitives.Max(prior, minPrior, prior);
    }

    /// <summary>States what was taken for speech in this frame: A^2 = gain^2 power.</summary>
    public void Heard(ReadOnlySpan<float> power, ReadOnlySpan<float> gains)
    {
        hasPast = true;
        TensorPrimitives.Multiply(gains, gains, speech);
        TensorPrimitives.Multiply(speech, power, speech);
    }

    /// <summary>Forgets the past.</summary>
    public void Forget() => hasPast = false;
}
