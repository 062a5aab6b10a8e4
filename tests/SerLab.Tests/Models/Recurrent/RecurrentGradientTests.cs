using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>The fast network against the plain one in double: outputs, and gradients against its central differences.</summary>
public sealed class RecurrentGradientTests
{
    private const int Inputs = 3, Classes = 3;
    private const double Smoothing = 0.1;
    private static readonly int[] Lengths = [6, 4, 4, 1];
    private static readonly double[] ClassWeights = [0.5, 1, 2];

    [Theory]
    [InlineData(false, 5, 1, false, TimePooling.Mean)]
    [InlineData(false, 9, 2, true, TimePooling.Attention)]
    [InlineData(true, 5, 1, false, TimePooling.Mean)]
    [InlineData(true, 8, 1, true, TimePooling.Attention)]
    [InlineData(true, 3, 2, true, TimePooling.Mean)]
    [InlineData(true, 9, 2, false, TimePooling.Attention)]
    public void Outputs_and_all_gradients_equal_the_plain_network(bool lstm, int hidden, int layers, bool bidirectional, TimePooling pooling)
    {
        var settings = new RecurrentNetworkSettings(hidden, layers, bidirectional, pooling);
        var shape = new RecurrentShape(lstm ? LstmCell.Instance : ElmanCell.Instance, settings, Inputs, Classes);
        var stream = new RandomSource(5).Open();
        var weights = Draw(shape.ParameterCount, stream);
        var sequences = Lengths.Select(length => new MatrixView(Draw(length * Inputs, stream), length, Inputs)).ToArray();
        int[] labels = [0, 2, 1, 2];

        using var scratch = new RecurrentScratch(shape);
        var layout = new SequenceLayout(Lengths);
        var logits = RecurrentNetwork.Forward(shape, weights, sequences, layout, null, scratch);
        for (var row = 0; row < Lengths.Length; row++)
        {
            var expected = Plain(shape, weights, lstm, sequences[row]);
            for (var c = 0; c < Classes; c++) Assert.Equal(expected[c], logits[row * Classes + c], 1e-5);
        }

        var gradient = new float[shape.ParameterCount];
        Array.Fill(gradient, float.NaN); // every number must be written
        SetLossGradient(logits, labels);
        RecurrentNetwork.Backward(shape, weights, layout, null, logits, scratch, gradient);
        Assert.DoesNotContain(gradient, float.IsNaN);
        var precise = weights.Select(value => (double)value).ToArray();
        foreach (var block in shape.Blocks)
            for (var i = block.Start; i < block.Start + block.Length; i += Math.Max(1, block.Length / 12)) // a dozen of each array: the plain network is slow
                CheckOne(block.Name, i);

        void CheckOne(string name, int i)
        {
            const double Step = 1e-4;
            var at = precise[i];
            precise[i] = at + Step;
            var above = PlainLoss(shape, precise, lstm, sequences, labels);
            precise[i] = at - Step;
            var below = PlainLoss(shape, precise, lstm, sequences, labels);
            precise[i] = at;
            var expected = (above - below) / (2 * Step);
            if (!(Math.Abs(expected - gradient[i]) <= 1e-3 * Math.Abs(expected) + 2e-6))
                Assert.Fail($"{name}, value {i}: gradient {gradient[i]}, central difference {expected}.");
        }
    }

    [Fact]
    public void Gradients_with_noise_are_those_of_the_disturbed_network()
    {
        // The same stream draws the same masks and offsets: the loss is a function of the weights alone.
        var shape = new RecurrentShape(LstmCell.Instance, new RecurrentNetworkSettings(4, 2, true), Inputs, Classes);
        var stream = new RandomSource(6).Open();
        var weights = Draw(shape.ParameterCount, stream);
        var sequences = Lengths.Select(length => new MatrixView(Draw(length * Inputs, stream), length, Inputs)).ToArray();
        int[] labels = [0, 2, 1, 2];
        using var scratch = new RecurrentScratch(shape);
        var layout = new SequenceLayout(Lengths);
        var gradient = new float[shape.ParameterCount];
        var logits = RecurrentNetwork.Forward(shape, weights, sequences, layout, Noise(), scratch);
        SetLossGradient(logits, labels);
        RecurrentNetwork.Backward(shape, weights, layout, Noise(), logits, scratch, gradient);
        for (var i = 0; i < weights.Length; i += 3)
        {
            const float Step = 1f / 64;
            var at = weights[i];
            weights[i] = at + Step;
            var above = Loss(RecurrentNetwork.Forward(shape, weights, sequences, layout, Noise(), scratch), labels);
            weights[i] = at - Step;
            var below = Loss(RecurrentNetwork.Forward(shape, weights, sequences, layout, Noise(), scratch), labels);
            weights[i] = at;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 2e-4);
        }

        static LockedNoise Noise() => new([0.5f, 0, 1], 0.3, 0.4, new RandomSource(7).Open());
    }

    private static double PlainLoss(RecurrentShape shape, double[] weights, bool lstm, MatrixView[] sequences, int[] labels)
    {
        var named = Named(shape, weights);
        var loss = 0.0;
        for (var i = 0; i < sequences.Length; i++) loss += CrossEntropy(RecurrentReference.Logits(named, lstm, shape.Layers, shape.Directions == 2, StepsOf(sequences[i])), labels[i]);
        return loss / sequences.Length;
    }

    private static double[] Plain(RecurrentShape shape, float[] weights, bool lstm, MatrixView sequence) =>
        RecurrentReference.Logits(Named(shape, [.. weights.Select(value => (double)value)]), lstm, shape.Layers, shape.Directions == 2, StepsOf(sequence));

    private static double Loss(Span<float> logits, int[] labels)
    {
        var loss = 0.0;
        for (var row = 0; row < labels.Length; row++) loss += CrossEntropy([.. logits.Slice(row * Classes, Classes).ToArray().Select(value => (double)value)], labels[row]);
        return loss / labels.Length;
    }

    private static double CrossEntropy(double[] logits, int label)
    {
        var sum = logits.Sum(Math.Exp);
        return -ClassWeights[label] * logits.Select((logit, c) => ((c == label ? 1 - Smoothing : 0) + Smoothing / Classes) * Math.Log(Math.Exp(logit) / sum)).Sum();
    }

    private static void SetLossGradient(Span<float> logits, int[] labels)
    {
        Span<double> logPosterior = stackalloc double[Classes];
        for (var row = 0; row < labels.Length; row++)
        {
            var own = logits.Slice(row * Classes, Classes);
            SoftmaxLoss.Of(own, labels[row], ClassWeights[labels[row]], Smoothing, logPosterior);
            SoftmaxLoss.Gradient(logPosterior, labels[row], ClassWeights[labels[row]], Smoothing, 1.0 / labels.Length, own);
        }
    }

    private static Dictionary<string, Tensor> Named(RecurrentShape shape, double[] weights) =>
        shape.Blocks.ToDictionary(block => block.Name, block => new Tensor(block.Shape, weights[block.Start..(block.Start + block.Length)]));

    private static double[][] StepsOf(MatrixView sequence) =>
        [.. Enumerable.Range(0, sequence.Rows).Select(t => sequence.Row(t).ToArray().Select(value => (double)value).ToArray())];

    private static float[] Draw(int count, RandomStream stream)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)stream.NextDouble(-0.8, 0.8);
        return values;
    }
}
