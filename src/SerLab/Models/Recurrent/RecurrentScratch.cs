using System.Buffers;

namespace SerLab.Models;

/// <summary>An array of the shared pool that is exchanged for a longer one when needed. Belongs to one thread.</summary>
internal sealed class PooledFloats : IDisposable
{
    private float[] values = [];

    /// <summary>The first floats; what was in them stays unless more are asked for than ever before.</summary>
    public Span<float> Take(int length)
    {
        if (values.Length < length)
        {
            Dispose();
            values = ArrayPool<float>.Shared.Rent(length);
        }

        return values.AsSpan(0, length);
    }

    /// <summary>Gives the array back.</summary>
    public void Dispose()
    {
        if (values.Length > 0) ArrayPool<float>.Shared.Return(values);
        values = [];
    }
}

/// <summary>What one direction of a layer computes on the way forward and needs on the way back. "total" counts the steps of all sequences.</summary>
internal sealed class DirectionScratch : IDisposable
{
    /// <summary>W transposed, packed.</summary>
    public readonly PooledFloats PackedInputWeight = new();

    /// <summary>U (transposed on the way forward), packed.</summary>
    public readonly PooledFloats PackedRecurrentWeight = new();

    /// <summary>Shape [total x gate width]: weighted sums, then their bent values, then the gradient in the sums.</summary>
    public readonly PooledFloats Gates = new();

    /// <summary>Shape [total x hidden].</summary>
    public readonly PooledFloats Memory = new();

    /// <summary>Shape [total x hidden].</summary>
    public readonly PooledFloats Output = new();

    /// <summary>Gradient in the output, shape [total x hidden].</summary>
    public readonly PooledFloats OutputGradient = new();

    /// <summary>Output of the step before, zeros at the first, shape [total x hidden].</summary>
    public readonly PooledFloats PreviousOutput = new();

    /// <summary>Gradient in the memory on its way back, shape [rows x hidden].</summary>
    public readonly PooledFloats MemoryGradient = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var floats in (ReadOnlySpan<PooledFloats>)[PackedInputWeight, PackedRecurrentWeight, Gates, Memory, Output, OutputGradient, PreviousOutput, MemoryGradient])
            floats.Dispose();
    }
}

/// <summary>Scratch of one layer.</summary>
internal sealed class LayerScratch : IDisposable
{
    /// <param name="directions">1 or 2.</param>
    public LayerScratch(int directions) => Directions = [.. Enumerable.Range(0, directions).Select(_ => new DirectionScratch())];

    /// <summary>One per direction.</summary>
    public DirectionScratch[] Directions { get; }

    /// <summary>Shape [total x inputs], after dropout.</summary>
    public readonly PooledFloats Input = new();

    /// <summary>Gradient in the input, shape [total x inputs].</summary>
    public readonly PooledFloats InputGradient = new();

    /// <summary>Factors of the input, shape [rows x inputs].</summary>
    public readonly PooledFloats Mask = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        InputGradient.Dispose();
        Mask.Dispose();
        foreach (var direction in Directions) direction.Dispose();
    }
}

/// <summary>Room for one pass of a batch, reused from batch to batch. Belongs to one thread.</summary>
internal sealed class RecurrentScratch : IDisposable
{
    /// <param name="shape">The network's sizes.</param>
    public RecurrentScratch(RecurrentShape shape) => Layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new LayerScratch(shape.Directions))];

    /// <summary>One per layer.</summary>
    public LayerScratch[] Layers { get; }

    /// <summary>Share of each step in its example's vector, shape [total].</summary>
    public readonly PooledFloats Share = new();

    /// <summary>Output of the last layer, directions beside each other, shape [total x output width].</summary>
    public readonly PooledFloats Top = new();

    /// <summary>Gradient in <see cref="Top"/>.</summary>
    public readonly PooledFloats TopGradient = new();

    /// <summary>Shape [rows x output width], after dropout.</summary>
    public readonly PooledFloats Pooled = new();

    /// <summary>Gradient in <see cref="Pooled"/>.</summary>
    public readonly PooledFloats PooledGradient = new();

    /// <summary>Factors of <see cref="Pooled"/>.</summary>
    public readonly PooledFloats PooledMask = new();

    /// <summary>Shape [rows x classes].</summary>
    public readonly PooledFloats Logits = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var floats in (ReadOnlySpan<PooledFloats>)[Share, Top, TopGradient, Pooled, PooledGradient, PooledMask, Logits]) floats.Dispose();
        foreach (var layer in Layers) layer.Dispose();
    }
}
