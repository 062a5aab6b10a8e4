using System.Text.Json.Serialization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Enhancement;

/// <summary>Takes a constant offset and what lies below hearing off a clip: Butterworth's high-pass of second order.</summary>
/// <param name="CutoffHz">Where it is 3 dB down, Hz, 1 to 200.</param>
[Kind("remove-dc", "removes a constant offset and rumble by a high-pass filter")]
public sealed record RemoveDcOptions(double CutoffHz = 20) : EnhancerOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool WorksInStretches => true;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(CutoffHz is >= 1 and <= 200, $"CutoffHz is {CutoffHz}; use 1 to 200.");

    /// <inheritdoc/>
    public override IEnhancer Prepare(int sampleRateHz)
    {
        Validate();
        return new FilterEnhancer([Biquad.HighPass(CutoffHz, Math.Sqrt(0.5), sampleRateHz)], sampleRateHz);
    }
}

/// <summary>Runs a clip through filters, one after the other, each as if the first sample had always been there. Immutable.</summary>
internal sealed class FilterEnhancer : IEnhancer
{
    private readonly IReadOnlyList<Biquad> filters;
    private readonly int sampleRateHz;

    public FilterEnhancer(IReadOnlyList<Biquad> filters, int sampleRateHz) => (this.filters, this.sampleRateHz) = (filters, sampleRateHz);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The clip has another rate than the enhancer was prepared for.</exception>
    public Clip Enhance(Clip clip)
    {
        ClipRate.MustBe(sampleRateHz, clip);
        var samples = new double[clip.Samples.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = clip.Samples.Span[i];
        foreach (var filter in filters) filter.Filter(samples, settled: true);
        return new Clip(Array.ConvertAll(samples, sample => (float)sample), sampleRateHz);
    }
}
