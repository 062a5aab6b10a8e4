namespace SerLab.Tests.Numerics;

public class LogMathTests
{
    private const double Nothing = double.NegativeInfinity;

    [Theory]
    [InlineData(new[] { 0.0, 0.0 }, 0.69314718055994530942)] // log 2
    [InlineData(new[] { 0.0, 0.69314718055994530942 }, 1.09861228866810969140)] // log (1 + 2)
    [InlineData(new[] { -1.0, -2.0, -3.0 }, -0.59239403555562077)] // log (e^-1 + e^-2 + e^-3)
    [InlineData(new[] { 7.5 }, 7.5)]
    [InlineData(new[] { 1000.0, 1000.0 }, 1000.69314718055994531)]
    [InlineData(new[] { -1000.0, -1000.0 }, -999.30685281944005469)]
    [InlineData(new[] { 1e308, -1e308 }, 1e308)]
    [InlineData(new[] { Nothing, 2.0, Nothing }, 2.0)]
    [InlineData(new[] { Nothing, Nothing }, Nothing)]
    [InlineData(new double[0], Nothing)]
    [InlineData(new[] { 1.0, double.NaN }, double.NaN)]
    public void LogSumExp_is_right_in_every_range(double[] values, double expected) =>
        Assert.Equal(expected, LogMath.LogSumExp(values), Math.Max(1e-14, 4e-16 * (double.IsFinite(expected) ? Math.Abs(expected) : 0)));

    [Theory]
    [InlineData(0.0, 0.0, 0.69314718055994530942)]
    [InlineData(-745.0, -745.0, -744.30685281944005469)] // each alone is the smallest number above nothing
    [InlineData(800.0, 0.0, 800.0)]
    [InlineData(-3.0, Nothing, -3.0)]
    [InlineData(Nothing, Nothing, Nothing)]
    [InlineData(0.0, -40.0, 4.2483542552915889e-18)] // e^-40, lost beside 1
    public void LogAdd_is_right_in_every_range_and_either_order(double a, double b, double expected)
    {
        Assert.Equal(expected, LogMath.LogAdd(a, b), 1e-13);
        Assert.Equal(LogMath.LogAdd(a, b), LogMath.LogAdd(b, a));
    }

    [Fact]
    public void Normalised_scores_are_log_probabilities_that_sum_to_one()
    {
        double[] scores = [-5000, -5000 + Math.Log(3), Nothing];
        LogMath.Normalise(scores);
        Assert.Equal(0.25, Math.Exp(scores[0]), 1e-12);
        Assert.Equal(0.75, Math.Exp(scores[1]), 1e-12);
        Assert.Equal(Nothing, scores[2]);
    }

    [Fact]
    public void Adding_a_constant_to_all_scores_changes_no_posterior()
    {
        var stream = new RandomSource(1).Open();
        for (var trial = 0; trial < 100; trial++)
        {
            var scores = Enumerable.Range(0, 7).Select(_ => 30 * stream.NextGaussian()).ToArray();
            var shifted = scores.Select(score => score + 12345).ToArray();
            LogMath.Normalise(scores);
            LogMath.Normalise(shifted);
            Assert.Equal(1, scores.Sum(Math.Exp), 1e-12);
            for (var i = 0; i < scores.Length; i++) Assert.Equal(scores[i], shifted[i], 1e-10);
        }
    }

    [Fact]
    public void Soft_maxima_have_the_same_bits_wherever_the_numbers_lie_in_memory()
    {
        // Without the limit inside, rows far below the maximum changed the last bits of their neighbours, depending on the alignment of the array.
        const int Rows = 5, Columns = 200;
        var chance = new RandomSource(3).Open();
        double[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => -2000 * chance.NextDouble())];
        double[]? first = null;
        for (var offset = 0; offset < 9; offset++)
        {
            var (shifted, sums) = (new double[values.Length + 16], new double[Columns + 16]);
            values.CopyTo(shifted, offset);
            LogMath.SoftMaxColumns(shifted.AsSpan(offset, values.Length), Rows, Columns, sums.AsSpan(offset, Columns));
            double[] result = [.. shifted[offset..(offset + values.Length)], .. sums[offset..(offset + Columns)]];
            first ??= result;
            Assert.Equal(first, result);
        }
    }
}
