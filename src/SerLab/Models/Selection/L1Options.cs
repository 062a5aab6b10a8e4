using SerLab.Options;

namespace SerLab.Models.Selection;

/// <summary>Keeps the columns to which linear support vector machines, one class against the rest, give weight when the sum of absolute weights is penalised.</summary>
/// <remarks>
/// <para>|w|_1 + C sum_i s_i max(0, 1 - y_i (w'x_i + b))^2 for every class against the rest: G.-X. Yuan and others, JMLR 11, 2010. Columns are centred,
/// so that a constant one is not taken for a bias; they want one scale, so normalise them.</para>
/// <para>Without C it is raised by half from where the first column appears until Count columns have weight, at most a thousandfold. Of more columns than Count
/// those with the largest absolute weight in any class stay.</para>
/// </remarks>
/// <param name="C">Cost of an error, above 0: the larger, the more columns. Left out, it is sought so that about Count columns have weight.</param>
/// <param name="Count">Most columns kept, at least 1. Left out, all columns with weight are kept, which needs C.</param>
/// <param name="ClassWeights">How much an error on each class costs; balanced is within each machine: the class and the rest cost alike.</param>
[Kind("l1", "keeps the columns that L1-penalised linear machines give weight")]
public sealed record L1Options(double? C = null, int? Count = 200, ClassWeights ClassWeights = ClassWeights.Balanced) : SelectionOptions
{
    private const double Raise = 1.5;
    private const double MostRaised = 1000;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems
            .Unless(C is null or > 0 && double.IsFinite(C ?? 1), $"C is {C}; use a number above 0, such as 0.1, or leave it out and give a Count.")
            .Unless(C is not null || Count is not null, $"C and Count are both left out; give one: a Count such as 200 or a C such as 0.1.");
        if (Count is { } count) ColumnRanking.CheckCount(count, problems);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Choose(TrainingSet set, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        if (C is null && Count >= set.FeatureCount) return [.. Enumerable.Range(0, set.FeatureCount)];
        var machines = new Machines(this, set, cancel);
        if (machines.FirstC == double.PositiveInfinity)
            throw new OptionsException(Kind, ["every column is 0 or tells nothing of the classes; check the features, or choose without a selection."]);
        if (C is { } given) machines.Minimise(given);
        else
            for (var c = machines.FirstC * Raise; c <= machines.FirstC * MostRaised && machines.Weighted < Count; c *= Raise) machines.Minimise(c);

        var largest = machines.Largest();
        var weighted = largest.Count(weight => weight > 0);
        if (weighted == 0)
            throw new OptionsException(Kind, [$"C is {C}; no column has weight below about {machines.FirstC:G3}, so use at least {2 * machines.FirstC:G3}, or leave C out and give a Count."]);
        return ColumnRanking.Best(largest, Math.Min(weighted, Count ?? weighted));
    }

    // One machine per class against the rest, and their weights so far: a larger C starts from the solution of a smaller.
    private sealed class Machines
    {
        private readonly L1SquaredHinge problem;
        private readonly double[][] signs;
        private readonly double[][] shares;
        private readonly double[][] weights;
        private readonly CancellationToken cancel;

        public Machines(L1Options options, TrainingSet set, CancellationToken cancel)
        {
            this.cancel = cancel;
            problem = L1SquaredHinge.Of(set, cancel);
            int[] rows = [.. set.Examples.SelectMany((example, i) => Enumerable.Repeat(set.Labels[i], example.Rows))];
            signs = [.. Enumerable.Range(0, set.ClassCount).Select(c => Array.ConvertAll(rows, label => label == c ? 1.0 : -1.0))];
            shares = [.. signs.Select(sign => Shares(sign, options.ClassWeights))];
            weights = [.. signs.Select(_ => new double[set.FeatureCount + 1])];
            FirstC = 1 / signs.Zip(shares, problem.SteepestStart).Max();
        }

        /// <summary>The C at which the first column gets weight, with biases of 0: those of balanced machines are 0 there.</summary>
        public double FirstC { get; }

        /// <summary>Columns to which some machine gives weight.</summary>
        public int Weighted => Largest().Count(weight => weight > 0);

        public void Minimise(double c)
        {
            for (var machine = 0; machine < weights.Length; machine++)
                problem.Minimise(signs[machine], Array.ConvertAll(shares[machine], share => c * share), weights[machine], cancel);
        }

        /// <summary>Largest absolute weight of each column in any machine, shape [features].</summary>
        public double[] Largest() => [.. Enumerable.Range(0, weights[0].Length - 1).Select(j => weights.Max(machine => Math.Abs(machine[j])))];

        private static double[] Shares(double[] signs, ClassWeights weights)
        {
            double inside = signs.Count(sign => sign > 0);
            return Array.ConvertAll(signs, sign => weights == ClassWeights.None ? 1 : signs.Length / (2 * (sign > 0 ? inside : signs.Length - inside)));
        }
    }
}
