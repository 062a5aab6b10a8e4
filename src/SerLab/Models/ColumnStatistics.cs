using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Location and scale of every column over the rows of many matrices, in double.</summary>
internal static class ColumnStatistics
{
    // A column that varies by less than single precision resolves is constant: dividing by its rounding noise would blow the noise up.
    private const double ConstantShare = 1e-7;

    /// <summary>Interquartile range of a standard normal variable.</summary>
    private const double QuartilesPerSigma = 1.3489795003921634;

    /// <summary>Checks a batch: finite values, one width.</summary>
    /// <param name="examples">Matrices [frames x features], at least one.</param>
    /// <param name="features">The width; 0 takes the first example's.</param>
    /// <exception cref="ArgumentException">No examples, or another width.</exception>
    /// <exception cref="BadInputException">A value is not finite.</exception>
    public static void Check(IReadOnlyList<MatrixView> examples, int features = 0)
    {
        if (examples.Count == 0) throw new ArgumentException("There are no examples; give at least one.", nameof(examples));
        if (features == 0) features = examples[0].Columns;
        for (var i = 0; i < examples.Count; i++)
        {
            if (examples[i].Columns != features || features == 0)
                throw new ArgumentException($"Example {i} has {examples[i].Columns} features; give {Math.Max(1, features)}.", nameof(examples));
            var values = examples[i].Span;
            if (TensorPrimitives.IsFiniteAll<float>(values)) continue;
            for (var j = 0; j < values.Length; j++)
                if (!float.IsFinite(values[j]))
                    throw new BadInputException("examples", $"example {i}, frame {j / features}, feature {j % features}", $"the value is {values[j]}; features must be finite, so repair or drop the recording.");
        }
    }

    /// <summary>Mean and population standard deviation of each column; the deviation of a constant column is given as 1.</summary>
    public static (double[] Mean, double[] Deviation) MeanAndDeviation(IReadOnlyList<MatrixView> examples)
    {
        Check(examples);
        var features = examples[0].Columns;
        var (mean, deviation) = (new double[features], new double[features]);
        double rows = examples.Sum(example => (long)example.Rows);
        if (rows == 0) throw new ArgumentException("The examples have no rows; give at least one.", nameof(examples));
        foreach (var example in examples)
            for (var row = 0; row < example.Rows; row++)
                WideSums.Add(example.Row(row), 1, mean);

        for (var j = 0; j < features; j++) mean[j] /= rows;

        // A second pass: the sum of squares less the squared mean loses all digits for a column such as 10 000 +- 0.1.
        foreach (var example in examples)
            for (var row = 0; row < example.Rows; row++)
                WideSums.AddSquares(example.Row(row), mean, deviation);

        for (var j = 0; j < features; j++) deviation[j] = OneIfConstant(Math.Sqrt(deviation[j] / rows), mean[j]);
        return (mean, deviation);
    }

    /// <summary>Median and interquartile range / 1.349 of each column; the standard deviation where the quartiles coincide, 1 where the column is constant.</summary>
    /// <remarks>Quantiles interpolate linearly between order statistics (type 7 of Hyndman and Fan, 1996).</remarks>
    public static (double[] Median, double[] Scale) MedianAndQuartileRange(IReadOnlyList<MatrixView> examples)
    {
        var (_, scale) = MeanAndDeviation(examples);
        var features = examples[0].Columns;
        var median = new double[features];
        var column = new float[examples.Sum(example => example.Rows)];
        for (var j = 0; j < features; j++)
        {
            var filled = 0;
            foreach (var example in examples)
            {
                var values = example.Span;
                for (var place = j; place < values.Length; place += features) column[filled++] = values[place];
            }

            Array.Sort(column);
            median[j] = Quantile(column, 0.5);
            var range = (Quantile(column, 0.75) - Quantile(column, 0.25)) / QuartilesPerSigma;
            if (range > ConstantShare * Math.Abs(median[j])) scale[j] = range;
        }

        return (median, scale);
    }

    private static double OneIfConstant(double deviation, double mean) => deviation > Math.Max(ConstantShare * Math.Abs(mean), float.Epsilon) ? deviation : 1;

    private static double Quantile(float[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]);
    }
}
