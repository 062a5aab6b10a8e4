using System.Numerics.Tensors;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of energy: the level of a frame, physical (dB) and as heard (loudness).</summary>
/// <param name="WindowSeconds">Length of the rectangular window of the level, seconds.</param>
[Kind("energy", "level in dB re full scale, and loudness")]
public sealed record EnergyOptions(double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) =>
        problems.Unless(WindowSeconds is >= 0.005 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.005 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        return new EnergyDescriptor((int)Math.Round(WindowSeconds * sampleRateHz));
    }
}

/// <summary>Measures level and loudness (<see cref="LoudnessModel"/>).</summary>
internal sealed class EnergyDescriptor : IDescriptor
{
    // Mean square of the quietest level told apart: -100 dB, under the noise of 16-bit samples.
    private const double FloorPower = 1e-10;
    private readonly int windowLength;

    public EnergyDescriptor(int windowLength) => this.windowLength = windowLength;

    public IReadOnlyList<DescriptorColumn> Columns { get; } =
    [
        new("energy_db", "10 log10(mean square of the window's samples) re full scale, at least -100", "definition"),
        new("loudness_ratio", "sum over 26 mel bands of (equal-loudness weight x energy)^0.33", "Hermansky 1990, eqs. 4 and 6"),
    ];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        var loudness = analysis.Loudness;
        for (var frame = 0; frame < analysis.Grid.Count; frame++)
        {
            var power = TensorPrimitives.SumOfSquares(analysis.Samples.Window(frame, windowLength)) / (double)windowLength;
            destination[2 * frame] = (float)(10 * Math.Log10(Math.Max(power, FloorPower)));
            destination[2 * frame + 1] = loudness[frame];
        }
    }
}
