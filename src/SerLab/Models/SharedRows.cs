using SerLab.Models.Svm;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>All rows of an experiment, scaled once: whatever compares every row with every other computes its inner products once for all folds and settings.</summary>
/// <remarks>
/// Right where scaling does not depend on the fold: no scaling, or each speaker's own (transductive). A scaler fitted to a fold's training rows changes every row, so each
/// fold has its own shared rows then, for its inner folds. One instance serves every thread; its bits do not depend on who asks first. Immutable but for what it remembers.
/// </remarks>
public sealed class SharedRows
{
    // 1 GB of inner products; with more rows every training set computes its own.
    private const long MostBytes = 1L << 30;

    private readonly Lazy<GramMatrix?> gram;

    /// <param name="rows">Matrices [1 x features], at least one; only read.</param>
    /// <exception cref="ArgumentException">No rows, an example of several rows, or rows of different widths.</exception>
    /// <exception cref="Options.BadInputException">A value is not finite.</exception>
    public SharedRows(IReadOnlyList<MatrixView> rows)
    {
        ColumnStatistics.Check(rows);
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Rows != 1) throw new ArgumentException($"Example {i} has {rows[i].Rows} rows; give one row per example (the functionals of an utterance).", nameof(rows));
        Rows = rows;
        gram = new Lazy<GramMatrix?>(Multiply);
    }

    /// <summary>The rows, matrices [1 x features].</summary>
    public IReadOnlyList<MatrixView> Rows { get; }

    /// <summary>Inner products of all rows, computed when first asked for; null where the square takes more than 1 GB.</summary>
    internal GramMatrix? Gram => gram.Value;

    private GramMatrix? Multiply()
    {
        var features = Rows[0].Columns;
        if (!GramMatrix.Fits(Rows.Count, MostBytes) || Rows.Count > Array.MaxLength / features) return null;
        var values = new float[Rows.Count * features];
        for (var i = 0; i < Rows.Count; i++) Rows[i].Span.CopyTo(values.AsSpan(i * features));
        return GramMatrix.Of(values, Rows.Count, features, 1, CancellationToken.None);
    }
}

/// <summary>Examples that a training set does not hold and that its classifiers are asked about.</summary>
/// <param name="Rows">Matrices [frames x features], scaled like the set's; only read.</param>
/// <param name="Places">Positions in the training set's <see cref="TrainingSet.Shared"/> rows, shape [examples]; null where they are not among them.</param>
public sealed record HeldOutRows(IReadOnlyList<MatrixView> Rows, IReadOnlyList<int>? Places = null);
