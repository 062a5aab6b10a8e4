namespace SerLab.Features.Pitch;

/// <summary>Logistic regression on <see cref="VoicingCues"/>: log odds of "voiced". Immutable.</summary>
internal sealed class VoicingModel
{
    /// <summary>The shipped coefficients, trained on the microphone channel of all four speakers of EMO-DB with a laryngograph: study pitch-truth prints them.</summary>
    public static readonly VoicingModel Trained = new(-2.8618f, [1.309f, 7.451f, -0.9727f, 0.1011f, 0.1104f, -0.05089f, -0.03827f]);

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
