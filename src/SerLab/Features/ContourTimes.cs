using System.Numerics.Tensors;

namespace SerLab.Features;

/// <summary>The times at which contours of one clip were measured, with what all such contours share: the weights of regression lines. Immutable.</summary>
public sealed class ContourTimes
{
    private readonly float[] seconds;
    private readonly float[] slopeWeights;
    private readonly float[] curvatureWeights;

    /// <param name="frames">Indices of the frames, rising; at least 1.</param>
    public ContourTimes(ReadOnlySpan<int> frames)
        : this(SecondsOf(frames))
    {
    }

    private ContourTimes(float[] seconds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(seconds.Length);
        this.seconds = seconds;
        (slopeWeights, curvatureWeights, VarianceSeconds, SecondPowerSeconds) = Regression(seconds);
    }

    /// <summary>All frames of a grid.</summary>
    /// <param name="count">Number of frames, at least 1.</param>
    public static ContourTimes OfAll(int count)
    {
        var seconds = new float[count];
        for (var frame = 0; frame < count; frame++) seconds[frame] = (float)FrameGrid.CentreSeconds(frame);
        return new ContourTimes(seconds);
    }

    /// <summary>Times, seconds, shape [times].</summary>
    public ReadOnlySpan<float> Seconds => seconds;

    /// <summary>Variance of the times, seconds squared.</summary>
    internal float VarianceSeconds { get; }

    /// <summary>Mean square of the second orthogonal polynomial of the times, seconds to the fourth power.</summary>
    internal float SecondPowerSeconds { get; }

    /// <summary>Slope of the least-squares line through a contour, per second; 0 for a single value.</summary>
    internal float Slope(ReadOnlySpan<float> contour) => TensorPrimitives.Dot(slopeWeights, contour);

    /// <summary>Coefficient of t^2 in the least-squares parabola, per second squared; 0 for fewer than three values.</summary>
    internal float Curvature(ReadOnlySpan<float> contour) => TensorPrimitives.Dot(curvatureWeights, contour);

    private static float[] SecondsOf(ReadOnlySpan<int> frames)
    {
        var seconds = new float[frames.Length];
        for (var i = 0; i < frames.Length; i++) seconds[i] = (float)FrameGrid.CentreSeconds(frames[i]);
        return seconds;
    }

    // Orthogonal polynomials of the times, by Gram and Schmidt: p1 = t - mean, p2 = p1^2 - a p1 - b. The coefficient of a polynomial is its scalar product with the
    // contour over its own square. Polynomials are computed where they are needed: hours of frames in double precision are much memory.
    private static (float[] Slope, float[] Curvature, float Variance, float SecondPower) Regression(float[] seconds)
    {
        var mean = seconds.Average(t => (double)t);
        var square = seconds.Sum(t => First(t) * First(t));
        var slope = new float[seconds.Length];
        var curvature = new float[seconds.Length];
        if (square <= 0) return (slope, curvature, 0, 0);
        var tilt = seconds.Sum(t => First(t) * First(t) * First(t)) / square;
        var secondSquare = seconds.Sum(t => Second(t) * Second(t));
        for (var i = 0; i < seconds.Length; i++)
        {
            slope[i] = (float)(First(seconds[i]) / square);
            if (seconds.Length > 2) curvature[i] = (float)(Second(seconds[i]) / secondSquare);
        }

        return (slope, curvature, (float)(square / seconds.Length), (float)(secondSquare / seconds.Length));

        double First(float t) => t - mean;

        double Second(float t) => First(t) * First(t) - tilt * First(t) - square / seconds.Length;
    }
}
