using SerLab.Models;
using SerLab.Models.Markov;

namespace SerLab.Tests.Models.Markov;

public sealed class FrameRotationTests
{
    [Fact]
    public void Eigenvectors_of_a_matrix_that_is_known()
    {
        // 2 on the diagonal and 1 beside it: 3 along (1, 1), 1 along (1, -1).
        double[] matrix = [2, 1, 1, 2];
        var vectors = JacobiRotations.Eigenvectors(matrix, 2);
        var three = matrix[0] > matrix[3] ? 0 : 1;
        Assert.Equal(3, matrix[three * 3], 1e-12);
        Assert.Equal(1, matrix[(1 - three) * 3], 1e-12);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(vectors[three * 2]), 1e-12);
        Assert.Equal(vectors[three * 2], vectors[three * 2 + 1], 1e-12);
        Assert.Equal(vectors[(1 - three) * 2], -vectors[(1 - three) * 2 + 1], 1e-12);
    }

    [Fact]
    public void Turned_frames_are_uncorrelated_within_classes_and_keep_their_lengths()
    {
        var random = new RandomSource(4).Open();
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
        MatrixView[] examples = [.. labels.Select(label =>
        {
            var values = new float[50 * 5];
            for (var t = 0; t < 50; t++)
            {
                var shared = random.NextGaussian();
                for (var d = 0; d < 5; d++) values[t * 5 + d] = (float)(label * d + (d + 1) * shared + random.NextGaussian());
            }

            return new MatrixView(values, 50, 5);
        })];
        var set = new TrainingSet(examples, labels, labels, 2);
        var turned = FrameRotation.Of(set).Turn(set);
        for (var d = 0; d < 5; d++)
            for (var e = 0; e < d; e++)
            {
                var (together, first, second) = (Covariance(d, e), Covariance(d, d), Covariance(e, e));
                Assert.True(Math.Abs(together) < 1e-5 * Math.Sqrt(first * second), $"axes {d} and {e}: {together}");
            }

        for (var t = 0; t < 50; t++) Assert.Equal(Length(examples[0].Row(t)), Length(turned.Examples[0].Row(t)), 1e-4);

        double Covariance(int d, int e) => Enumerable.Range(0, 2).Sum(label =>
        {
            var frames = turned.Examples.Where((_, i) => labels[i] == label).SelectMany(example => Enumerable.Range(0, 50).Select(t => (First: (double)example.Row(t)[d], Second: (double)example.Row(t)[e]))).ToArray();
            var (first, second) = (frames.Average(pair => pair.First), frames.Average(pair => pair.Second));
            return frames.Sum(pair => (pair.First - first) * (pair.Second - second));
        });

        static double Length(ReadOnlySpan<float> frame)
        {
            var sum = 0.0;
            foreach (var value in frame) sum += value * value;
            return Math.Sqrt(sum);
        }
    }
}
