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

/// <summary>Arrays that are given back together.</summary>
internal abstract class ScratchGroup : IDisposable
{
    private readonly List<IDisposable> owned = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in owned) part.Dispose();
    }

    /// <summary>One more array.</summary>
    protected PooledFloats Add() => Own(new PooledFloats());

    /// <summary>One more part.</summary>
    protected T Own<T>(T part)
        where T : IDisposable
    {
        owned.Add(part);
        return part;
    }
}

/// <summary>What one direction of a layer computes on the way forward and needs on the way back. "total" counts the steps of all sequences.</summary>
internal sealed class DirectionScratch : ScratchGroup
{
    /// <summary>Makes room for nothing yet.</summary>
    public DirectionScratch()
    {
        (Gates, RecurrentSums, Memory, MemoryGradient) = (Add(), Add(), Add(), Add());
        (Output, OutputGradient, PreviousOutput, Masked, Mask) = (Add(), Add(), Add(), Add(), Add());
    }

    /// <summary>Shape [total x gate width]: weighted sums, then the gates' values, then the gradient in the sums.</summary>
    public PooledFloats Gates { get; }

    /// <summary>The recurrent part of the sums where the cell keeps it apart, shape [total x gate width].</summary>
    public PooledFloats RecurrentSums { get; }

    /// <summary>Shape [total x hidden].</summary>
    public PooledFloats Memory { get; }

    /// <summary>Gradient in the memory on its way back, shape [rows x hidden].</summary>
    public PooledFloats MemoryGradient { get; }

    /// <summary>Shape [total x hidden].</summary>
    public PooledFloats Output { get; }

    /// <summary>Gradient in the output, shape [total x hidden].</summary>
    public PooledFloats OutputGradient { get; }

    /// <summary>Output of the step before as the step saw it, zeros at the first, shape [total x hidden].</summary>
    public PooledFloats PreviousOutput { get; }

    /// <summary>Gradient in a masked output, shape [rows x hidden].</summary>
    public PooledFloats Masked { get; }

    /// <summary>Factors of the output on its way to the next step, shape [rows x hidden].</summary>
    public PooledFloats Mask { get; }

    /// <summary>Where the blocks of steps end, in the order of the direction.</summary>
    public List<int> BlockEnds { get; } = [];
}

/// <summary>What a convolution keeps.</summary>
internal sealed class ConvolutionScratch : ScratchGroup
{
    /// <summary>Makes room for nothing yet.</summary>
    public ConvolutionScratch() => (Columns, Output, OutputGradient, Turned) = (Add(), Add(), Add(), Add());

    /// <summary>The steps that each output sees, shape [total x (width x inputs)].</summary>
    public PooledFloats Columns { get; }

    /// <summary>Shape [total x channels].</summary>
    public PooledFloats Output { get; }

    /// <summary>Shape [total x channels].</summary>
    public PooledFloats OutputGradient { get; }

    /// <summary>Gradient in the weights, taps outermost.</summary>
    public PooledFloats Turned { get; }
}

/// <summary>What a layer norm keeps.</summary>
internal sealed class NormScratch : ScratchGroup
{
    /// <summary>Makes room for nothing yet.</summary>
    public NormScratch() => (Normalised, InverseDeviation) = (Add(), Add());

    /// <summary>Shape [total x width].</summary>
    public PooledFloats Normalised { get; }

    /// <summary>Shape [total].</summary>
    public PooledFloats InverseDeviation { get; }
}

/// <summary>Scratch of one recurrent layer.</summary>
internal sealed class LayerScratch : ScratchGroup
{
    /// <param name="directions">1 or 2.</param>
    public LayerScratch(int directions)
    {
        Directions = [.. Enumerable.Range(0, directions).Select(_ => Own(new DirectionScratch()))];
        (Input, InputGradient, Mask, Norm) = (Add(), Add(), Add(), Own(new NormScratch()));
    }

    /// <summary>One per direction.</summary>
    public DirectionScratch[] Directions { get; }

    /// <summary>Shape [total x inputs], after dropout.</summary>
    public PooledFloats Input { get; }

    /// <summary>Gradient in the input, shape [total x inputs].</summary>
    public PooledFloats InputGradient { get; }

    /// <summary>Factors of the input, shape [rows x inputs].</summary>
    public PooledFloats Mask { get; }

    /// <summary>Of the norm behind the layer.</summary>
    public NormScratch Norm { get; }
}

/// <summary>Room for one pass of a batch, reused from batch to batch. Belongs to one thread.</summary>
internal sealed class RecurrentScratch : ScratchGroup
{
    /// <param name="shape">The network's sizes.</param>
    public RecurrentScratch(RecurrentShape shape)
    {
        Convolutions = [.. shape.Convolutions.Select(_ => Own(new ConvolutionScratch()))];
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => Own(new LayerScratch(shape.Directions)))];
        (Input, InputMask, Share, Top, TopGradient) = (Add(), Add(), Add(), Add(), Add());
        (Pooled, PooledGradient, PooledMask, Logits, AuxiliaryLogits) = (Add(), Add(), Add(), Add(), Add());
    }

    /// <summary>One per convolution.</summary>
    public ConvolutionScratch[] Convolutions { get; }

    /// <summary>One per layer.</summary>
    public LayerScratch[] Layers { get; }

    /// <summary>The batch itself, shape [total x inputs].</summary>
    public PooledFloats Input { get; }

    /// <summary>Factors or offsets of the features, shape [rows x inputs].</summary>
    public PooledFloats InputMask { get; }

    /// <summary>Share of each step in its example's vector, shape [total].</summary>
    public PooledFloats Share { get; }

    /// <summary>Output of the last layer, directions beside each other, shape [total x output width].</summary>
    public PooledFloats Top { get; }

    /// <summary>Gradient in <see cref="Top"/>.</summary>
    public PooledFloats TopGradient { get; }

    /// <summary>Shape [rows x pooled width], before dropout.</summary>
    public PooledFloats Pooled { get; }

    /// <summary>Gradient in <see cref="Pooled"/>.</summary>
    public PooledFloats PooledGradient { get; }

    /// <summary>Factors of <see cref="Pooled"/>, then the vector after dropout, each [rows x pooled width].</summary>
    public PooledFloats PooledMask { get; }

    /// <summary>Shape [rows x classes].</summary>
    public PooledFloats Logits { get; }

    /// <summary>Shape [rows x auxiliary classes].</summary>
    public PooledFloats AuxiliaryLogits { get; }
}
