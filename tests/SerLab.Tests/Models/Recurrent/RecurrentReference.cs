using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>The network again, in double, one example and one unit at a time, straight from the equations: the truth that the fast one is held against.</summary>
internal static class RecurrentReference
{
    /// <param name="weights">Learned numbers by name.</param>
    /// <param name="lstm">LSTM, else Elman.</param>
    /// <param name="layers">Stacked layers.</param>
    /// <param name="bidirectional">Whether there is a second direction.</param>
    /// <param name="steps">The example, one array of features per step.</param>
    public static double[] Logits(IReadOnlyDictionary<string, Tensor> weights, bool lstm, int layers, bool bidirectional, double[][] steps)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            var outputs = Direction(weights, lstm, $"l{layer}", steps);
            if (bidirectional)
            {
                var reverse = Direction(weights, lstm, $"l{layer}_reverse", [.. steps.Reverse()]);
                outputs = [.. outputs.Select((h, t) => (double[])[.. h, .. reverse[steps.Length - 1 - t]])];
            }

            steps = outputs;
        }

        var scores = steps.Select(h => weights.TryGetValue("attention.vector", out var u) ? h.Select((x, j) => x * u.Values[j]).Sum() : 0).ToArray();
        var shares = scores.Select(s => Math.Exp(s) / scores.Sum(Math.Exp)).ToArray();
        var pooled = Enumerable.Range(0, steps[0].Length).Select(j => steps.Select((h, t) => shares[t] * h[j]).Sum()).ToArray();
        return Affine(weights["head.weight"], pooled, weights["head.bias"].Values);
    }

    private static double[][] Direction(IReadOnlyDictionary<string, Tensor> weights, bool lstm, string suffix, double[][] steps)
    {
        var (w, u, b) = (weights[$"recurrent.weight_ih_{suffix}"], weights[$"recurrent.weight_hh_{suffix}"], weights[$"recurrent.bias_ih_{suffix}"].Values);
        var size = u.Shape[1];
        double[] h = new double[size], c = new double[size];
        var outputs = new List<double[]>();
        foreach (var x in steps)
        {
            var sums = Affine(u, h, Affine(w, x, b));
            if (lstm)
            {
                c = [.. c.Select((before, j) => Sigmoid(sums[size + j]) * before + Sigmoid(sums[j]) * Math.Tanh(sums[2 * size + j]))];
                h = [.. c.Select((now, j) => Sigmoid(sums[3 * size + j]) * Math.Tanh(now))];
            }
            else
            {
                h = [.. sums.Select(Math.Tanh)];
            }

            outputs.Add(h);
        }

        return [.. outputs];
    }

    private static double[] Affine(Tensor matrix, double[] x, double[] plus) =>
        [.. plus.Select((start, i) => start + x.Select((value, j) => value * matrix.Values[i * x.Length + j]).Sum())];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
