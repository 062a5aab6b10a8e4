using SerLab.Features.Rhythm;

namespace SerLab.Benchmarks.Studies;

/// <summary>One clip to learn from: candidates, which of them are nuclei, and how many syllables there are.</summary>
internal sealed record RateExample(SyllableCues Cues, bool[] IsNucleus, int Syllables);

/// <summary>Learns a <see cref="SyllableModel"/>: which candidates are nuclei, and that their probabilities add up to the count of each clip.</summary>
/// <remarks>
/// Minimises the mean cross-entropy of the candidates + <see cref="CountWeight"/> x the mean over clips of (expected count - count)^2 / count + <see cref="Decay"/> |w|^2, on cues of
/// mean 0 and deviation 1, by Newton steps whose second derivatives leave out the curvature of the count's error (Gauss and Newton). What the
/// expected counts then lack over all clips becomes the syllables that a nucleus stands for.
/// </remarks>
internal static class RateTraining
{
    private const double CountWeight = 2;
    private const double Decay = 1e-3;
    private const int MaxSteps = 40;

    /// <summary>In each labelled syllable the candidate of the highest sonority is the nucleus.</summary>
    public static RateExample Example(SyllableCues cues, RateRecording truth)
    {
        var isNucleus = new bool[cues.Frames.Length];
        foreach (var (start, end) in truth.Syllables)
        {
            var best = -1;
            for (var i = 0; i < isNucleus.Length; i++)
                if (Seconds(cues, i) >= start && Seconds(cues, i) < end && (best < 0 || Level(cues, i) > Level(cues, best))) best = i;
            if (best >= 0) isNucleus[best] = true;
        }

        return new RateExample(cues, isNucleus, truth.Syllables.Count);
    }

    public static SyllableModel Train(IReadOnlyList<RateExample> examples) => Train(examples, out _, out _, out _);

    public static SyllableModel Train(IReadOnlyList<RateExample> examples, out double syllablesPerNucleus, out double intercept, out double[] weights)
    {
        var (means, deviations) = Scales(examples);
        var cueCount = means.Length;
        var rows = examples.Select(example => Standardised(example.Cues, means, deviations)).ToArray();
        var w = new double[cueCount + 1];
        var loss = Measure(examples, rows, w, null, null);
        for (var step = 0; step < MaxSteps; step++)
        {
            var gradient = new double[w.Length];
            var curvature = new double[w.Length, w.Length];
            Measure(examples, rows, w, gradient, curvature);
            var direction = Solve(curvature, gradient);
            var (scale, before) = (1.0, loss);
            double[] next;
            do
            {
                next = [.. w.Zip(direction, (value, change) => value - scale * change)];
                loss = Measure(examples, rows, next, null, null);
                scale /= 2;
            }
            while (loss > before && scale > 1e-6);
            if (loss >= before) break;
            w = next;
            if (before - loss < 1e-9) break;
        }

        weights = [.. Enumerable.Range(0, cueCount).Select(cue => w[cue] / deviations[cue])];
        intercept = w[cueCount] - Enumerable.Range(0, cueCount).Sum(cue => w[cue] * means[cue] / deviations[cue]);
        var model = new SyllableModel(1, intercept, weights);
        syllablesPerNucleus = examples.Sum(example => example.Syllables) / examples.Sum(example => model.ExpectedCount(model.Probabilities(example.Cues)));
        return new SyllableModel(syllablesPerNucleus, intercept, weights);
    }

    private static double Seconds(SyllableCues cues, int index) => SerLab.Features.FrameGrid.CentreSeconds(cues.Frames[index]);

    private static float Level(SyllableCues cues, int index) => cues.Values[index * SyllableCues.Names.Count + 1];

    private static (double[] Means, double[] Deviations) Scales(IReadOnlyList<RateExample> examples)
    {
        var count = SyllableCues.Names.Count;
        var (sums, squares) = (new double[count], new double[count]);
        var rows = examples.Sum(example => example.Cues.Frames.Length);
        foreach (var example in examples)
            for (var i = 0; i < example.Cues.Values.Length; i++)
            {
                sums[i % count] += example.Cues.Values[i];
                squares[i % count] += (double)example.Cues.Values[i] * example.Cues.Values[i];
            }

        return (Array.ConvertAll(sums, sum => sum / rows), [.. sums.Zip(squares, (sum, square) => Math.Sqrt(square / rows - sum / rows * (sum / rows)) + 1e-9)]);
    }

    // Shape [candidates][cues + 1]; the last is 1.
    private static double[][] Standardised(SyllableCues cues, double[] means, double[] deviations) =>
        [.. Enumerable.Range(0, cues.Frames.Length).Select(i => Enumerable.Range(0, means.Length).Select(cue => (cues.Values[i * means.Length + cue] - means[cue]) / deviations[cue]).Append(1).ToArray())];

    private static double Measure(IReadOnlyList<RateExample> examples, double[][][] rows, double[] w, double[]? gradient, double[,]? curvature)
    {
        var candidates = rows.Sum(clip => clip.Length);
        var loss = 0.0;
        for (var clip = 0; clip < rows.Length; clip++)
        {
            var slope = new double[w.Length];
            double expected = 0, syllables = examples[clip].Syllables;
            for (var i = 0; i < rows[clip].Length; i++)
            {
                var row = rows[clip][i];
                var logOdds = 0.0;
                for (var k = 0; k < w.Length; k++) logOdds += w[k] * row[k];
                var p = 1 / (1 + Math.Exp(-logOdds));
                var target = examples[clip].IsNucleus[i] ? 1 : 0;
                loss -= Math.Log(Math.Max(1e-300, target == 1 ? p : 1 - p)) / candidates;
                expected += p;
                if (gradient is null || curvature is null) continue;
                for (var k = 0; k < w.Length; k++)
                {
                    gradient[k] += (p - target) * row[k] / candidates;
                    slope[k] += p * (1 - p) * row[k];
                    for (var l = 0; l <= k; l++) curvature[k, l] += p * (1 - p) * row[k] * row[l] / candidates;
                }
            }

            var error = expected - syllables;
            loss += CountWeight * error * error / syllables / rows.Length;
            if (gradient is null || curvature is null) continue;
            for (var k = 0; k < w.Length; k++)
            {
                gradient[k] += 2 * CountWeight * error * slope[k] / syllables / rows.Length;
                for (var l = 0; l <= k; l++) curvature[k, l] += 2 * CountWeight * slope[k] * slope[l] / syllables / rows.Length;
            }
        }

        for (var k = 0; k < w.Length; k++)
        {
            loss += Decay * w[k] * w[k];
            if (gradient is null || curvature is null) continue;
            gradient[k] += 2 * Decay * w[k];
            curvature[k, k] += 2 * Decay;
        }

        return loss;
    }

    // Cholesky's method on the lower triangle.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var x = (double[])right.Clone();
        for (var k = 0; k < n; k++)
            for (var l = 0; l <= k; l++)
            {
                var sum = matrix[k, l];
                for (var j = 0; j < l; j++) sum -= matrix[k, j] * matrix[l, j];
                matrix[k, l] = k == l ? Math.Sqrt(sum) : sum / matrix[l, l];
            }

        for (var k = 0; k < n; k++)
        {
            for (var j = 0; j < k; j++) x[k] -= matrix[k, j] * x[j];
            x[k] /= matrix[k, k];
        }

        for (var k = n - 1; k >= 0; k--)
        {
            for (var j = k + 1; j < n; j++) x[k] -= matrix[j, k] * x[j];
            x[k] /= matrix[k, k];
        }

        return x;
    }
}
