using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Selection;

/// <summary>The columns that a selection kept. Immutable.</summary>
public sealed class ColumnChoice
{
    private readonly int[] columns;
    private readonly int featureCount;

    /// <param name="columns">Positions of the kept columns, ascending, at least one.</param>
    /// <param name="featureCount">Number of columns chosen among.</param>
    /// <exception cref="ArgumentException">A position is out of order or outside.</exception>
    public ColumnChoice(IReadOnlyList<int> columns, int featureCount)
    {
        (this.columns, this.featureCount) = ([.. columns], featureCount);
        if (columns.Count == 0) throw new ArgumentException("No column is kept; keep at least one.", nameof(columns));
        for (var i = 0; i < columns.Count; i++)
            if (columns[i] <= (i == 0 ? -1 : columns[i - 1]) || columns[i] >= featureCount)
                throw new ArgumentException($"Column {columns[i]} at place {i} is out of order or not below {featureCount}; give ascending positions.", nameof(columns));
    }

    /// <summary>Positions of the kept columns, ascending.</summary>
    public IReadOnlyList<int> Columns => columns;

    /// <summary>What was learned: the kept columns and the number chosen among.</summary>
    public Weights Weights => new(new Dictionary<string, Tensor>
    {
        ["columns"] = new([columns.Length], Array.ConvertAll(columns, column => (double)column)),
        ["features"] = new([1], [featureCount]),
    });

    /// <summary>The choice that <see cref="Weights"/> holds.</summary>
    /// <exception cref="BadInputException">The weights are not of a choice.</exception>
    public static ColumnChoice Restore(Weights weights)
    {
        try
        {
            return new ColumnChoice([.. weights.Get("columns", -1).Values.Select(value => checked((int)value))], ClassPriors.SizeOf(weights, "features"));
        }
        catch (Exception wrong) when (wrong is ArgumentException or OverflowException)
        {
            throw new BadInputException("weights", "columns", "they are not ascending positions of columns; the model file is damaged, so train it again.", wrong);
        }
    }

    /// <summary>Copies of examples with the kept columns only.</summary>
    /// <param name="examples">Matrices [frames x features]; only read.</param>
    public IReadOnlyList<MatrixView> Apply(IReadOnlyList<MatrixView> examples)
    {
        var kept = new MatrixView[examples.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            var example = examples[i];
            if (example.Columns != featureCount) throw new ArgumentException($"Example {i} has {example.Columns} features; the selection chose among {featureCount}.", nameof(examples));
            var values = new float[example.Rows * columns.Length];
            for (var row = 0; row < example.Rows; row++)
            {
                var from = example.Row(row);
                for (var j = 0; j < columns.Length; j++) values[row * columns.Length + j] = from[columns[j]];
            }

            kept[i] = new MatrixView(values, example.Rows, columns.Length);
        }

        return kept;
    }
}
