using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Descriptors;

/// <summary>Settings of the zero-crossing rate.</summary>
/// <param name="WindowSeconds">Length of the window, seconds.</param>
[Kind("zero-crossings", "changes of sign per second")]
public sealed record ZeroCrossingsOptions(double WindowSeconds = 0.025) : DescriptorOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) =>
        problems.Unless(WindowSeconds is >= 0.005 and <= 0.1, $"WindowSeconds is {WindowSeconds}; use 0.005 to 0.1.");

    /// <inheritdoc/>
    public override IDescriptor Prepare(int sampleRateHz)
    {
        Validate();
        return new ZeroCrossingsDescriptor(WindowSeconds, (int)Math.Round(WindowSeconds * sampleRateHz));
    }
}

/// <summary>Counts changes of sign; the samples' mean is removed before, and a zero has the sign of the sample before it.</summary>
internal sealed class ZeroCrossingsDescriptor : IDescriptor
{
    private readonly double windowSeconds;
    private readonly int windowLength;

    public ZeroCrossingsDescriptor(double windowSeconds, int windowLength) => (this.windowSeconds, this.windowLength) = (windowSeconds, windowLength);

    public IReadOnlyList<DescriptorColumn> Columns { get; } = [new("zero_crossings_hz", "changes of sign within the window / its length in seconds", "definition")];

    public void Describe(ClipAnalysis analysis, Span<float> destination)
    {
        // Crossings up to each sample, so that a window's count is one difference.
        var samples = analysis.Samples;
        var reach = windowLength;
        var all = samples.From(-reach, samples.Grid.SampleCount + 2 * reach);
        using var borrowed = Borrowed<int>.Zeros(all.Length + 1);
        var counts = borrowed.Span;
        var negative = false;
        for (var n = 0; n < all.Length; n++)
        {
            var now = all[n] < 0 || (all[n] == 0 && negative);
            counts[n + 1] = counts[n] + (now != negative ? 1 : 0);
            negative = now;
        }

        for (var frame = 0; frame < samples.Grid.Count; frame++)
        {
            var first = samples.Grid.FirstSample(frame, windowLength) + reach;
            destination[frame] = (float)((counts[first + windowLength] - counts[first]) / windowSeconds);
        }
    }
}
