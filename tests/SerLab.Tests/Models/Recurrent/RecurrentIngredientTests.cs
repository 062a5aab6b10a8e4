using SerLab.Models;
using static SerLab.Tests.Models.RecurrentTasks;

namespace SerLab.Tests.Models;

/// <summary>Steps, rates, averages, masks and chunks are what their settings say.</summary>
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
        var settings = new RecurrentTrainingSettings(Epochs: 12, LearningRate: 0.1, WarmUpEpochs: 2, Schedule: LearningSchedule.Cosine);
        double At(double epochs) => RecurrentTraining.RateAt(settings, epochs, 1);
        Assert.InRange(At(0), 1e-6, 1e-3);
        Assert.Equal([0.05, 0.1, 0.1 * (1 + Math.Sqrt(0.5)) / 2, 0.05, 0], new[] { 1, 2, 4.5, 7, 12.0 }.Select(At), (expected, found) => Math.Abs(expected - found) < 1e-4);
        Assert.Equal(0.1, RecurrentTraining.RateAt(settings with { Schedule = LearningSchedule.Constant }, 11, 0.25));
        Assert.Equal(0.025, RecurrentTraining.RateAt(settings with { Schedule = LearningSchedule.Plateau }, 3, 0.25));
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
    public void All_problems_of_the_ingredients_come_at_once()
    {
        var network = new RecurrentNetworkSettings(
            Layers: 0, Pooling: (TimePooling)9, InputDropout: 1, RecurrentDropout: -1, InputShift: 11, Convolution: new(Channels: 0, Width: 4, Stride: 0, Layers: 5));
        var training = new RecurrentTrainingSettings(
            Patience: 0, BatchSize: 0, WeightDecay: -1, MaxGradientNorm: 0, LabelSmoothing: 1, ValidationShare: 0, Optimiser: (RecurrentOptimiser)9, Momentum: 1,
            Schedule: LearningSchedule.Plateau, PlateauEpochs: 0, WarmUpEpochs: 40, FocalGamma: -1, Mixup: 2, AverageBest: 0, ChunkSteps: 7, Members: 0,
            Masking: new(21, 0.6, -1, -0.1), Auxiliary: new((AuxiliaryTarget)9, 0));
        var wrong = Assert.Throws<OptionsException>(() => RecipeOf("lstm", network, training).Validate());
        string[] cures =
        [
            "Layers is 0; use 1 to 8", "Pooling is 9; use Mean or", "InputDropout is 1; use", "RecurrentDropout is -1; use", "InputShift is 11; use", "Channels is 0; use",
            "Width is 4; use an odd", "Stride is 0; use", "Convolution.Layers is 5; use", "Patience is 0; use", "BatchSize is 0; use", "WeightDecay is -1; use",
            "MaxGradientNorm is 0; use", "LabelSmoothing is 1; use", "Optimiser is 9; use AdamW or Sgd", "Momentum is 1; use", "no loss to watch; use ValidationShare",
            "PlateauEpochs is 0; use", "WarmUpEpochs is 40 of 40 epochs; use", "FocalGamma is -1; use", "Mixup is 2; use", "AverageBest is 0; use",
            "ChunkSteps is 7; use 0", "Members is 0; use", "TimeMasks is 21; use", "MaxTimeShare is 0.6; use", "FeatureMasks is -1; use", "MaxFeatureShare is -0.1; use",
            "Target is 9; use Gender or", "Weight is 0; use",
        ];
        Assert.Equal(cures.Length, wrong.Problems.Count);
        Assert.All(cures, cure => Assert.Contains(wrong.Problems, problem => problem.Contains(cure)));
    }

    private static TrainingState State(int averageBest)
    {
        var shape = new RecurrentShape(ElmanCell.Tanh, Small, 2, 2);
        return new(shape, Short with { AverageBest = averageBest }, new float[shape.ParameterCount]);
    }
}
