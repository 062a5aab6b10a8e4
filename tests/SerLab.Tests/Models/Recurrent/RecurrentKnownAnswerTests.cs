using SerLab.Models;
using static SerLab.Tests.Models.RecurrentTasks;

namespace SerLab.Tests.Models;

/// <summary>Tasks that only a network with a memory can solve, and one that none may.</summary>
public sealed class RecurrentKnownAnswerTests
{
    [Theory]
    [InlineData("lstm", true)]
    [InlineData("rnn", false)]
    public void Two_marked_signs_among_distractors_are_compared_with_a_memory_and_not_without(string kind, bool solves)
    {
        var network = Small with { Hidden = 16, Bidirectional = false, Pooling = TimePooling.Mean };
        var training = Short with { BatchSize = 16, ValidationShare = 0, WeightDecay = 0 };
        var accuracy = Accuracy(RecipeOf(kind, network, training).Train(MarkedSigns(2048, 1), new RandomSource(1)), MarkedSigns(300, 2));
        Assert.InRange(accuracy, solves ? 0.95 : 0.4, solves ? 1 : 0.65); // chance is 0.5
    }

    [Theory]
    [InlineData("lstm", true)]
    [InlineData("gru", true)]
    [InlineData("rnn", false)]
    public void A_marked_symbol_is_remembered_over_fifteen_distractors_and_more_with_a_memory_and_not_without(string kind, bool solves)
    {
        var network = Small with { Hidden = 16, Bidirectional = false, Pooling = TimePooling.Last };
        var training = Short with { BatchSize = 16, LearningRate = 0.015, ValidationShare = 0, WeightDecay = 0 };
        var accuracy = Accuracy(RecipeOf(kind, network, training).Train(MarkedSymbol(1000, 20, 1), new RandomSource(1)), MarkedSymbol(200, 20, 2));
        Assert.InRange(accuracy, solves ? 0.98 : 0, solves ? 1 : 0.6); // chance is 0.25
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Twenty_utterances_of_noise_are_learned_by_heart(string kind)
    {
        var noise = Noise(20, 3);
        var training = Short with { Epochs = 160, BatchSize = 10, ValidationShare = 0, WeightDecay = 0 };
        var classifier = RecipeOf(kind, Small with { Hidden = 24 }, training).Train(noise, new RandomSource(1));
        Assert.Equal(1, Accuracy(classifier, noise));
        Assert.InRange(((ITrainingHistory)classifier).History[^1].TrainLoss, 0, 0.01);
    }

    [Fact]
    public void Labels_without_meaning_stay_at_chance_on_speakers_that_were_not_heard()
    {
        // Labels are thrown like coins, so what is right on unheard speakers is 200 fair coins: 95 % of all such series show 86 to 114 heads.
        var training = Short with { Epochs = 15, ValidationShare = 0.2 };
        var classifier = RecipeOf("lstm", Small, training).Train(Coins(Louder(200, 1), 1), new RandomSource(1));
        Assert.InRange(Accuracy(classifier, Coins(Louder(200, 2), 2)) * 200, 86, 114);
        Assert.InRange(Accuracy(RecipeOf("lstm", Small, training).Train(Louder(200, 1), new RandomSource(1)), Louder(200, 2)), 0.95, 1);

        static TrainingSet Coins(TrainingSet set, long index)
        {
            var stream = new RandomSource(4).For("coins", index).Open();
            return new TrainingSet(set.Examples, [.. set.Labels.Select(_ => stream.NextInt(2))], set.Groups, 2);
        }
    }
}
