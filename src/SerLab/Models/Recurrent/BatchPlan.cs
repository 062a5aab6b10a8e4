using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Consecutive steps of one example: all of them, or a chunk of a long one.</summary>
/// <param name="Example">Position of the example.</param>
/// <param name="First">Its first step.</param>
/// <param name="Steps">Number of steps.</param>
/// <param name="Weight">Share of the example's weight in the loss.</param>
internal readonly record struct Piece(int Example, int First, int Steps, float Weight);

/// <summary>Which pieces go together: random, but of similar length, so that a batch stays full to its end.</summary>
internal static class BatchPlan
{
    /// <summary>Batches that are sorted by length together before they are cut: fewer sorts better, more mixes better.</summary>
    private const int BatchesPerPool = 8;

    /// <summary>Examples as pieces, long ones in equal chunks.</summary>
    /// <param name="examples">Positions of the examples.</param>
    /// <param name="lengths">Steps of every example, by position.</param>
    /// <param name="chunkSteps">Longest piece; 0 for any length.</param>
    public static Piece[] Cut(IEnumerable<int> examples, IReadOnlyList<int> lengths, int chunkSteps) =>
        [.. examples.SelectMany(example => CutOne(example, lengths[example], chunkSteps))];

    /// <summary>One epoch's batches in random order; the pieces of each fall in length.</summary>
    /// <param name="pieces">What there is.</param>
    /// <param name="batchSize">Most pieces per batch.</param>
    /// <param name="stream">Where chance comes from; null takes the longest pieces first.</param>
    public static Piece[][] Draw(ReadOnlySpan<Piece> pieces, int batchSize, RandomStream? stream)
    {
        var order = pieces.ToArray();
        stream?.Shuffle(order.AsSpan());
        var poolSize = stream is null ? Math.Max(1, order.Length) : batchSize * BatchesPerPool;
        var batches = order.Chunk(poolSize).SelectMany(pool => pool.OrderByDescending(piece => piece.Steps).Chunk(batchSize)).ToArray();
        stream?.Shuffle(batches.AsSpan());
        return batches;
    }

    private static IEnumerable<Piece> CutOne(int example, int steps, int chunkSteps)
    {
        var count = chunkSteps == 0 ? 1 : (steps + chunkSteps - 1) / chunkSteps;
        for (var i = 0; i < count; i++)
        {
            int first = (int)((long)steps * i / count), last = (int)((long)steps * (i + 1) / count);
            yield return new Piece(example, first, last - first, 1f / count);
        }
    }
}
