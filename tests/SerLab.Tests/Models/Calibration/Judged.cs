namespace SerLab.Tests.Models;

/// <summary>Judgements whose truth is drawn from the very posteriors: calibrated by making.</summary>
internal static class Judged
{
    /// <param name="examples">How many.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="sharpness">Log posteriors are told so many times as large as the truth was drawn from: 1 is calibrated, more is too sure.</param>
    public static (double[][] LogPosteriors, int[] Labels) Draw(int examples, int classes, ulong seed, double sharpness = 1)
    {
        var random = new RandomSource(seed).For("judged").Open();
        var (rows, labels) = (new double[examples][], new int[examples]);
        for (var i = 0; i < examples; i++)
        {
            rows[i] = [.. Enumerable.Range(0, classes).Select(_ => 1.5 * random.NextGaussian())];
            LogMath.Normalise(rows[i]);
            var (left, c) = (random.NextDouble(), 0);
            while (c < classes - 1 && (left -= Math.Exp(rows[i][c])) > 0) c++;
            labels[i] = c;
            for (var j = 0; j < classes; j++) rows[i][j] *= sharpness;
            LogMath.Normalise(rows[i]);
        }

        return (rows, labels);
    }

    public static double LogLoss(IReadOnlyList<double[]> logPosteriors, int[] labels) => -labels.Select((label, i) => logPosteriors[i][label]).Average();
}
