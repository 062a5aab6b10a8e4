using SerLab.Models;
using SerLab.Store;
using static SerLab.Tests.Models.RecurrentTasks;

namespace SerLab.Tests.Models;

/// <summary>The same bits on any number of threads and after any stop; ensembles.</summary>
public sealed class RecurrentResumeTests
{
    private static readonly RecurrentNetworkSettings Noisy = Small with { Dropout = 0.2, InputDropout = 0.1, InputShift = 0.3, RecurrentDropout = 0.2 };

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("lstm peepholes")]
    public void One_thread_or_two_give_the_same_bits(string kind)
    {
        // 67 examples learn, in a batch of 40, which is three shards, and one of 27, which is two.
        var louder = Louder(67, 1);
        var training = Short with { Epochs = 2, BatchSize = 40, ValidationShare = 0, Mixup = 0.3, Masking = new(), Auxiliary = new() };
        double[] Train(int threads) => Numbers(RecipeOf(kind, Noisy with { Layers = 2 }, training).Train(
            new TrainingSet(louder.Examples, louder.Labels, louder.Groups, 2) { Threads = threads, Auxiliary = new(louder.Groups, 5) }, new RandomSource(1)));
        Assert.Equal(Train(1), Train(2));
    }

    [Theory]
    [InlineData(RecurrentOptimiser.AdamW, LearningSchedule.Cosine, 3, 1)]
    [InlineData(RecurrentOptimiser.AdamW, LearningSchedule.Plateau, 1, 2)]
    [InlineData(RecurrentOptimiser.Sgd, LearningSchedule.Plateau, 3, 1)]
    [InlineData(RecurrentOptimiser.Sgd, LearningSchedule.Constant, 2, 2)]
    public void A_training_that_was_stopped_after_any_epoch_goes_on_to_the_same_bits(RecurrentOptimiser optimiser, LearningSchedule schedule, int averageBest, int members)
    {
        // Labels without meaning, so that the loss soon stands on a plateau.
        const int Epochs = 8;
        var training = Short with
        {
            Epochs = Epochs,
            Optimiser = optimiser,
            Schedule = schedule,
            PlateauEpochs = 2,
            LearningRate = 0.05,
            WarmUpEpochs = 1.5,
            AverageBest = averageBest,
            Members = members,
            ValidationShare = 0.25,
        };
        var recipe = RecipeOf("lstm", Noisy, training);
        var through = recipe.Train(Noise(30, 1), new RandomSource(1));
        for (var stopAfter = 1; stopAfter <= Epochs * members; stopAfter++)
        {
            var disk = new Disk { StopAfter = stopAfter };
            Assert.Throws<OperationCanceledException>(() => recipe.Train(With(Noise(30, 1), disk), new RandomSource(1)));
            var resumed = recipe.Train(With(Noise(30, 1), disk), new RandomSource(1));
            Assert.Equal(Numbers(through), Numbers(resumed));
            Assert.Equal(((ITrainingHistory)through).History, ((ITrainingHistory)resumed).History);
            Assert.Equal(Epochs * members, disk.Offers); // no epoch twice, none left out
        }
    }

    [Fact]
    public void A_checkpoint_of_another_fold_is_left_alone()
    {
        var (recipe, disk) = (RecipeOf("rnn", Noisy, Short with { Epochs = 3 }), new Disk());
        recipe.Train(With(Louder(20, 1), disk), new RandomSource(1));
        Assert.Equal(Numbers(recipe.Train(Louder(20, 1), new RandomSource(2))), Numbers(recipe.Train(With(Louder(20, 1), disk), new RandomSource(2))));
    }

    [Fact]
    public void The_first_of_an_ensemble_is_the_single_network_and_the_posterior_is_the_mean()
    {
        var (set, training) = (Louder(24, 1), Short with { Epochs = 2 });
        var single = RecipeOf("gru", Noisy, training);
        var together = RecipeOf("gru", Noisy, training with { Members = 3 });
        var ensemble = together.Train(set, new RandomSource(1));
        IClassifier[] members = [.. Enumerable.Range(0, 3).Select(i => single.Restore(ensemble.Weights.Under($"member.{i}.")))];
        Assert.Equal(Numbers(single.Train(set, new RandomSource(1))), Numbers(members[0]));
        Assert.NotEqual(Numbers(members[1]), Numbers(members[2]));
        foreach (var example in set.Examples.Take(5))
        {
            var mean = members.Average(member => Math.Exp(Score(member, example)[0]));
            Assert.Equal(Math.Log(mean), Score(ensemble, example)[0], 1e-12);
            Assert.Equal(Score(ensemble, example), Score(together.Restore(ensemble.Weights), example));
        }
    }

    private static TrainingSet With(TrainingSet set, ITrainingCheckpoint checkpoint) => new(set.Examples, set.Labels, set.Groups, set.ClassCount) { Checkpoint = checkpoint };

    /// <summary>Keeps the state as the bytes of a file, and stops a training that it is told to stop.</summary>
    private sealed class Disk : ITrainingCheckpoint
    {
        private byte[]? bytes;

        public int StopAfter { get; init; } = int.MaxValue;

        public int Offers { get; private set; }

        public Weights? Load() => bytes is null ? null : SafeTensors.Read(bytes, "checkpoint");

        public void Offer(Func<Weights> state)
        {
            using var stream = new MemoryStream();
            SafeTensors.Write(stream, state());
            bytes = stream.ToArray();
            if (++Offers == StopAfter) throw new OperationCanceledException();
        }
    }
}
