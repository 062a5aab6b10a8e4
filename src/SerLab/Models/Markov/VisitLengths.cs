using SerLab.Models.Mixtures;
using SerLab.Options;

namespace SerLab.Models.Markov;

/// <summary>How often and how long the best paths of the training sequences stay in each state. Immutable.</summary>
internal sealed class VisitLengths
{
    private const int Columns = 3; // visits, mean frames, deviation in frames
    private readonly double[] values;

    private VisitLengths(double[] values) => this.values = values;

    /// <summary>Measures.</summary>
    /// <param name="sequences">Training sequences of a class.</param>
    /// <param name="model">Its trained model.</param>
    public static VisitLengths Of(IReadOnlyList<FrameBlock> sequences, HiddenMarkovModel model)
    {
        var states = model.StateCount;
        var (counts, sums, squares) = (new long[states], new long[states], new long[states]);
        var paths = new BestPaths(model, sequences.Max(sequence => sequence.Stride));
        foreach (var sequence in sequences)
        {
            var path = paths.Path(sequence, model);
            for (int t = 1, length = 1; t <= path.Length; t++, length++)
            {
                if (t < path.Length && path[t] == path[t - 1]) continue;
                var s = path[t - 1];
                (counts[s], sums[s], squares[s]) = (counts[s] + 1, sums[s] + length, squares[s] + (long)length * length);
                length = 0;
            }
        }

        var values = new double[states * Columns];
        for (var s = 0; s < states; s++)
        {
            var mean = counts[s] == 0 ? 0 : sums[s] / (double)counts[s];
            values[s * Columns] = counts[s];
            values[s * Columns + 1] = mean;
            values[s * Columns + 2] = counts[s] == 0 ? 0 : Math.Sqrt(Math.Max(0, squares[s] / (double)counts[s] - mean * mean));
        }

        return new VisitLengths(values);
    }

    /// <summary>Reads what <see cref="Save"/> gave.</summary>
    /// <exception cref="BadInputException">It is missing or holds no durations.</exception>
    public static VisitLengths Restore(Weights weights, string prefix, int states)
    {
        var values = weights.Get($"{prefix}.durations", states, Columns).Values;
        for (var s = 0; s < states; s++)
            if (values[s * Columns] is < 0 or > int.MaxValue || values[s * Columns + 1] < 0 || values[s * Columns + 2] < 0)
                throw new BadInputException("weights", $"{prefix}.durations", $"state {s} has a visit count or a duration below 0; the model file is damaged, so train it again.");
        return new VisitLengths(values);
    }

    /// <summary>The array that makes this again.</summary>
    public KeyValuePair<string, Tensor> Save(string prefix) => new($"{prefix}.durations", new Tensor([values.Length / Columns, Columns], values));

    /// <summary>Durations of a state.</summary>
    /// <param name="s">The state.</param>
    /// <param name="stay">Probability of staying.</param>
    public StateDuration Of(int s, double stay) =>
        new(s, 1 / (1 - stay), Math.Sqrt(stay) / (1 - stay), (int)values[s * Columns], values[s * Columns + 1], values[s * Columns + 2]);
}
