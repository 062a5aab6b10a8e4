using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>The fast network against the plain one in double: outputs, and gradients against its central differences, with and without noise.</summary>
public sealed class RecurrentGradientTests
{
    private const int Inputs = 3, Classes = 3;
    private const double Smoothing = 0.1;
    private static readonly int[] Lengths = [6, 4, 4, 1], Labels = [0, 2, 1, 2];
    private static readonly double[] ClassWeights = [0.5, 1, 2];

    [Theory]
    [InlineData("rnn", 5, 1, false, TimePooling.Mean)]
    [InlineData("rnn", 9, 2, true, TimePooling.Attention)]
    [InlineData("rnn", 8, 2, false, TimePooling.Last, false, 2)]
    [InlineData("rnn relu", 7, 2, true, TimePooling.MeanDeviation)]
    [InlineData("rnn relu", 5, 1, false, TimePooling.Attention, true)]
    [InlineData("gru", 5, 1, false, TimePooling.Mean)]
    [InlineData("gru", 9, 2, true, TimePooling.Attention)]
    [InlineData("gru", 17, 1, true, TimePooling.Last, true, 1)]
    [InlineData("lstm", 5, 1, false, TimePooling.Mean)]
    [InlineData("lstm", 8, 1, true, TimePooling.Attention)]
    [InlineData("lstm", 3, 2, true, TimePooling.Last)]
    [InlineData("lstm", 9, 2, false, TimePooling.MeanDeviation, true, 3)]
    [InlineData("lstm peepholes", 9, 2, true, TimePooling.Attention)]
    [InlineData("lstm peepholes", 4, 2, false, TimePooling.MeanDeviation, true, 2)]
    public void Outputs_and_all_gradients_equal_the_plain_network(string cell, int hidden, int layers, bool bidirectional, TimePooling pooling, bool norm = false, int stride = 0)
    {
        var settings = new RecurrentNetworkSettings(
            hidden, layers, bidirectional, pooling, Dropout: 0.3, InputDropout: 0.2, RecurrentDropout: 0.25, LayerNorm: norm,
            Convolution: stride == 0 ? null : new(Channels: 6, Width: 3, stride, Layers: 2));
        var stream = new RandomSource(5).Open();
        var shape = new RecurrentShape(SmallNetwork.Cell(cell), settings, Inputs, Classes);
        using var network = new SmallNetwork(shape, SmallNetwork.Draw(shape.ParameterCount, 0.8, stream));
        MatrixView[] sequences = [.. Lengths.Select(length => new MatrixView(SmallNetwork.Draw(length * Inputs, 0.8, stream), length, Inputs))];
        Compare(network, sequences, null);

        // The same stream draws the same offsets, stretches and masks.
        Compare(network, sequences, () => new LockedNoise([0.5f, 0, 1], settings, new MaskingSettings(1, 0.5, 1, 0.4), new RandomSource(7).Open()));
    }

    [Theory]
    [InlineData("rnn", TimePooling.Mean)]
    [InlineData("gru", TimePooling.Attention)]
    [InlineData("lstm", TimePooling.Last)]
    [InlineData("lstm peepholes", TimePooling.MeanDeviation)]
    public void What_a_batch_leaves_in_the_scratch_does_not_reach_the_next_one(string cell, TimePooling pooling)
    {
        var settings = new RecurrentNetworkSettings(9, 2, true, pooling, Dropout: 0.3, InputDropout: 0.2, RecurrentDropout: 0.25, LayerNorm: true, Convolution: new(5, 3, 2));
        var stream = new RandomSource(5).Open();
        var shape = new RecurrentShape(SmallNetwork.Cell(cell), settings, Inputs, Classes);
        var weights = SmallNetwork.Draw(shape.ParameterCount, 0.8, stream);
        MatrixView[] sequences = [.. Lengths.Select(length => new MatrixView(SmallNetwork.Draw(length * Inputs, 0.8, stream), length, Inputs))];
        LockedNoise Noise() => new([0.5f, 0, 1], settings, new MaskingSettings(), new RandomSource(7).Open());
        using SmallNetwork fresh = new(shape, weights), used = new(shape, weights);
        used.Poison(7, 60, Noise());
        Assert.Equal(fresh.Forward(sequences), used.Forward(sequences));
        Assert.Equal(fresh.Gradient(sequences, SetLossGradient), used.Gradient(sequences, SetLossGradient));
        used.Poison(7, 60, Noise());
        Assert.Equal(fresh.Gradient(sequences, SetLossGradient, Noise()), used.Gradient(sequences, SetLossGradient, Noise()));
    }

    private static void Compare(SmallNetwork network, MatrixView[] sequences, Func<LockedNoise>? noise)
    {
        var plain = new RecurrentReference(network.Shape, sequences, noise?.Invoke());
        var precise = Array.ConvertAll(network.Weights, value => (double)value);
        var logits = network.Forward(sequences, noise?.Invoke());
        for (var row = 0; row < Lengths.Length; row++)
        {
            var expected = plain.Logits(precise, row);
            for (var c = 0; c < Classes; c++) Assert.Equal(expected[c], logits[row * Classes + c], 1e-5);
        }

        var gradient = network.Gradient(sequences, SetLossGradient, noise?.Invoke());
        foreach (var block in network.Shape.Blocks)
            for (var i = block.Start; i < block.Start + block.Length; i += Math.Max(1, block.Length / 6)) // half a dozen of each array: the plain network is slow
                CheckOne(block.Name, i);

        void CheckOne(string name, int i)
        {
            const double Step = 1e-5;
            var at = precise[i];
            precise[i] = at + Step;
            var above = Loss(plain, precise);
            precise[i] = at - Step;
            var below = Loss(plain, precise);
            precise[i] = at;
            var expected = (above - below) / (2 * Step);
            if (!(Math.Abs(expected - gradient[i]) <= 1e-3 * Math.Abs(expected) + 3e-6))
                Assert.Fail($"{name}, value {i}: gradient {gradient[i]}, central difference {expected}.");
        }
    }

    private static double Loss(RecurrentReference plain, double[] weights)
    {
        var loss = 0.0;
        for (var row = 0; row < Labels.Length; row++)
        {
            var logits = plain.Logits(weights, row);
            var sum = logits.Sum(Math.Exp);
            loss -= ClassWeights[Labels[row]] * logits.Select((logit, c) => ((c == Labels[row] ? 1 - Smoothing : 0) + Smoothing / Classes) * Math.Log(Math.Exp(logit) / sum)).Sum();
        }

        return loss / Labels.Length;
    }

    private static void SetLossGradient(float[] logits)
    {
        for (var row = 0; row < Labels.Length; row++)
        {
            var target = new double[Classes];
            target[Labels[row]] = 1;
            SoftmaxLoss.Smooth(target, Smoothing);
            SoftmaxLoss.Apply(logits.AsSpan(row * Classes, Classes), target, ClassWeights[Labels[row]], 0, 1.0 / Labels.Length, new double[Classes]);
        }
    }
}
