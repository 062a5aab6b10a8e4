using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Which examples go together: random, but of similar length, so that a batch stays full to its end.</summary>
internal static class BatchPlan
{
    /// <summary>Batches that are sorted by length together before they are cut: fewer sorts better, more mixes better.</summary>
    private const int BatchesPerPool = 8;

    /// <summary>One epoch's batches in random order; the examples of each fall in length.</summary>
    /// <param name="examples">Positions of the examples.</param>
    /// <param name="lengths">Steps of every example, by position.</param>
    /// <param name="batchSize">Most examples per batch.</param>
    /// <param name="stream">Where chance comes from; null takes the longest examples first.</param>
    public static int[][] Draw(ReadOnlySpan<int> examples, IReadOnlyList<int> lengths, int batchSize, RandomStream? stream)
    {
        var order = examples.ToArray();
        stream?.Shuffle(order.AsSpan());
        var poolSize = stream is null ? Math.Max(1, order.Length) : batchSize * BatchesPerPool;
        var batches = order.Chunk(poolSize).SelectMany(pool => pool.OrderByDescending(i => lengths[i]).Chunk(batchSize)).ToArray();
        stream?.Shuffle(batches.AsSpan());
        return batches;
    }
}
