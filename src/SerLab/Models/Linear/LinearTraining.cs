using SerLab.Models.Svm;
using SerLab.Numerics;

namespace SerLab.Models.Linear;

/// <summary>A training set divided into problems of two classes, one for each linear machine. Immutable.</summary>
internal sealed class LinearTraining
{
    private readonly LinearRows rows;
    private readonly IReadOnlyList<int> labels;
    private readonly IReadOnlyList<int> groups;
    private readonly int classCount;
    private readonly LinearSettings settings;

    /// <param name="set">Labels and groups; its own rows are not read.</param>
    /// <param name="examples">What the machines look at, one matrix [1 x features] for each example of the set.</param>
    /// <param name="settings">Everything but C is used as it stands.</param>
    public LinearTraining(TrainingSet set, IReadOnlyList<MatrixView> examples, LinearSettings settings)
    {
        (labels, groups, classCount, this.settings) = (set.Labels, set.Groups, set.ClassCount, settings);
        rows = new LinearRows(examples, settings.BiasScale);
        Machines = MachinesOf(classCount, settings.Strategy);
    }

    /// <summary>Class that a machine's positive values speak for, and the one its negative values do; -1 for all others.</summary>
    public IReadOnlyList<(int Positive, int Negative)> Machines { get; }

    /// <summary>Two classes need one machine; more, one for each class or for each pair.</summary>
    public static IReadOnlyList<(int Positive, int Negative)> MachinesOf(int classCount, MachineStrategy strategy) =>
        classCount == 2 || strategy == MachineStrategy.OneVersusOne
            ? [.. SvmProblem.PairsOf(classCount)]
            : [.. Enumerable.Range(0, classCount).Select(c => (c, -1))];

    /// <summary>Solutions of all machines from the rows that are not held out.</summary>
    /// <param name="c">Cost of an error.</param>
    /// <param name="isHeldOut">Whether a row is held out.</param>
    /// <param name="previous">Solutions for the same rows and another C to begin with, or none.</param>
    /// <param name="previousC">That C.</param>
    /// <param name="random">Draws the order in which the dual is solved.</param>
    /// <param name="cancel">Stops.</param>
    public LinearSolution[] Solve(double c, Func<int, bool> isHeldOut, LinearSolution[]? previous, double previousC, RandomSource random, CancellationToken cancel)
    {
        var costs = CostPerClass(c, isHeldOut);
        return [.. Machines.Select((machine, index) =>
        {
            var problem = ProblemOf(machine, costs, isHeldOut);
            var start = previous?[index];
            if (settings.UsesPrimal(problem.Count, rows.Width))
                return TrustRegionNewton.Solve(problem, settings.Tolerance, start?.Weights ?? new double[rows.Width], cancel);

            // Alphas at their caps stay there when they grow with C (B.-Y. Chu et al., "Warm start for parameter selection of linear classifiers", KDD 2015).
            var alphas = start is null ? new double[problem.Count] : Array.ConvertAll(start.Alphas, alpha => alpha * (c / previousC));
            return DualCoordinateDescent.Solve(problem, settings.Tolerance, alphas, random.For("machine", index).Open(), cancel);
        })];
    }

    /// <summary>One sigmoid for each machine, from decision values of rows held out with their whole group.</summary>
    public PlattSigmoid[] FitSigmoids(RandomSource random, CancellationToken cancel)
    {
        var folds = HeldOutFolds.Deal(labels, groups, classCount, settings.PosteriorFolds);
        var decisions = new double[Machines.Count, labels.Count];
        for (var fold = 0; fold <= folds.Max(); fold++)
        {
            var held = fold;
            var solutions = Solve(settings.C, i => folds[i] == held, null, 0, random.For("fold", fold), cancel);
            for (var i = 0; i < labels.Count; i++)
                for (var m = 0; folds[i] == held && m < solutions.Length; m++) decisions[m, i] = rows.Dot(i, solutions[m].Weights);
        }

        return [.. Machines.Select((machine, m) =>
        {
            int[] positive = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == machine.Positive)];
            var negative = Enumerable.Range(0, labels.Count).Where(i => SignOf(machine, i) < 0);
            return PlattSigmoid.Fit([.. positive.Concat(negative).Select(i => decisions[m, i])], positive.Length);
        })];
    }

    private BinaryProblem ProblemOf((int Positive, int Negative) machine, double[] costs, Func<int, bool> isHeldOut)
    {
        int[] members = [.. Enumerable.Range(0, labels.Count).Where(i => SignOf(machine, i) != 0 && !isHeldOut(i))];
        return new BinaryProblem(rows, members, Array.ConvertAll(members, i => SignOf(machine, i)), Array.ConvertAll(members, i => costs[labels[i]]), settings.Loss == LinearLoss.SquaredHinge);
    }

    // +1, -1, or 0 for a row that the machine does not look at.
    private double SignOf((int Positive, int Negative) machine, int row) =>
        labels[row] == machine.Positive ? 1 : machine.Negative == -1 || labels[row] == machine.Negative ? -1 : 0;

    private double[] CostPerClass(double c, Func<int, bool> isHeldOut)
    {
        var counts = new double[classCount];
        for (var i = 0; i < labels.Count; i++)
            if (!isHeldOut(i)) counts[labels[i]]++;
        var total = counts.Sum();
        return Array.ConvertAll(counts, count => settings.ClassWeights == ClassWeights.Balanced && count > 0 ? c * total / (classCount * count) : c);
    }
}
