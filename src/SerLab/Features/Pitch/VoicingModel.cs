namespace SerLab.Features.Pitch;

/// <summary>Logistic regression on <see cref="VoicingCues"/>: log odds of "voiced". Immutable.</summary>
internal sealed class VoicingModel
{
    /// <summary>The shipped coefficients, trained on the microphone channel of all four speakers of EMO-DB with a laryngograph: study pitch-truth prints them.</summary>
    public static readonly VoicingModel Trained = new(-3.0336f, [1.494f, 7.447f, -0.9967f, 0.1474f, 0.121f, -0.043f, -0.03547f, -0.06521f]);

    private readonly float intercept;
    private readonly float[] weights;

    /// <param name="intercept">Log odds when all cues are 0.</param>
    /// <param name="weights">Per unit of each cue, shape [<see cref="VoicingCues.Count"/>]. Not copied.</param>
    public VoicingModel(float intercept, float[] weights) => (this.intercept, this.weights) = (intercept, weights);

    public float Intercept => intercept;

    public ReadOnlySpan<float> Weights => weights;

    /// <summary>ln P(voiced) / P(unvoiced) of one frame.</summary>
    public float LogOdds(ReadOnlySpan<float> cues) => intercept + System.Numerics.Tensors.TensorPrimitives.Dot(weights, cues);
}
