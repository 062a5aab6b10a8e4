using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the crest factor: how far the peak of a frame stands above its mean level.</summary>
/// <param name="WindowSeconds">Length of the window, seconds.</param>
[Kind("crest-factor", "peak over root mean square of a frame, dB")]
public sealed record CrestFactorOptions(double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) =>
        problems.Unless(WindowSeconds is >= 0.005 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.005 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        return new CrestFactor((int)Math.Round(WindowSeconds * sampleRateHz));
    }
}

/// <summary>Measures the crest factor: 0 dB for a square wave, 3.01 dB for a sine. Immutable.</summary>
internal sealed class CrestFactor : IDescriptor
{
    private readonly int windowLength;

    public CrestFactor(int windowLength) => this.windowLength = windowLength;

    public IReadOnlyList<DescriptorColumn> Columns { get; } = [new("crest_db", "20 log10(max |x| / rms x), x = samples of the window; 0 in silence", "definition")];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        for (var frame = 0; frame < analysis.Grid.Count; frame++)
        {
            var window = analysis.Samples.Window(frame, windowLength);
            var peak = (double)Math.Abs(TensorPrimitives.MaxMagnitude(window));
            var power = TensorPrimitives.SumOfSquares(window) / (double)windowLength;
            destination[frame] = power > 0 ? (float)(20 * Math.Log10(peak / Math.Sqrt(power))) : 0;
        }
    }
}
