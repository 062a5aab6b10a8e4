using SerLab.Models;
using SerLab.Runs;
using SerLab.Store;

namespace SerLab.Tests.Runs;

/// <summary>A training that is stopped within a fold goes on within the fold.</summary>
public sealed class TrainingStatesTests
{
    private static readonly ModelSpec Rnn = new(
        new ZNormalisationOptions(), new ElmanOptions { Network = new(Hidden: 4), Training = new(Epochs: 6, BatchSize: 8, ValidationShare: 0) })
    { Name = "RNN", Features = Toy.Gmm.Features };

    [Fact]
    public void A_run_that_was_stopped_within_a_training_goes_on_there_and_ends_the_same()
    {
        var spec = Toy.Spec(Rnn);
        var whole = Predictions(Comparison.Run(spec, Toy.Settings(1)));
        using var stop = new CancellationTokenSource();
        var states = new States { StopAt = 9, Stop = stop };
        Assert.ThrowsAny<OperationCanceledException>(() => Comparison.Run(spec, Toy.Settings(1) with { Trainings = states }, stop.Token));
        Assert.Equal(9, states.Offers);
        states.StopAt = -1;
        Assert.Equal(whole, Predictions(Comparison.Run(spec, Toy.Settings(1) with { Trainings = states })));
        Assert.True(states.Loaded >= 2, "The states of the first fold and of the second were there to go on from.");
    }

    [Fact]
    public void The_state_file_gives_back_what_was_offered_waits_its_time_and_is_gone_with_the_fold()
    {
        using var folder = new TempFolder();
        var (one, two) = (State(1), State(2));
        var hasty = new TrainingFile(folder.File("state"), intervalSeconds: 0);
        Assert.Null(hasty.Load());
        hasty.Offer(() => one);
        hasty.Offer(() => two);
        Assert.Equal(2, hasty.Load()!.Get("x", 1).Values[0]);
        new TrainingFile(folder.File("state"), intervalSeconds: 3600).Offer(() => throw new InvalidOperationException("nobody waited"));
        File.WriteAllBytes(folder.File("state"), [1, 2, 3]);
        Assert.Null(hasty.Load());

        var kept = new FoldFolder(folder.File("unfinished"));
        Directory.CreateDirectory(folder.File("unfinished"));
        File.WriteAllText(Path.Combine(folder.File("unfinished"), "key.training.safetensors"), "");
        kept.Keep("key", new FoldOutcome(new FoldResult(0, new Dictionary<string, string>(), null, 0, 0, []), []));
        Assert.Equal("key.json", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.File("unfinished")))));
    }

    private static Weights State(double value) => new([KeyValuePair.Create("x", new Tensor([1], [value]))]);

    private static string Predictions(RunRecord record) =>
        string.Join('\n', record.Models.Single(model => model.Name == "RNN").Predictions.Select(p => $"{p.Id} {string.Join(' ', p.LogPosterior.Select(value => value.ToString("R")))}"));

    private sealed class States : ITrainingStates
    {
        private readonly Dictionary<string, Weights> kept = [];

        public int Offers { get; private set; }

        public int Loaded { get; private set; }

        public int StopAt { get; set; }

        public CancellationTokenSource? Stop { get; init; }

        public ITrainingCheckpoint Of(string key) => new One(this, key);

        private sealed class One(States all, string key) : ITrainingCheckpoint
        {
            public Weights? Load()
            {
                if (!all.kept.TryGetValue(key, out var state)) return null;
                all.Loaded++;
                return state;
            }

            public void Offer(Func<Weights> state)
            {
                all.kept[key] = state();
                if (++all.Offers == all.StopAt) all.Stop!.Cancel();
            }
        }
    }
}
