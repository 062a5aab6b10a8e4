using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Linear;

/// <summary>Maps rows to cosines and sines whose inner products approximate the Gaussian kernel exp(-gamma |x - z|^2). Immutable.</summary>
/// <remarks>
/// A. Rahimi and B. Recht, "Random features for large-scale kernel machines", NIPS 2007, algorithm 1, with a cosine and a sine of every frequency instead of a
/// random phase, which has the lower variance (D. Sutherland and J. Schneider, UAI 2015). Orthogonal frequencies: F. Yu et al., "Orthogonal random features", NIPS 2016.
/// </remarks>
internal sealed class FourierFeatures
{
    // Rows mapped at once: their angles stay in the second-level cache.
    private const int BlockRows = 128;

    private readonly float[] packed;
    private readonly int frequencyCount;

    /// <param name="frequencies">Shape [frequencies x features], radians per unit of a feature; kept, not copied.</param>
    /// <param name="featureCount">Number of features.</param>
    public FourierFeatures(float[] frequencies, int featureCount)
    {
        (Frequencies, FeatureCount, frequencyCount) = (frequencies, featureCount, frequencies.Length / featureCount);
        packed = new float[MatrixProduct.PackedLength(featureCount, frequencyCount)];
        MatrixProduct.PackTransposed(frequencies, featureCount, frequencyCount, packed);
    }

    /// <summary>Shape [frequencies x features].</summary>
    public IReadOnlyList<float> Frequencies { get; }

    /// <summary>Number of features of a row.</summary>
    public int FeatureCount { get; }

    /// <summary>Numbers that a row is mapped to: a cosine and a sine for each frequency.</summary>
    public int Dimensions => 2 * frequencyCount;

    /// <summary>Draws frequencies from the kernel's spectrum, a normal distribution of variance 2 gamma.</summary>
    public static FourierFeatures Draw(int featureCount, int dimensions, double gamma, FourierFrequencies kind, RandomStream stream)
    {
        var frequencies = new float[dimensions / 2 * featureCount];
        var direction = new double[featureCount];
        for (var f = 0; f < dimensions / 2; f++)
        {
            for (var j = 0; j < featureCount; j++) direction[j] = stream.NextGaussian();

            // Length and direction of a normal vector are independent: the length is kept when the direction is turned (Yu et al., equation 3, S and Q).
            var scale = Math.Sqrt(2 * gamma * BinaryProblem.SquaredLength(direction));
            for (var g = kind == FourierFrequencies.Orthogonal ? f - f % featureCount : f; g < f; g++)
            {
                var other = frequencies.AsSpan(g * featureCount, featureCount);
                MixedProducts.Add(-MixedProducts.Dot(other, direction) / MixedProducts.SumOfSquares(other), other, direction);
            }

            scale /= Math.Sqrt(BinaryProblem.SquaredLength(direction));
            for (var j = 0; j < featureCount; j++) frequencies[f * featureCount + j] = (float)(scale * direction[j]);
        }

        return new FourierFeatures(frequencies, featureCount);
    }

    /// <summary>The maps of rows, [1 x dimensions] each: cosines, then sines. A row is mapped to the same bits alone and among others.</summary>
    /// <param name="rows">Matrices [1 x features]; only read.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="OptionsException">The maps would not fit into memory.</exception>
    public MatrixView[] Map(IReadOnlyList<MatrixView> rows, CancellationToken cancel)
    {
        CheckMemory(rows.Count);
        var mapped = new MatrixView[rows.Count];
        var blockRows = Math.Min(BlockRows, rows.Count);
        var (block, angles) = (new float[blockRows * FeatureCount], new float[blockRows * frequencyCount]);
        for (var first = 0; first < rows.Count; first += BlockRows)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(BlockRows, rows.Count - first);
            for (var i = 0; i < count; i++) rows[first + i].Span.CopyTo(block.AsSpan(i * FeatureCount));
            MatrixProduct.MultiplyPacked(block, packed, count, FeatureCount, frequencyCount, false, angles);
            var values = new float[count * Dimensions];
            for (var i = 0; i < count; i++)
            {
                var row = values.AsSpan(i * Dimensions, Dimensions);
                SineCosine.Evaluate(angles.AsSpan(i * frequencyCount, frequencyCount), (float)Math.Sqrt(1.0 / frequencyCount), row[frequencyCount..], row[..frequencyCount]);
                mapped[first + i] = MatrixView.OfRow(values.AsMemory(i * Dimensions, Dimensions));
            }
        }

        return mapped;
    }

    private void CheckMemory(int rows)
    {
        var needed = sizeof(float) * (double)rows * Dimensions;
        if (needed < 1e9) return;
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
            throw new OptionsException("fourier-svm", [$"{rows} rows of {Dimensions} Dimensions take {needed / 1e9:F1} GB and there are {available / 1e9:F1}; use at most {2 * (int)(Dimensions / 2 * available / needed)} Dimensions, or train on fewer rows."]);
    }
}
