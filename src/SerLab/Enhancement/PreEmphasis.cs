using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Raises high frequencies: y[n] = x[n] - c x[n-1], the signal silent before its start.</summary>
/// <param name="Coefficient">c, 0 to 1; 0.97 is usual at 16000 Hz.</param>
[Kind("pre-emphasis", "raises high frequencies: each sample less a share of the one before")]
public sealed record PreEmphasisOptions(double Coefficient = 0.97) : EnhancerOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool WorksInStretches => true;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Coefficient is >= 0 and <= 1, $"Coefficient is {Coefficient}; use 0 to 1.");

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new PreEmphasis((float)Coefficient, sampleRateHz);
    }
}

/// <summary>Raises high frequencies. Immutable.</summary>
internal sealed class PreEmphasis : IEnhancer
{
    private readonly float coefficient;
    private readonly int sampleRateHz;

    public PreEmphasis(float coefficient, int sampleRateHz) => (this.coefficient, this.sampleRateHz) = (coefficient, sampleRateHz);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        var samples = clip.Samples.Span;
        var raised = samples.ToArray();
        if (raised.Length > 1) TensorPrimitives.MultiplyAdd(samples[..^1], -coefficient, samples[1..], raised.AsSpan(1));
        return new Clip(raised, sampleRateHz);
    }
}
