using SerLab.Numerics;

namespace SerLab.Models.Svm;

/// <summary>A training set prepared for support vector machines: rows sorted by class, inner products computed. Immutable.</summary>
/// <remarks>Sorted rows make each pair of classes two unbroken stretches of a kernel row, so that no pair copies its part of the matrix.</remarks>
internal sealed class SvmProblem
{
    private readonly int[] starts;

    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="judged">More rows that machines will be asked about, none needed; they stand after the sorted rows.</param>
    /// <param name="cancel">Stops the preparation.</param>
    public SvmProblem(TrainingSet set, IReadOnlyList<MatrixView> judged, CancellationToken cancel)
    {
        ScoreArguments.CheckRows(set);
        ClassCount = set.ClassCount;
        Order = [.. Enumerable.Range(0, set.Examples.Count).OrderBy(i => set.Labels[i])];
        starts = new int[ClassCount + 1];
        foreach (var label in set.Labels) starts[label + 1]++;
        for (var c = 0; c < ClassCount; c++) starts[c + 1] += starts[c];
        Gram = new GramMatrix([.. Order.Select(i => set.Examples[i]), .. judged], cancel);
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Position in the set of each sorted row, shape [rows].</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Inner products of the sorted rows and of those to be judged.</summary>
    public GramMatrix Gram { get; }

    /// <summary>Sorted rows of a class: from its start to the next class's.</summary>
    public (int Start, int Count) RowsOf(int label) => (starts[label], starts[label + 1] - starts[label]);

    /// <summary>Pairs (a, b) with a before b, in the order (0, 1), (0, 2), ..., (1, 2), ...</summary>
    public IEnumerable<(int A, int B)> Pairs => PairsOf(ClassCount);

    /// <inheritdoc cref="Pairs"/>
    public static IEnumerable<(int A, int B)> PairsOf(int classCount)
    {
        for (var a = 0; a < classCount; a++)
            for (var b = a + 1; b < classCount; b++)
                yield return (a, b);
    }

    /// <summary>C of each sorted row, 0 for those held out; balanced weights count the rows that are not.</summary>
    /// <param name="options">C and class weights.</param>
    /// <param name="isHeldOut">Whether a sorted row is held out.</param>
    public double[] Boxes(SvmOptions options, Func<int, bool> isHeldOut)
    {
        var boxes = new double[Order.Count];
        var total = Enumerable.Range(0, boxes.Length).Count(row => !isHeldOut(row));
        for (var c = 0; c < ClassCount; c++)
        {
            var (start, count) = RowsOf(c);
            var own = Enumerable.Range(start, count).Where(row => !isHeldOut(row)).ToArray();
            var weight = options.ClassWeights == ClassWeights.Balanced ? total / ((double)ClassCount * own.Length) : 1;
            foreach (var row in own) boxes[row] = options.C * weight;
        }

        return boxes;
    }

    /// <summary>One machine per pair of classes, in the order of <see cref="Pairs"/>.</summary>
    public SmoSolution[] Train(KernelMatrix kernel, double[] boxes, double tolerance, CancellationToken cancel)
    {
        var ofPair = new double[boxes.Length];
        return [.. Pairs.Select(classes =>
        {
            var pair = PairOf(kernel, classes);
            boxes.AsSpan(pair.FirstStart, pair.FirstCount).CopyTo(ofPair);
            boxes.AsSpan(pair.SecondStart, pair.SecondCount).CopyTo(ofPair.AsSpan(pair.FirstCount));
            return SmoSolver.Solve(pair, ofPair.AsSpan(0, pair.Count), tolerance, cancel);
        })];
    }

    /// <summary>The class that most machines vote for; the lowest of equals, as in LIBSVM.</summary>
    /// <param name="kernel">Kernel of the sorted rows and those to be judged.</param>
    /// <param name="machines">What <see cref="Train"/> gave.</param>
    /// <param name="row">A row of the kernel.</param>
    public int Vote(KernelMatrix kernel, SmoSolution[] machines, int row)
    {
        Span<int> votes = stackalloc int[ClassCount];
        var values = kernel.Row(row);
        var machine = 0;
        foreach (var (a, b) in Pairs)
        {
            var (pair, solution) = (PairOf(kernel, (a, b)), machines[machine++]);
            var decision = solution.Bias;
            for (var t = 0; t < pair.Count; t++)
                if (solution.Coefficients[t] != 0) decision += solution.Coefficients[t] * values[pair.RowOf(t)];
            votes[decision > 0 ? a : b]++;
        }

        var winner = 0;
        for (var c = 1; c < ClassCount; c++)
            if (votes[c] > votes[winner]) winner = c;
        return winner;
    }

    private PairProblem PairOf(KernelMatrix kernel, (int A, int B) classes)
    {
        var ((firstStart, firstCount), (secondStart, secondCount)) = (RowsOf(classes.A), RowsOf(classes.B));
        return new PairProblem(kernel, firstStart, firstCount, secondStart, secondCount);
    }
}
