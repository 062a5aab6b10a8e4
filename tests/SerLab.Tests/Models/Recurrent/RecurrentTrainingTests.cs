using SerLab.Models;
using static SerLab.Tests.Models.RecurrentTasks;

namespace SerLab.Tests.Models;

public sealed class RecurrentTrainingTests
{
    public static TheoryData<string> Kinds => ["rnn", "gru", "lstm"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Learns_which_feature_is_louder(string kind)
    {
        var (train, test) = (Louder(60, 1), Louder(60, 2));
        var classifier = RecipeOf(kind, Small, Short).Train(train, new RandomSource(1));
        Assert.InRange(Accuracy(classifier, test), 0.95, 1);
    }

    [Fact]
    public void Long_recordings_are_learned_from_in_chunks_and_scored_whole()
    {
        var training = Short with { ChunkSteps = 8, ValidationShare = 0 };
        Assert.InRange(Accuracy(RecipeOf("gru", Small, training).Train(Louder(60, 1), new RandomSource(1)), Louder(60, 2)), 0.95, 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Same_seed_gives_the_same_bits_and_another_seed_others(string kind)
    {
        var set = Louder(30, 1);
        var options = RecipeOf(kind, Small with { Dropout = 0.3, InputDropout = 0.2 }, Short with { Epochs = 3 });
        var first = Numbers(options.Train(set, new RandomSource(7)));
        Assert.Equal(first, Numbers(options.Train(set, new RandomSource(7))));
        Assert.NotEqual(first, Numbers(options.Train(set, new RandomSource(8))));
    }

    [Fact]
    public void Dropout_and_shift_change_training_and_not_scoring()
    {
        var set = Louder(30, 1);
        var plain = RecipeOf("lstm", Small, Short with { Epochs = 2 }).Train(set, new RandomSource(7));
        var dropped = RecipeOf("lstm", Small with { Dropout = 0.5 }, Short with { Epochs = 2 }).Train(set, new RandomSource(7));
        var inputs = RecipeOf("lstm", Small with { InputDropout = 0.5 }, Short with { Epochs = 2 }).Train(set, new RandomSource(7));
        Assert.NotEqual(Numbers(plain), Numbers(dropped));
        Assert.NotEqual(Numbers(plain), Numbers(inputs));
        Assert.NotEqual(Numbers(plain), Numbers(RecipeOf("lstm", Small with { InputShift = 0.5 }, Short with { Epochs = 2 }).Train(set, new RandomSource(7))));
        Assert.Equal(Score(dropped, set.Examples[0]), Score(dropped, set.Examples[0]));
        var restored = RecipeOf("lstm", Small, Short).Restore(dropped.Weights); // the same weights under settings without dropout
        Assert.Equal(Score(restored, set.Examples[0]), Score(dropped, set.Examples[0]));
    }

    [Theory]
    [InlineData("rnn relu")]
    [InlineData("gru")]
    [InlineData("lstm peepholes")]
    public void Restored_weights_score_the_same_bits(string kind)
    {
        var louder = Louder(20, 1);
        var set = new TrainingSet(louder.Examples, louder.Labels, louder.Groups, 2) { Auxiliary = new(louder.Groups, 5) };
        var options = RecipeOf(kind, Small with { Layers = 2, FrameStep = 2, LayerNorm = true, Convolution = new(Channels: 5, Layers: 2) }, Short with { Epochs = 2, Auxiliary = new() });
        var trained = options.Train(set, new RandomSource(1));
        var restored = options.Restore(trained.Weights);
        Assert.Equal(Score(trained, set.Examples[3]), Score(restored, set.Examples[3]));
        Assert.Equal(Numbers(trained), Numbers(restored));
    }

    [Fact]
    public void Weights_of_another_size_are_refused_by_name()
    {
        var trained = RecipeOf("lstm", Small, Short with { Epochs = 1 }).Train(Louder(20, 1), new RandomSource(1));
        var wrong = Assert.Throws<BadInputException>(() => RecipeOf("lstm", Small with { Hidden = 16 }, Short).Restore(trained.Weights));
        Assert.Contains("recurrent.weight_ih_l0", wrong.Message);
        Assert.Throws<BadInputException>(() => RecipeOf("rnn", Small, Short).Restore(trained.Weights));
    }

    [Fact]
    public void Averaging_frames_is_training_on_averaged_frames()
    {
        var set = Louder(20, 1);
        var averaged = new TrainingSet([.. set.Examples.Select(example => FrameSteps.Average(example, 3))], set.Labels, set.Groups, 2);
        var training = Short with { Epochs = 2 };
        var inside = RecipeOf("rnn", Small with { FrameStep = 3 }, training).Train(set, new RandomSource(1));
        var outside = RecipeOf("rnn", Small, training).Train(averaged, new RandomSource(1));
        Assert.Equal(Numbers(outside), Numbers(inside));
        Assert.Equal(Score(outside, averaged.Examples[5]), Score(inside, set.Examples[5]));
    }

    [Fact]
    public void Balanced_classes_undo_a_majority_that_the_features_do_not_explain()
    {
        // Noise, nine of ten examples of class 0: the best answer is 0.9 to 0.1, balanced 0.5 to 0.5.
        var noise = Noise(100, 4);
        var set = new TrainingSet(noise.Examples, [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 1 : 0)], noise.Groups, 2);
        Assert.Equal(0.9, MeanPosterior(balance: false), 0.1);
        Assert.Equal(0.5, MeanPosterior(balance: true), 0.1);

        double MeanPosterior(bool balance)
        {
            var training = Short with { Epochs = 10, ValidationShare = 0, BalanceClasses = balance, LearningRate = 2e-3 };
            var classifier = RecipeOf("rnn", Small, training).Train(set, new RandomSource(1));
            return Noise(100, 5).Examples.Average(example => Math.Exp(Score(classifier, example)[0]));
        }
    }

    [Fact]
    public void Label_smoothing_keeps_posteriors_from_certainty()
    {
        var set = Louder(60, 1);
        Assert.True(Certainty(0) > 0.99);
        Assert.Equal(0.9, Certainty(0.2), 0.03); // the smoothed target of two classes

        double Certainty(double smoothing)
        {
            var training = Short with { Epochs = 60, ValidationShare = 0, LabelSmoothing = smoothing };
            var classifier = RecipeOf("rnn", Small, training).Train(set, new RandomSource(1));
            return set.Examples.Average(example => Math.Exp(Score(classifier, example).Max()));
        }
    }

    [Fact]
    public void Weight_decay_shortens_the_weights_and_a_short_gradient_limit_changes_them()
    {
        var set = Louder(30, 1);
        double[] Train(RecurrentTrainingSettings training) => Numbers(RecipeOf("lstm", Small, training with { Epochs = 3, ValidationShare = 0 }).Train(set, new RandomSource(1)));
        var free = Train(Short with { WeightDecay = 0 });
        Assert.True(Train(Short with { WeightDecay = 5 }).Sum(w => w * w) < 0.9 * free.Sum(w => w * w));
        Assert.NotEqual(free, Train(Short with { WeightDecay = 0, MaxGradientNorm = 1e-3 }));
        Assert.NotEqual(free, Train(Short with { WeightDecay = 0, BatchSize = 5 }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_defaults_solve_a_small_separable_task(string kind)
    {
        var classifier = RecipeOf(kind, new(), new()).Train(Louder(40, 1), new RandomSource(1));
        Assert.InRange(Accuracy(classifier, Louder(40, 2)), 0.9, 1);
    }

    [Fact]
    public void History_has_a_record_per_epoch_and_the_best_epoch_is_kept()
    {
        var (train, random) = (Louder(40, 1), new RandomSource(3));
        var trained = (ITrainingHistory)RecipeOf("lstm", Small, Short with { Epochs = 6 }).Train(train, random);
        Assert.Equal([1, 2, 3, 4, 5, 6], trained.History.Select(record => record.Epoch));
        Assert.True(trained.History[^1].TrainLoss < trained.History[0].TrainLoss);
        Assert.All(trained.History, record => Assert.InRange(record.ValidationMacroAccuracy!.Value, 0, 1));
    }

    [Fact]
    public void Stops_early_when_the_held_in_speakers_stop_profiting()
    {
        var training = Short with { Epochs = 200, Patience = 3, LearningRate = 2e-2 };
        var trained = (ITrainingHistory)RecipeOf("rnn", Small, training).Train(Noise(40, 2), new RandomSource(1)); // nothing to be learned for other speakers
        var best = trained.History.MinBy(record => record.ValidationLoss)!.Epoch;
        Assert.Equal(best + 3, trained.History.Count);
    }

    [Fact]
    public void Without_validation_all_epochs_run_and_the_last_weights_stay()
    {
        var trained = (ITrainingHistory)RecipeOf("rnn", Small, Short with { Epochs = 5, Patience = 1, ValidationShare = 0 }).Train(Noise(20, 2), new RandomSource(1));
        Assert.Equal(5, trained.History.Count);
        Assert.All(trained.History, record => Assert.Null(record.ValidationLoss));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_with_epoch_batch_and_cure()
    {
        // The mean of two such frames overflows, and infinities of both signs meet in the weighted sums.
        var frames = new MatrixView(Enumerable.Repeat(float.MaxValue, 4).ToArray(), 2, 2);
        var huge = new TrainingSet([.. Enumerable.Repeat(frames, 12)], [.. Enumerable.Range(0, 12).Select(i => i % 2)], [.. Enumerable.Range(0, 12).Select(i => i / 2)], 2)
        {
            Names = [.. Enumerable.Range(0, 12).Select(i => $"loud{i}.wav")],
        };
        var wrong = Assert.Throws<OptionsException>(() => RecipeOf("lstm", Small with { FrameStep = 2 }, Short).Train(huge, new RandomSource(1)));
        Assert.Matches(@"epoch 1, batch 1 of 2 \((loud\d+\.wav(, )?)+\), with LearningRate.*use a tenth", wrong.Message);
    }

    [Fact]
    public void A_validation_loss_that_is_not_a_number_stops_too()
    {
        var louder = Louder(60, 1);
        var held = HeldIn.Choose(louder, 0.2, new RandomSource(1).For("held-in")); // those of whom training hears nothing
        var huge = new MatrixView(Enumerable.Repeat(float.MaxValue, 4).ToArray(), 2, 2);
        var set = new TrainingSet([.. louder.Examples.Select((example, i) => held[i] ? huge : example)], louder.Labels, louder.Groups, 2);
        var wrong = Assert.Throws<OptionsException>(() => RecipeOf("lstm", Small with { FrameStep = 2 }, Short with { ValidationShare = 0.2 }).Train(set, new RandomSource(1)));
        Assert.Matches("held-in examples is NaN after epoch 1.*LearningRate.*use a tenth", wrong.Message);
    }

    [Fact]
    public void Stops_when_asked()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => RecipeOf("lstm", Small, Short).Train(Louder(20, 1), new RandomSource(1), stop.Token));
    }

    [Fact]
    public void All_problems_of_the_settings_come_at_once()
    {
        var options = RecipeOf("lstm", new(Hidden: 0, Dropout: 1, FrameStep: 0), new(Epochs: 0, LearningRate: 0, ValidationShare: 0.9));
        var wrong = Assert.Throws<OptionsException>(() => options.Train(Louder(10, 1), new RandomSource(1)));
        Assert.Equal(6, wrong.Problems.Count);
        Assert.Contains(wrong.Problems, problem => problem.Contains("Hidden is 0; use 1 to 2048"));
    }

    [Fact]
    public void Settings_survive_JSON_and_are_checked_by_name()
    {
        ClassifierOptions options = RecipeOf("lstm", Small with { Pooling = TimePooling.Mean }, Short);
        Assert.Equal(options, RecipeJson.BuiltIn.Read<ClassifierOptions>(RecipeJson.BuiltIn.Write(options), "test"));
        var some = RecipeJson.BuiltIn.Read<ClassifierOptions>("""{ "kind": "rnn", "network": { "hidden": 12 } }""", "test");
        Assert.Equal(new ElmanOptions { Network = new(Hidden: 12) }, some);
        Assert.Throws<OptionsException>(() => RecipeJson.BuiltIn.Read<ClassifierOptions>("""{ "kind": "rnn", "network": { "hiden": 12 } }""", "test"));
    }
}
