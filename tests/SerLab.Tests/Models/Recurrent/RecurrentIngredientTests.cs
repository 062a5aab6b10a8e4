using SerLab.Models;
using static SerLab.Tests.Models.RecurrentTasks;

namespace SerLab.Tests.Models;

/// <summary>Each ingredient of a training does what its settings say.</summary>
public sealed class RecurrentIngredientTests
{
    [Fact]
    public void Sgd_takes_the_steps_that_paper_and_pencil_give_and_biases_do_not_decay()
    {
        // w = b = 1, gradients 0.5 then -0.25, rate 0.1, momentum 0.5, decay 0.1. Step 1: u = 0.5; w = 0.99 - 0.05, b = 1 - 0.05. Step 2: u = 0.25 - 0.25.
        ParameterBlock[] blocks = [new("w", [1, 1], 0), new("b", [1], 1)];
        var (optimiser, values) = (new Sgd(2, 0.5), new float[] { 1, 1 });
        optimiser.Step(blocks, [0.5f, 0.5f], 0.1, 0.1, values);
        Assert.Equal([0.94f, 0.95f], values);
        optimiser.Step(blocks, [-0.25f, -0.25f], 0.1, 0.1, values);
        Assert.Equal(0.94 * 0.99, values[0], 1e-7);
        Assert.Equal(0.95, values[1], 1e-7);
    }

    [Fact]
    public void The_rate_warms_up_then_falls_along_a_cosine_to_nothing()
    {
        var settings = new RecurrentTrainingSettings(Epochs: 12, LearningRate: 0.1, WarmUpEpochs: 2);
        double At(double epochs) => RecurrentTraining.RateAt(settings, epochs, 1);
        Assert.InRange(At(0), 1e-6, 1e-3);
        Assert.Equal([0.05, 0.1, 0.1 * (1 + Math.Sqrt(0.5)) / 2, 0.05, 0], new[] { 1, 2, 4.5, 7, 12.0 }.Select(At), (expected, found) => Math.Abs(expected - found) < 1e-4);
        Assert.Equal([0.1, 0.025], [RecurrentTraining.RateAt(settings with { Schedule = LearningSchedule.Constant }, 11, 0.25), RecurrentTraining.RateAt(settings with { Schedule = LearningSchedule.Plateau }, 3, 0.25)]);
        Assert.InRange(RecurrentTraining.RateAt(settings with { WarmUpEpochs = 1e-4 }, 0, 1), 0, 0.1);
    }

    [Fact]
    public void A_plateau_halves_the_rate_and_a_better_loss_starts_the_count_anew()
    {
        var state = State(1);
        List<double> shares = [];
        foreach (var loss in (double[])[1, 0.9, 0.95, 0.96, 0.97, 0.8, 0.85, 0.86, 0.87, 0.88])
        {
            state.End(new EpochRecord(shares.Count + 1, 0, loss, 0), plateauEpochs: 2);
            shares.Add(state.PlateauShare);
        }

        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125], shares);
        Assert.Equal(6, state.BestEpoch);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, (4 + 2 + 5) / 3.0)] // epochs 4, 2 and 5 have the lowest losses
    public void The_weights_of_the_best_epochs_are_averaged(int averageBest, double expected)
    {
        var state = State(averageBest);
        double[] losses = [0.9, 0.4, 0.8, 0.2, 0.5, 0.7];
        for (var epoch = 1; epoch <= losses.Length; epoch++)
        {
            Array.Fill(state.Weights, epoch);
            state.End(new EpochRecord(epoch, 0, losses[epoch - 1], 0), 1);
        }

        Assert.All(state.Result(), weight => Assert.Equal(expected, weight, 1e-6));
    }

    [Fact]
    public void Without_validation_the_last_epochs_are_averaged()
    {
        var state = State(2);
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            Array.Fill(state.Weights, epoch);
            state.End(new EpochRecord(epoch, 0, null, null), 1);
        }

        Assert.All(state.Result(), weight => Assert.Equal(4.5, weight, 1e-6));
    }

    [Fact]
    public void Smoothing_spreads_its_share_over_all_classes()
    {
        double[] target = [1, 0, 0, 0];
        SoftmaxLoss.Smooth(target, 0.2);
        Assert.Equal([0.85, 0.05, 0.05, 0.05], target, (expected, found) => Math.Abs(expected - found) < 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3.5)]
    public void The_loss_is_its_formula_and_its_gradient_the_central_difference(double gamma)
    {
        const float Step = 1f / 512; // whole numbers of it are exact in single precision
        float[] logits = [0.5f, -1.25f, 2, 0];
        double[] target = [0.1, 0.6, 0.05, 0.25];
        double Loss() => SoftmaxLoss.Apply((float[])logits.Clone(), target, 1.7, gamma, 1, new double[4]);
        var posterior = logits.Select(logit => Math.Exp(logit) / logits.Sum(other => Math.Exp(other))).ToArray();
        Assert.Equal(-1.7 * posterior.Select((p, c) => target[c] * Math.Pow(1 - p, gamma) * Math.Log(p)).Sum(), Loss(), 1e-12);
        var gradient = (float[])logits.Clone();
        SoftmaxLoss.Apply(gradient, target, 1.7, gamma, 0.5, new double[4]);
        for (var c = 0; c < 4; c++)
        {
            var at = logits[c];
            logits[c] = at + Step;
            var above = Loss();
            logits[c] = at - Step;
            var below = Loss();
            logits[c] = at;
            Assert.Equal(0.5 * (above - below) / (2 * Step), gradient[c], 1e-5);
        }
    }

    [Fact]
    public void The_focal_loss_of_what_is_certain_is_zero_and_not_NaN()
    {
        float[] logits = [300, 0];
        Assert.Equal(0, SoftmaxLoss.Apply(logits, [1, 0], 1, 0.5, 1, new double[2]), 1e-12);
        Assert.Equal([0, 0], logits);
    }

    [Fact]
    public void Votes_are_the_target_where_there_are_some_and_the_label_where_not()
    {
        var set = Votes([3, 1], null, [0, 4], [1, 1]);
        var targets = new LearningTargets(set, Short with { SoftLabels = true, BalanceClasses = false });
        Assert.Equal([[0.75, 0.25], [0, 1], [0, 1], [0.5, 0.5]], targets.Targets);
        Assert.Equal([1, 1, 1, 1], targets.Weights);
        Assert.Equal([1, 0], new LearningTargets(set, Short).Targets[0]); // not asked for
        var wrong = Assert.Throws<BadInputException>(() => new LearningTargets(Louder(4, 1), Short with { SoftLabels = true }));
        Assert.Contains("give a manifest with a column \"votes\"", wrong.Message);
    }

    [Fact]
    public void Mixing_gives_every_example_one_partner_and_the_greater_share_to_itself()
    {
        var mixing = Mixing.Draw(2000, 1, new RandomSource(1));
        Assert.True(mixing.IsOn);
        Assert.Equal(Enumerable.Range(0, 2000), Enumerable.Range(0, 2000).Select(mixing.PartnerOf).Order());
        var shares = Enumerable.Range(0, 2000).Select(mixing.ShareOf).ToArray();
        Assert.All(shares, share => Assert.InRange(share, 0.5, 1));
        Assert.Equal(0.75, shares.Average(), 0.01); // Beta(1, 1) is uniform
        Assert.True(Enumerable.Range(0, 2000).Average(Mixing.Draw(2000, 0.2, new RandomSource(1)).ShareOf) > 0.85); // Beta(0.2, 0.2) leans to the ends
        var off = Mixing.Draw(5, 0, new RandomSource(1));
        Assert.Equal((false, 3, 1.0), (off.IsOn, off.PartnerOf(3), off.ShareOf(3)));
    }

    [Fact]
    public void Mixing_adds_the_partners_steps_from_the_start_again_when_they_end()
    {
        var mixing = Mixing.Draw(2, 1, new RandomSource(1));
        var layout = new SequenceLayout([3, 2]);
        float[] values = [1, 100, 2, 200, 3]; // 1, 2, 3 and 100, 200, step by step
        mixing.MixInput(layout, 0, 1, new MatrixView(new float[] { 10, 20 }, 2, 1), values);
        var share = (float)mixing.ShareOf(1);
        Assert.Equal([share + (1 - share) * 10, 100, 2 * share + (1 - share) * 20, 200, 3 * share + (1 - share) * 10], values);
    }

    [Fact]
    public void Mixing_mixes_the_targets_too()
    {
        // All weights 0: every posterior is 1/2, so the gradient in the head's bias is the mean of 1/2 - target.
        var (set, training) = (Louder(12, 1), Short with { Mixup = 1, BalanceClasses = false });
        var shape = new RecurrentShape(ElmanCell.Tanh, Small, 2, 2);
        var weights = new float[shape.ParameterCount];
        using var trainer = new BatchTrainer(shape, training, set, set.Examples, new LearningTargets(set, training), weights, new Sgd(weights.Length, 0));
        var batch = Batch(set);
        trainer.Gradient(batch, new RandomSource(3), CancellationToken.None);
        var mixing = Mixing.Draw(12, 1, new RandomSource(3).For("mixup"));
        int Label(int row) => set.Labels[batch[row].Example];
        var target = Enumerable.Range(0, 12).Average(row => mixing.ShareOf(row) * Label(row) + (1 - mixing.ShareOf(row)) * Label(mixing.PartnerOf(row)));
        Assert.NotEqual(0.5, target, 1e-3);
        Assert.Equal(0.5 - target, shape.Head.Bias.In(trainer.LastGradient)[1], 1e-6);
    }

    [Theory]
    [InlineData(40, 20, 12, 2)] // 2 stretches of at most 0.15 x 40 = 6 steps, 1 band of at most 0.1 x 20 = 2 features
    [InlineData(5, 9, 0, 0)]
    public void Masking_hides_no_more_than_its_shares(int steps, int inputs, int mostSteps, int mostFeatures)
    {
        var (layout, stream, hidden) = (new SequenceLayout([steps, 1]), new RandomSource(2).Open(), (Steps: 0, Features: 0));
        for (var trial = 0; trial < 200; trial++)
        {
            var values = new float[layout.Total * inputs];
            Array.Fill(values, 1);
            new MaskingSettings(2, 0.15, 1, 0.1).Hide(layout, inputs, stream, values);
            int Row(int step) => layout.Start(step) * inputs;
            var inSteps = Enumerable.Range(0, steps).Count(step => values.AsSpan(Row(step), inputs).IndexOf(1f) < 0);
            var inFeatures = Enumerable.Range(0, inputs).Count(j => Enumerable.Range(0, steps).All(step => values[Row(step) + j] == 0));
            Assert.InRange(inSteps, 0, mostSteps);
            Assert.InRange(inFeatures, 0, mostFeatures);
            Assert.InRange(values.AsSpan(inputs, inputs).Count(0f), 0, mostFeatures); // the example of one step keeps it
            hidden = (Math.Max(hidden.Steps, inSteps), Math.Max(hidden.Features, inFeatures));
        }

        Assert.InRange(hidden.Steps, 0.8 * mostSteps, mostSteps);
        Assert.Equal(mostFeatures, hidden.Features);
    }

    [Fact]
    public void Chunks_cover_every_step_once_and_share_the_weight()
    {
        int[] lengths = [100, 33, 32, 1];
        var pieces = BatchPlan.Cut([0, 1, 2, 3], lengths, 32);
        Assert.Equal([4, 2, 1, 1], Enumerable.Range(0, 4).Select(i => pieces.Count(piece => piece.Example == i)));
        foreach (var own in pieces.GroupBy(piece => piece.Example))
        {
            Assert.Equal(Enumerable.Range(0, lengths[own.Key]), own.SelectMany(piece => Enumerable.Range(piece.First, piece.Steps)));
            Assert.Equal(1, own.Sum(piece => piece.Weight), 1e-6);
            Assert.InRange(own.Max(piece => piece.Steps) - own.Min(piece => piece.Steps), 0, 1);
            Assert.InRange(own.Max(piece => piece.Steps), 1, 32);
        }
    }

    [Fact]
    public void Chunked_training_learns_and_scores_whole_recordings()
    {
        var training = Short with { ChunkSteps = 8, ValidationShare = 0 };
        Assert.InRange(Accuracy(RecipeOf("gru", Small, training).Train(Louder(60, 1), new RandomSource(1)), Louder(60, 2)), 0.95, 1);
    }

    [Fact]
    public void An_auxiliary_task_is_learned_beside_the_labels()
    {
        // The labels are noise; the side labels say which feature is louder, and every third is unknown.
        var louder = Louder(90, 1);
        int[] side = [.. louder.Labels.Select((label, i) => i % 3 == 0 ? -1 : label)];
        var set = new TrainingSet(louder.Examples, [.. Enumerable.Range(0, 90).Select(i => i / 2 % 2)], louder.Groups, 2) { Auxiliary = new(side, 2) };
        var trained = RecipeOf("lstm", Small, Short with { ValidationShare = 0, Auxiliary = new(Weight: 1) }).Train(set, new RandomSource(1));
        var shape = new RecurrentShape(LstmCell.Plain, Small, 2, 2, 2);
        using var network = new SmallNetwork(shape, [.. shape.Blocks.SelectMany(block => trained.Weights.Get(block.Name, block.Shape).Values.Select(value => (float)value))]);
        var unheard = Louder(60, 2);
        Assert.InRange(unheard.Examples.Select((example, i) => Right(network.Auxiliary(example), unheard.Labels[i])).Average(), 0.95, 1);
        Assert.InRange(Accuracy(trained, unheard), 0, 0.8);

        static double Right(float[] logits, int label) => logits[label] > logits[1 - label] ? 1 : 0;
    }

    [Fact]
    public void Unknown_side_labels_contribute_nothing()
    {
        var louder = Louder(12, 1);
        var set = new TrainingSet(louder.Examples, louder.Labels, louder.Groups, 2) { Auxiliary = new([.. Enumerable.Repeat(-1, 12)], 3) };
        RecurrentShape with = new(GruCell.Instance, Small, 2, 2, 3), without = new(GruCell.Instance, Small, 2, 2);
        var weights = RecurrentStart.Draw(with, new RandomSource(1));
        var (gradient, plain) = (Gradient(with, set, Short with { Auxiliary = new() }, weights), Gradient(without, louder, Short, RecurrentStart.Draw(without, new RandomSource(1))));
        foreach (var block in without.Blocks) Assert.Equal(block.In(plain.AsSpan()).ToArray(), with.Blocks.Single(own => own.Name == block.Name).In(gradient.AsSpan()).ToArray());
        Assert.All(with.AuxiliaryHead!.Weight.In(gradient.AsSpan()).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_auxiliary_task_without_side_labels_is_refused()
    {
        var wrong = Assert.Throws<BadInputException>(() => RecipeOf("rnn", Small, Short with { Auxiliary = new(AuxiliaryTarget.Language) }).Train(Louder(10, 1), new RandomSource(1)));
        Assert.Contains("asks for the language and nothing tells it; give a corpus that knows it, or no auxiliary task", wrong.Message);
    }

    [Fact]
    public void All_problems_of_the_ingredients_come_at_once()
    {
        var network = new RecurrentNetworkSettings(
            Layers: 0, Pooling: (TimePooling)9, InputDropout: 1, RecurrentDropout: -1, InputShift: 11, Convolution: new(Channels: 0, Width: 4, Stride: 0, Layers: 5));
        var training = new RecurrentTrainingSettings(
            Patience: 0, BatchSize: 0, WeightDecay: -1, MaxGradientNorm: 0, LabelSmoothing: 1, ValidationShare: 0, Optimiser: (RecurrentOptimiser)9, Momentum: 1, Schedule: LearningSchedule.Plateau,
            PlateauEpochs: 0, WarmUpEpochs: 40, FocalGamma: -1, Mixup: 2, AverageBest: 41, ChunkSteps: 7, Members: 0, Masking: new(21, 0.6, -1, -0.1), Auxiliary: new((AuxiliaryTarget)9, 0));
        var wrong = Assert.Throws<OptionsException>(() => RecipeOf("lstm", network, training).Validate());
        string[] cures =
        [
            "Layers is 0; use 1 to 8", "Pooling is 9; use Mean or", "InputDropout is 1; use", "RecurrentDropout is -1; use", "InputShift is 11; use", "Channels is 0; use", "Width is 4; use an odd",
            "Stride is 0; use", "Convolution.Layers is 5; use", "Patience is 0; use", "BatchSize is 0; use", "WeightDecay is -1; use", "MaxGradientNorm is 0; use", "LabelSmoothing is 1; use",
            "Optimiser is 9; use AdamW or Sgd", "Momentum is 1; use", "no loss to watch; use ValidationShare", "PlateauEpochs is 0; use", "WarmUpEpochs is 40 of 40 epochs; use", "FocalGamma is -1; use",
            "Mixup is 2; use", "AverageBest is 41 of 40 epochs; use", "ChunkSteps is 7; use 0", "Members is 0; use", "TimeMasks is 21; use", "MaxTimeShare is 0.6; use", "FeatureMasks is -1; use",
            "MaxFeatureShare is -0.1; use", "Target is 9; use Gender or", "Weight is 0; use",
        ];
        Assert.Equal(cures.Length, wrong.Problems.Count);
        Assert.All(cures, cure => Assert.Contains(wrong.Problems, problem => problem.Contains(cure)));
    }

    private static TrainingState State(int averageBest) => new(new RecurrentShape(ElmanCell.Tanh, Small, 2, 2), Short with { AverageBest = averageBest }, new float[new RecurrentShape(ElmanCell.Tanh, Small, 2, 2).ParameterCount]);

    private static float[] Gradient(RecurrentShape shape, TrainingSet set, RecurrentTrainingSettings training, float[] weights)
    {
        using var trainer = new BatchTrainer(shape, training, set, set.Examples, new LearningTargets(set, training), weights, new Sgd(weights.Length, 0));
        trainer.Gradient(Batch(set), new RandomSource(1), CancellationToken.None);
        return trainer.LastGradient.ToArray();
    }

    private static Piece[] Batch(TrainingSet set) =>
        BatchPlan.Draw(BatchPlan.Cut(Enumerable.Range(0, set.Examples.Count), [.. set.Examples.Select(example => example.Rows)], 0), set.Examples.Count, null)[0];

    private static TrainingSet Votes(params double[]?[] votes)
    {
        var louder = Louder(votes.Length, 1);
        return new TrainingSet(louder.Examples, louder.Labels, louder.Groups, 2) { SoftLabels = votes };
    }
}
