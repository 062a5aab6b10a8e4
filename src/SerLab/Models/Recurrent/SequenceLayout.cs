using System.Diagnostics;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Where the steps of a batch of unequal sequences lie: step after step, longest sequence first, finished sequences left out. Immutable.</summary>
/// <remarks>No step is padded, so none needs a mask and none is computed in vain: step t of the sequence in row r is row <c>Start(t) + r</c>.</remarks>
internal sealed class SequenceLayout
{
    private readonly int[] starts;
    private readonly int[] lengths;

    /// <param name="lengths">Steps of each sequence, at least 1, falling; shape [rows].</param>
    public SequenceLayout(ReadOnlySpan<int> lengths)
    {
        this.lengths = lengths.ToArray();
        starts = new int[lengths[0] + 1];
        var rows = lengths.Length;
        for (var step = 0; step < lengths[0]; step++)
        {
            while (lengths[rows - 1] <= step) rows--;
            starts[step + 1] = starts[step] + rows;
        }
    }

    /// <summary>Sequences in the batch.</summary>
    public int Rows => lengths.Length;

    /// <summary>Steps of the longest sequence.</summary>
    public int Steps => starts.Length - 1;

    /// <summary>Steps of all sequences together.</summary>
    public int Total => starts[^1];

    /// <summary>Steps of one sequence.</summary>
    public int StepsOf(int row) => lengths[row];

    /// <summary>The layout of every so-manieth step, from the first on.</summary>
    public SequenceLayout Strided(int stride) => stride == 1 ? this : new([.. lengths.Select(length => (length + stride - 1) / stride)]);

    /// <summary>The row where a step begins.</summary>
    public int Start(int step) => starts[step];

    /// <summary>Sequences that reach a step; none beyond either end.</summary>
    public int RowsAt(int step) => step < 0 || step >= Steps ? 0 : starts[step + 1] - starts[step];

    /// <summary>The part of a step in an array of all steps.</summary>
    /// <param name="values">Shape [total x width].</param>
    /// <param name="width">Columns.</param>
    /// <param name="step">Which step; one beyond either end gives nothing.</param>
    public Span<float> At(Span<float> values, int width, int step) =>
        RowsAt(step) == 0 ? [] : values.Slice(starts[step] * width, RowsAt(step) * width);

    /// <summary>Copies sequences into the layout.</summary>
    /// <param name="sequences">Matrices [steps x width] in the order of the rows.</param>
    /// <param name="destination">Shape [total x width].</param>
    public void Fill(ReadOnlySpan<MatrixView> sequences, Span<float> destination)
    {
        Debug.Assert(sequences.Length == Rows && destination.Length == Total * sequences[0].Columns);
        var width = sequences[0].Columns;
        for (var row = 0; row < Rows; row++)
        {
            var source = sequences[row].Span;
            for (var step = 0; step < sequences[row].Rows; step++) source.Slice(step * width, width).CopyTo(destination[((starts[step] + row) * width)..]);
        }
    }
}
