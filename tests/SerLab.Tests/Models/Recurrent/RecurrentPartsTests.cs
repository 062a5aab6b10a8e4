using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>The parts around the cells: layout of batches, pooling of frames, held-in speakers, batches, optimiser.</summary>
public sealed class RecurrentPartsTests
{
    [Theory]
    [InlineData("rnn", false)]
    [InlineData("rnn relu", true)]
    [InlineData("gru", false)]
    [InlineData("gru", true)]
    [InlineData("lstm", false)]
    [InlineData("lstm", true)]
    [InlineData("lstm peepholes", true)]
    public void A_sequence_scores_the_same_bits_alone_and_beside_longer_ones(string kind, bool bidirectional)
    {
        var shape = new RecurrentShape(SmallNetwork.Cell(kind), new(11, 2, bidirectional, LayerNorm: true, Convolution: new(7, 3, 2)), 5, 4);
        using var network = new SmallNetwork(shape, RecurrentStart.Draw(shape, new RandomSource(1)));
        int[] lengths = [30, 17, 17, 9, 2, 1];
        var sequences = lengths.Select((length, i) => Frames(length, 5, i)).ToArray();
        var together = network.Forward(sequences);
        for (var i = 0; i < lengths.Length; i++) Assert.Equal(together[(4 * i)..(4 * i + 4)], network.Forward([sequences[i]]));
    }

    [Fact]
    public void Only_a_bidirectional_network_hears_the_future()
    {
        Assert.Equal(0, FirstOutputChange(bidirectional: false));
        Assert.True(FirstOutputChange(bidirectional: true) > 1e-4);

        // How much the first step's output changes with the last step's input.
        static double FirstOutputChange(bool bidirectional)
        {
            var shape = new RecurrentShape(LstmCell.Plain, new(6, 1, bidirectional), 3, 2);
            using var network = new SmallNetwork(shape, RecurrentStart.Draw(shape, new RandomSource(2)));
            var frames = Frames(8, 3, 1).Values.ToArray();
            network.Forward([new MatrixView(frames, 8, 3)]);
            var before = network.Top(1).ToArray();
            frames[^1] += 1;
            network.Forward([new MatrixView(frames, 8, 3)]);
            return before.Zip(network.Top(1), (x, y) => Math.Abs(x - y)).Max();
        }
    }

    [Fact]
    public void The_layout_drops_finished_sequences()
    {
        var layout = new SequenceLayout([3, 2, 2, 1]);
        Assert.Equal((4, 3, 8), (layout.Rows, layout.Steps, layout.Total));
        Assert.Equal([4, 3, 1, 0, 0], new[] { 0, 1, 2, 3, -1 }.Select(layout.RowsAt));
        var filled = new float[8];
        layout.Fill([Column(10, 11, 12), Column(20, 21), Column(30, 31), Column(40)], filled);
        Assert.Equal([10, 20, 30, 40, 11, 21, 31, 12], filled);
    }

    [Fact]
    public void Frames_are_averaged_and_the_last_step_takes_what_is_left()
    {
        var frames = new MatrixView(new float[] { 1, 10, 3, 20, 5, 30, 7, 40, 9, 50 }, 5, 2);
        Assert.Equal([2, 15, 6, 35, 9, 50], FrameSteps.Average(frames, 2).Values.ToArray());
        Assert.Equal(frames, FrameSteps.Average(frames, 1));
    }

    [Fact]
    public void Held_in_examples_are_whole_speakers_and_leave_every_class_in_training()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            // Speaker 5 alone has class 2, so it is never held in.
            var set = Set([.. Enumerable.Range(0, 60).Select(i => i / 10 == 5 && i % 2 == 0 ? 2 : i % 2)], [.. Enumerable.Range(0, 60).Select(i => i / 10)], 3);
            var held = HeldIn.Choose(set, 0.3, new RandomSource(seed));
            Assert.Equal(20, held.Count(yes => yes));
            Assert.All(Enumerable.Range(0, 6), group => Assert.Single(held.Skip(10 * group).Take(10).Distinct()));
            Assert.False(held[55]);
        }
    }

    [Fact]
    public void With_two_speakers_examples_of_each_class_are_held_in()
    {
        var set = Set([.. Enumerable.Range(0, 40).Select(i => i < 30 ? 0 : 1)], [.. Enumerable.Range(0, 40).Select(i => i % 2)], 2);
        var held = HeldIn.Choose(set, 0.2, new RandomSource(1));
        Assert.Equal((6, 2), (held.Take(30).Count(yes => yes), held.Skip(30).Count(yes => yes)));
        Assert.DoesNotContain(true, HeldIn.Choose(set, 0, new RandomSource(1)));
    }

    [Fact]
    public void A_class_with_one_example_stays_in_training()
    {
        var set = Set([0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0], 2);
        Assert.False(HeldIn.Choose(set, 0.5, new RandomSource(1))[6]);
    }

    [Fact]
    public void Every_example_is_in_one_batch_and_batches_fall_in_length()
    {
        var lengths = Enumerable.Range(0, 101).Select(i => 1 + i * 37 % 50).ToArray();
        foreach (var stream in new[] { new RandomSource(3).Open(), null })
        {
            var batches = BatchPlan.Draw(BatchPlan.Cut(Enumerable.Range(0, 101), lengths, 0), 8, stream);
            Assert.Equal(Enumerable.Range(0, 101).Select(i => new Piece(i, 0, lengths[i], 1)), batches.SelectMany(batch => batch).OrderBy(piece => piece.Example));
            Assert.All(batches, batch => Assert.InRange(batch.Length, 1, 8));
            Assert.All(batches, batch => Assert.Equal(batch.Select(piece => piece.Steps).OrderDescending(), batch.Select(piece => piece.Steps)));
        }
    }

    [Fact]
    public void AdamW_takes_the_steps_that_paper_and_pencil_give()
    {
        // One weight, w = 1, gradients 0.5 then -0.25, rate 0.1, decay 0.1. Step 1: m/(1-b1) = 0.5, v/(1-b2) = 0.25: w = 0.99 - 0.1. Step 2: m = 0.02, /0.19;
        // v = 0.00024975 + 0.0000625 = 0.00031225, /0.001999.
        var optimiser = new AdamW(1);
        ParameterBlock[] matrix = [new("w", [1, 1], 0)];
        var w = new float[] { 1 };
        optimiser.Step(matrix, [0.5f], 0.1, 0.1, w);
        Assert.Equal(0.89, w[0], 1e-6);
        optimiser.Step(matrix, [-0.25f], 0.1, 0.1, w);
        Assert.Equal(0.89 * 0.99 - 0.1 * (0.02 / 0.19) / Math.Sqrt(0.00031225 / 0.001999), w[0], 1e-6);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    public void A_gradient_is_shortened_to_the_limit_and_never_lengthened(double limit)
    {
        // Plain gradient descent with rate 1 and no decay: the step is the gradient.
        var set = RecurrentTasks.Louder(20, 1);
        var training = new RecurrentTrainingSettings(MaxGradientNorm: limit, WeightDecay: 0);
        var shape = new RecurrentShape(GruCell.Instance, RecurrentTasks.Small, 2, 2);
        var weights = RecurrentStart.Draw(shape, new RandomSource(1));
        var before = (float[])weights.Clone();
        using var trainer = new BatchTrainer(shape, training, set, set.Examples, new LearningTargets(set, training), weights, new Sgd(weights.Length, 0));
        var batch = BatchPlan.Draw(BatchPlan.Cut(Enumerable.Range(0, 20), [.. set.Examples.Select(example => example.Rows)], 0), 20, null)[0];
        trainer.Gradient(batch, new RandomSource(1), CancellationToken.None);
        var gradient = trainer.LastGradient.ToArray();
        var norm = Math.Sqrt(gradient.Sum(value => (double)value * value));
        Assert.InRange(norm, 2e-3, 1e2);
        trainer.Learn(batch, new RandomSource(1), 1, CancellationToken.None);
        for (var i = 0; i < weights.Length; i++) Assert.Equal(gradient[i] * Math.Min(1, limit / norm), before[i] - weights[i], 1e-6);
    }

    [Fact]
    public void Recurrent_weights_start_orthogonal_and_forget_gates_open()
    {
        var shape = new RecurrentShape(LstmCell.Plain, new(10), 3, 2);
        var weights = RecurrentStart.Draw(shape, new RandomSource(1));
        var u = shape.Of(0, 1).RecurrentWeight.In(weights.AsSpan());
        for (var i = 10; i < 20; i++)
            for (var j = 10; j < 20; j++)
            {
                var product = 0.0;
                for (var c = 0; c < 10; c++) product += u[i * 10 + c] * u[j * 10 + c];
                Assert.Equal(i == j ? 1 : 0, product, 1e-6);
            }

        Assert.Equal([.. Enumerable.Repeat(0f, 10), .. Enumerable.Repeat(1f, 10), .. Enumerable.Repeat(0f, 20)], shape.Of(0, 0).InputBias.In(weights.AsSpan()).ToArray());
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_hides_a_unit_at_all_steps()
    {
        var mask = new float[20_000];
        new LockedNoise([], new(), null, new RandomSource(1).Open()).DrawMask(0.3, mask);
        Assert.Equal(0.3, mask.Count(factor => factor == 0) / 20_000.0, 0.015);
        Assert.All(mask.Where(factor => factor != 0), factor => Assert.Equal(1 / 0.7, factor, 1e-6));
        var values = new float[] { 1, 2, 3, 4, 5, 6 };
        LockedNoise.Multiply(new SequenceLayout([2, 1]), [0, 2, 2, 0], values);
        Assert.Equal([0, 4, 6, 0, 0, 12], values);
    }

    [Fact]
    public void Hidden_features_are_hidden_at_all_steps_of_an_example()
    {
        var layout = new SequenceLayout([.. Enumerable.Repeat(3, 1000)]);
        var values = new float[layout.Total * 4];
        Array.Fill(values, 1);
        using var room = new PooledFloats();
        new LockedNoise([], new(Dropout: 0.9, InputDropout: 0.25, RecurrentDropout: 0.8), null, new RandomSource(1).Open()).Disturb(layout, 4, room, values);
        Assert.Equal(0.25, values.Count(value => value == 0) / 12_000.0, 0.03);
        Assert.Equal(1, values.Max() * 0.75, 1e-6);
        var first = layout.At(values, 4, 0).ToArray();
        foreach (var step in (int[])[1, 2]) Assert.Equal(first, layout.At(values, 4, step).ToArray());
    }

    [Fact]
    public void Shifts_have_the_stated_spread_and_stay_over_all_steps()
    {
        var layout = new SequenceLayout([.. Enumerable.Repeat(2, 9_000), .. Enumerable.Repeat(1, 1_000)]);
        var values = new float[2 * layout.Total];
        using var room = new PooledFloats();
        new LockedNoise([0.5f, 2], new(InputDropout: 0), null, new RandomSource(1).Open()).Disturb(layout, 2, room, values);
        var (first, second) = (layout.At(values, 2, 0).ToArray(), layout.At(values, 2, 1).ToArray());
        Assert.Equal(0.5, Math.Sqrt(first.Where((_, i) => i % 2 == 0).Average(x => x * x)), 0.03);
        Assert.Equal(2, Math.Sqrt(first.Where((_, i) => i % 2 == 1).Average(x => x * x)), 0.1);
        Assert.Equal(second, first[..second.Length]);
        Assert.Equal([Math.Sqrt(5), 0], FrameSteps.Deviations([new(new float[] { 1, 9, 3, 9 }, 2, 2), new(new float[] { 5, 9, 7, 9 }, 2, 2)]));
    }

    [Fact]
    public void Balanced_weights_make_classes_equal_and_keep_the_mean() =>
        Assert.Equal([100.0 / (3 * 10), 100.0 / (3 * 30), 100.0 / (3 * 60)], SoftmaxLoss.BalancedWeights([10, 30, 60]));

    private static TrainingSet Set(int[] labels, int[] groups, int classes) =>
        new([.. labels.Select(label => Column(label))], labels, groups, classes);

    private static MatrixView Column(params float[] values) => new(values, values.Length, 1);

    private static MatrixView Frames(int rows, int columns, long index)
    {
        var stream = new RandomSource(4).For("frames", index).Open();
        return new MatrixView(Enumerable.Range(0, rows * columns).Select(_ => (float)stream.NextGaussian()).ToArray(), rows, columns);
    }
}
