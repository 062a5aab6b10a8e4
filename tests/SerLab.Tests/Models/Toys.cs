using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>Small data drawn from known distributions.</summary>
internal static class Toys
{
    public const int ClassCount = 3;
    private static readonly int[] ExamplesPerClass = [16, 12, 8];

    /// <summary>Three classes that any classifier of this input can tell apart, of unequal size, from four groups.</summary>
    public static TrainingSet Separable(ExampleInput input, ulong seed = 1, int[]? renamed = null)
    {
        var random = new RandomSource(seed).For("toy").Open();
        var (examples, labels, groups) = (new List<MatrixView>(), new List<int>(), new List<int>());
        for (var i = 0; i < ExamplesPerClass.Max(); i++)
            for (var c = 0; c < ClassCount; c++)
            {
                if (i >= ExamplesPerClass[c]) continue;
                var example = Example(input, c, i % 4, random);
                examples.Add(input == ExampleInput.Scores && renamed is not null ? Renamed(example, renamed) : example);
                labels.Add(renamed is null ? c : renamed[c]);
                groups.Add(i % 4);
            }

        return new TrainingSet(examples, labels, groups, ClassCount);
    }

    /// <summary>Rows around some points: example i is of class i % centres.</summary>
    public static TrainingSet Clouds(double[][] centres, double deviation, int count, ulong seed, int groupCount = 5)
    {
        var random = new RandomSource(seed).For("clouds").Open();
        var labels = Enumerable.Range(0, count).Select(i => i % centres.Length).ToArray();
        MatrixView[] rows = [.. labels.Select(c => Row([.. centres[c].Select(x => (float)(x + deviation * random.NextGaussian()))]))];
        return new TrainingSet(rows, labels, [.. labels.Select((_, i) => i / centres.Length % groupCount)], centres.Length);
    }

    public static MatrixView Row(params float[] values) => MatrixView.OfRow(values);

    public static MatrixView Frames(int columns, params float[] values) => new(values, values.Length / columns, columns);

    public static int Predict(IClassifier classifier, MatrixView example, int classCount)
    {
        var posterior = new double[classCount];
        classifier.Score(example, posterior);
        return Array.IndexOf(posterior, posterior.Max());
    }

    public static double Accuracy(IClassifier classifier, TrainingSet set) =>
        Enumerable.Range(0, set.Examples.Count).Average(i => Predict(classifier, set.Examples[i], set.ClassCount) == set.Labels[i] ? 1.0 : 0.0);

    private static MatrixView Example(ExampleInput input, int c, int group, RandomStream random)
    {
        switch (input)
        {
            case ExampleInput.Speaker:
                return Row(group);
            case ExampleInput.Duration or ExampleInput.Loudness:
                return Row((float)(2 + c + 0.5 * random.NextGaussian()));
            case ExampleInput.Scores:
                return Row([.. Enumerable.Range(0, 2).SelectMany(_ => LogPosteriors(c, random))]);
            case ExampleInput.Functionals:
                return Row([.. Enumerable.Range(0, 6).Select(j => (float)((j % 3 == c ? 3 : 0) + 0.5 * random.NextGaussian()))]);
            default:
                var frames = 12 + random.NextInt(8);
                return new MatrixView(Enumerable.Range(0, frames * 4).Select(j => (float)((j % 4 == c ? 2 : -0.5) + 0.6 * random.NextGaussian())).ToArray(), frames, 4);
        }
    }

    private static float[] LogPosteriors(int c, RandomStream random)
    {
        double[] logits = [.. Enumerable.Range(0, ClassCount).Select(j => (j == c ? 3 : 0) + 0.5 * random.NextGaussian())];
        LogMath.Normalise(logits);
        return Array.ConvertAll(logits, value => (float)value);
    }

    // Columns of scores are classes, so they move with the names.
    private static MatrixView Renamed(MatrixView scores, int[] renamed)
    {
        var moved = new float[scores.Columns];
        for (var j = 0; j < moved.Length; j++) moved[j / ClassCount * ClassCount + renamed[j % ClassCount]] = scores.Span[j];
        return Row(moved);
    }
}
