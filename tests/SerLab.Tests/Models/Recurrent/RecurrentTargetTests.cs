using SerLab.Models;
using static SerLab.Tests.Models.RecurrentTasks;

namespace SerLab.Tests.Models;

/// <summary>What training is told of each example: the loss, smoothed, soft and mixed targets, chunks, a second task.</summary>
public sealed class RecurrentTargetTests
{
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

    [Fact]
    public void A_chunk_of_half_the_weight_has_half_the_gradient_in_both_tasks()
    {
        var louder = Louder(12, 1);
        var set = new TrainingSet(louder.Examples, louder.Labels, louder.Groups, 2) { Auxiliary = new(louder.Groups, 5) };
        var (shape, training) = (new RecurrentShape(GruCell.Instance, Small, 2, 2, 5), Short with { Auxiliary = new() });
        float[] Of(float weight) => Gradient(shape, set, training, RecurrentStart.Draw(shape, new RandomSource(1)), [new Piece(0, 1, 4, weight)]);
        Assert.Equal(Of(1), Array.ConvertAll(Of(0.5f), value => 2 * value));
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

    private static float[] Gradient(RecurrentShape shape, TrainingSet set, RecurrentTrainingSettings training, float[] weights, Piece[]? batch = null)
    {
        using var trainer = new BatchTrainer(shape, training, set, set.Examples, new LearningTargets(set, training), weights, new Sgd(weights.Length, 0));
        trainer.Gradient(batch ?? Batch(set), new RandomSource(1), CancellationToken.None);
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
