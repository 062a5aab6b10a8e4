using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>The weights of one direction of one layer as the matrix products read them.</summary>
/// <param name="Input">W transposed: inputs x gate width.</param>
/// <param name="Recurrent">U transposed: hidden x gate width.</param>
/// <param name="InputBack">W: gate width x inputs; empty for scoring.</param>
/// <param name="RecurrentBack">U: gate width x hidden; empty for scoring.</param>
/// <param name="Bias">What the sums of W x are raised by: both biases, unless the cell keeps the sums apart.</param>
internal sealed record PackedDirection(float[] Input, float[] Recurrent, float[] InputBack, float[] RecurrentBack, float[] Bias);

/// <summary>A convolution's weights with the taps outermost, [channels x (width x inputs)], and packed for both ways.</summary>
internal sealed record PackedConvolution(float[] Turned, float[] Forward, float[] Back);

/// <summary>A network's weights laid out for its products: once per trained network, once per batch in training. Shared by all threads between two calls of <see cref="Refresh"/>.</summary>
internal sealed class PackedNetwork
{
    private readonly RecurrentShape shape;
    private readonly bool forTraining;

    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">All learned numbers.</param>
    /// <param name="forTraining">Whether the way back is wanted too.</param>
    public PackedNetwork(RecurrentShape shape, ReadOnlySpan<float> weights, bool forTraining)
    {
        (this.shape, this.forTraining) = (shape, forTraining);
        var width = shape.GateWidth;
        for (var layer = 0; layer < shape.Layers; layer++)
            for (var direction = 0; direction < shape.Directions; direction++)
                Directions.Add(new PackedDirection(
                    Room(shape.InputsOf(layer), width), Room(shape.Hidden, width), RoomBack(width, shape.InputsOf(layer)), RoomBack(width, shape.Hidden), new float[width]));
        foreach (var (weight, _) in shape.Convolutions)
            Convolutions.Add(new PackedConvolution(new float[weight.Length], Room(weight.Length / weight.Shape[0], weight.Shape[0]), RoomBack(weight.Shape[0], weight.Length / weight.Shape[0])));
        Refresh(weights);
    }

    /// <summary>Layer after layer, in each the directions.</summary>
    public List<PackedDirection> Directions { get; } = [];

    /// <summary>First convolution first.</summary>
    public List<PackedConvolution> Convolutions { get; } = [];

    /// <summary>Lays changed weights out.</summary>
    public void Refresh(ReadOnlySpan<float> weights)
    {
        for (var i = 0; i < Directions.Count; i++) PackDirection(shape.Recurrent[i], Directions[i], weights);
        for (var i = 0; i < Convolutions.Count; i++) PackConvolution(shape.Convolutions[i].Weight, Convolutions[i], weights);
    }

    /// <summary>Turns [channels x inputs x width] to [channels x (width x inputs)] or back: the taps of a step's features lie beside each other.</summary>
    /// <param name="source">What to turn.</param>
    /// <param name="channels">First axis.</param>
    /// <param name="second">Second axis of the source.</param>
    /// <param name="third">Third axis of the source.</param>
    /// <param name="destination">Shape [channels x third x second].</param>
    public static void Turn(ReadOnlySpan<float> source, int channels, int second, int third, Span<float> destination)
    {
        for (var c = 0; c < channels; c++)
            for (var i = 0; i < second; i++)
                for (var j = 0; j < third; j++)
                    destination[(c * third + j) * second + i] = source[(c * second + i) * third + j];
    }

    private void PackDirection(DirectionBlocks blocks, PackedDirection packed, ReadOnlySpan<float> weights)
    {
        int width = shape.GateWidth, inputs = blocks.InputWeight.Shape[1], hidden = shape.Hidden;
        ReadOnlySpan<float> inputWeight = blocks.InputWeight.In(weights), recurrentWeight = blocks.RecurrentWeight.In(weights);
        MatrixProduct.PackTransposed(inputWeight, inputs, width, packed.Input);
        MatrixProduct.PackTransposed(recurrentWeight, hidden, width, packed.Recurrent);
        if (forTraining)
        {
            MatrixProduct.Pack(inputWeight, width, inputs, packed.InputBack);
            MatrixProduct.Pack(recurrentWeight, width, hidden, packed.RecurrentBack);
        }

        if (shape.Cell.KeepsSumsApart) blocks.InputBias.In(weights).CopyTo(packed.Bias);
        else TensorPrimitives.Add(blocks.InputBias.In(weights), blocks.RecurrentBias.In(weights), packed.Bias);
    }

    private void PackConvolution(ParameterBlock weight, PackedConvolution packed, ReadOnlySpan<float> weights)
    {
        int channels = weight.Shape[0], taps = weight.Length / channels;
        Turn(weight.In(weights), channels, weight.Shape[1], weight.Shape[2], packed.Turned);
        MatrixProduct.PackTransposed(packed.Turned, taps, channels, packed.Forward);
        if (forTraining) MatrixProduct.Pack(packed.Turned, channels, taps, packed.Back);
    }

    private float[] RoomBack(int k, int n) => forTraining ? Room(k, n) : [];

    private static float[] Room(int k, int n) => new float[MatrixProduct.PackedLength(k, n)];
}
