using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>A training set prepared for support vector machines: rows sorted by class, inner products computed where they fit in memory. Immutable.</summary>
/// <remarks>
/// Sorted rows make each pair of classes two unbroken stretches of a row of products, so that a pair's kernel is copied in blocks. Products come, in this order, from the rows
/// that an experiment shares; from one product of all rows; from a product per pair; row by row when they are asked for. All have the same bits.
/// </remarks>
internal sealed class SvmProblem
{
    private readonly TrainingSet set;
    private readonly int[] starts;
    private readonly int[] columns;       // where a sorted row stands: among shared rows, or among the features of a precomputed kernel
    private readonly long cacheBytes;
    private readonly GramMatrix? gram;
    private readonly Lazy<SortedRows> rows;

    /// <param name="set">Examples of one row each; only read.</param>
    /// <param name="isPrecomputed">Whether features are kernels with the training examples.</param>
    /// <param name="cacheMegabytes">Memory for products and kernels.</param>
    /// <param name="cancel">Stops the preparation.</param>
    /// <exception cref="OptionsException">The largest pair needs more memory than that.</exception>
    public SvmProblem(TrainingSet set, bool isPrecomputed, int cacheMegabytes, CancellationToken cancel)
    {
        ScoreArguments.CheckRows(set);
        (this.set, IsPrecomputed, cacheBytes) = (set, isPrecomputed, (long)cacheMegabytes << 20);
        Order = [.. Enumerable.Range(0, set.Examples.Count).OrderBy(i => set.Labels[i])];
        starts = new int[ClassCount + 1];
        foreach (var label in set.Labels) starts[label + 1]++;
        for (var c = 0; c < ClassCount; c++) starts[c + 1] += starts[c];
        columns = [.. Order.Select(i => set.Places?[i] ?? i)];
        rows = new Lazy<SortedRows>(() => new SortedRows(set, Order, starts));
        gram = isPrecomputed ? PrecomputedKernel.Read(set, Order, columns)
            : set.Shared?.Gram?.Gather(columns)
            ?? (GramMatrix.Fits(Order.Count, cacheBytes / 2) ? GramMatrix.Of(rows.Value.Values, Order.Count, set.FeatureCount, set.Threads, cancel) : null);
        if (gram is null) CheckMemory();
    }

    /// <summary>Whether features are kernels with the training examples.</summary>
    public bool IsPrecomputed { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => set.ClassCount;

    /// <summary>Number of features.</summary>
    public int FeatureCount => set.FeatureCount;

    /// <summary>Most threads that solve pairs side by side.</summary>
    public int Threads => set.Threads;

    /// <summary>Position in the set of each sorted row, shape [rows].</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Features of a precomputed kernel that the sorted rows are, shape [rows].</summary>
    public IReadOnlyList<int> Columns => columns;

    /// <summary>Sorted rows of a class: from its start to the next class's.</summary>
    public (int Start, int Count) RowsOf(int label) => (starts[label], starts[label + 1] - starts[label]);

    /// <summary>Pairs (a, b) with a before b, in the order (0, 1), (0, 2), ..., (1, 2), ...</summary>
    public (int A, int B)[] Pairs => [.. PairsOf(ClassCount)];

    /// <inheritdoc cref="Pairs"/>
    public static IEnumerable<(int A, int B)> PairsOf(int classCount)
    {
        for (var a = 0; a < classCount; a++)
            for (var b = a + 1; b < classCount; b++)
                yield return (a, b);
    }

    /// <summary>The sorted row of a pair's row: the first class's come first.</summary>
    public int RowOf((int A, int B) pair, int t)
    {
        var ((startA, countA), (startB, _)) = (RowsOf(pair.A), RowsOf(pair.B));
        return t < countA ? startA + t : startB + t - countA;
    }

    /// <summary>The kernel of a pair of classes.</summary>
    public PairKernel KernelOf(KernelFunction function, (int A, int B) pair)
    {
        var (first, second) = (RowsOf(pair.A), RowsOf(pair.B));
        if (gram is not null) return new WholePairKernel(gram, function, first, second);
        var count = first.Count + second.Count;
        if (!FitsWhole(count)) return new CachedPairKernel(rows.Value, function, pair.A, pair.B, cacheBytes / set.Threads);
        var products = GramMatrix.Of(rows.Value.OfPair(pair.A, pair.B), count, set.FeatureCount, 1, CancellationToken.None);
        return new WholePairKernel(products, function, (0, first.Count), (first.Count, second.Count));
    }

    /// <summary>C of the rows of each class; balanced weights count the rows that are not held out.</summary>
    /// <param name="options">C and class weights.</param>
    /// <param name="isHeldOut">Whether a sorted row is held out.</param>
    public double[] Costs(SvmOptions options, Func<int, bool> isHeldOut)
    {
        int[] counts = [.. Enumerable.Range(0, ClassCount).Select(c => Enumerable.Range(starts[c], RowsOf(c).Count).Count(row => !isHeldOut(row)))];
        return [.. counts.Select(own => options.C * (options.ClassWeights == ClassWeights.Balanced ? counts.Sum() / ((double)ClassCount * own) : 1))];
    }

    /// <summary>C of each row of a pair, 0 for those held out.</summary>
    /// <param name="pair">The pair of classes.</param>
    /// <param name="costs">What <see cref="Costs"/> gave.</param>
    /// <param name="isHeldOut">Whether a sorted row is held out.</param>
    public double[] Boxes((int A, int B) pair, double[] costs, Func<int, bool> isHeldOut)
    {
        var boxes = new double[RowsOf(pair.A).Count + RowsOf(pair.B).Count];
        for (var t = 0; t < boxes.Length; t++) boxes[t] = isHeldOut(RowOf(pair, t)) ? 0 : costs[t < RowsOf(pair.A).Count ? pair.A : pair.B];
        return boxes;
    }

    /// <summary>Squared length of a sorted row.</summary>
    public float NormOf(int row) => gram is null ? rows.Value.Norm(row) : gram.Row(row)[row];

    /// <summary>Products of held-out rows with the sorted rows, and their squared lengths.</summary>
    /// <param name="heldOut">The rows, of the set's width.</param>
    /// <param name="first">The first of them that is wanted.</param>
    /// <param name="destination">Shape [wanted x sorted rows].</param>
    /// <param name="norms">Shape [wanted].</param>
    public void Products(HeldOutRows heldOut, int first, Span<float> destination, Span<float> norms)
    {
        if (!IsPrecomputed && (heldOut.Places is null || set.Shared?.Gram is null))
        {
            Multiply(heldOut, first, destination, norms);
            return;
        }

        norms.Clear();
        for (var i = 0; i < norms.Length; i++)
        {
            var products = destination.Slice(i * Order.Count, Order.Count);
            if (heldOut.Places is { } places && set.Shared?.Gram is { } shared && !IsPrecomputed)
            {
                var place = places[first + i];
                norms[i] = shared.Row(place)[place];
                shared.Gather(place, columns, products);
            }
            else
            {
                var features = heldOut.Rows[first + i].Span;
                for (var j = 0; j < products.Length; j++) products[j] = features[columns[j]];
            }
        }
    }

    private void Multiply(HeldOutRows heldOut, int first, Span<float> destination, Span<float> norms)
    {
        var features = set.FeatureCount;
        using var block = new Scratch(norms.Length * features);
        for (var i = 0; i < norms.Length; i++)
        {
            var row = heldOut.Rows[first + i].Span;
            row.CopyTo(block.Span[(i * features)..]);
            MatrixProduct.MultiplyTransposed(row, row, 1, features, 1, false, norms[i..]);
        }

        MatrixProduct.MultiplyTransposed(block.Span, rows.Value.Values.Span, norms.Length, features, Order.Count, false, destination);
    }

    private bool FitsWhole(int count) => GramMatrix.Fits(count, cacheBytes / set.Threads / 2); // products and kernel

    private void CheckMemory()
    {
        var largest = Pairs.Max(pair => RowsOf(pair.A).Count + RowsOf(pair.B).Count);
        var least = CachedPairKernel.LeastBytes(largest) * set.Threads;
        if (FitsWhole(largest) || least <= cacheBytes) return;
        throw new OptionsException("svm", [
            $"CacheMegabytes is {cacheBytes >> 20}; two classes have {largest} training rows, whose kernel needs at least {(least >> 20) + 1} MB for rows in use ({4.0 * largest * largest / 1e9:F1} GB as a whole), "
            + "so raise it, train on fewer rows, or choose \"linear-svm\", \"fourier-svm\" or \"gmm\", which need no kernel matrix."]);
    }
}
