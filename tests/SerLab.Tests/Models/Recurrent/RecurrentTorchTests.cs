using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>Debian's PyTorch as judge, by torch_reference.py: weights that go there and come from there, every gradient, the optimiser's steps.</summary>
public sealed class RecurrentTorchTests(RecurrentTorchRun torch) : IClassFixture<RecurrentTorchRun>
{
    public static TheoryData<string> GradientCases => [.. RecurrentTorchRun.Gradients.Keys];

    public static TheoryData<string> DrawnCases => [.. RecurrentTorchRun.Drawn.Keys];

    [TorchTheory]
    [MemberData(nameof(GradientCases))]
    public void Outputs_and_every_gradient_equal_PyTorchs(string name)
    {
        var (one, answer) = (RecurrentTorchRun.Gradients[name], torch.Answer("gradient " + name));
        var (shape, set, weights) = (one.Shape, one.Set, RecurrentTorchRun.WeightsOf(one));
        using var trainer = new BatchTrainer(shape, one.Training, set, set.Examples, new LearningTargets(set, one.Training), weights, new AdamW(weights.Length));
        var batch = BatchPlan.Draw(BatchPlan.Cut(Enumerable.Range(0, one.Examples), [.. set.Examples.Select(example => example.Rows)], 0), one.Examples, null)[0];
        trainer.Gradient(batch, new RandomSource(1), CancellationToken.None);
        foreach (var block in shape.Blocks)
        {
            var expected = answer.Get("gradient:" + block.Name, block.Shape).Values;
            AssertNear(expected, block.In(trainer.LastGradient), 1e-4 * expected.Max(Math.Abs), block.Name);
        }

        var theirs = answer.Get("logits", -1, -1).Values;
        var logits = trainer.Score(batch);
        for (var row = 0; row < batch.Length; row++) AssertNear(theirs.AsSpan(batch[row].Example * 3, 3), logits.Slice(row * 3, 3), 1e-5, "logits");
    }

    [TorchTheory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void A_network_trained_here_opens_in_PyTorch_and_scores_the_same(string kind) =>
        AssertSameScores(torch.Trained[kind], RecurrentTorchRun.TrainedCase(kind), torch.Answer("trained " + kind));

    [TorchTheory]
    [MemberData(nameof(DrawnCases))]
    public void A_network_drawn_by_PyTorch_is_restored_and_scores_the_same(string name)
    {
        var (one, answer) = (RecurrentTorchRun.Drawn[name], torch.Answer("drawn " + name));
        AssertSameScores(RecurrentTasks.RecipeOf(one.Cell, one.Network, one.Training).Restore(answer.Under("weight:")), one, answer);
    }

    [TorchFact]
    public void AdamW_takes_the_steps_that_PyTorchs_takes_and_lets_biases_be()
    {
        var (rates, decay, blocks, weights, gradients) = RecurrentTorchRun.OptimiserCase();
        var optimiser = new AdamW(weights.Length);
        for (var t = 0; t < rates.Length; t++) optimiser.Step(blocks, gradients[t], rates[t], decay, weights);
        var answer = torch.Answer("optimiser");
        foreach (var block in blocks) AssertNear(answer.Get(block.Name, block.Shape).Values, block.In(weights.AsSpan()), 1e-6, block.Name);
    }

    private static void AssertSameScores(IClassifier classifier, TorchCase one, Weights answer)
    {
        var (set, logits, score) = (one.Set, answer.Get("logits", -1, -1).Values, new double[3]);
        for (var i = 0; i < set.Examples.Count; i++)
        {
            classifier.Score(set.Examples[i], score);
            var theirs = logits[(3 * i)..(3 * i + 3)];
            LogMath.Normalise(theirs);
            for (var c = 0; c < 3; c++) Assert.Equal(theirs[c], score[c], 1e-5);
        }
    }

    private static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<float> found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - found[i]) <= tolerance))
                Assert.Fail($"{what}, value {i}: {found[i]}, PyTorch {expected[i]}; the difference {Math.Abs(expected[i] - found[i]):G3} is above {tolerance:G3}.");
    }
}
