using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using SerLab.Models;

namespace SerLab.Tests.Runs;

/// <summary>A classifier that learns nothing and keeps every set it was to learn from and every example it was asked about.</summary>
[Kind("spy", "keeps what it is shown")]
internal sealed record SpyOptions([property: JsonIgnore] ConcurrentBag<TrainingSet> Trained, [property: JsonIgnore] ConcurrentBag<MatrixView> Asked) : ClassifierOptions
{
    [JsonIgnore]
    public override ExampleInput Input => ExampleInput.Functionals;

    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Trained.Add(set);
        return new Spy(Asked);
    }

    public override IClassifier Restore(Weights weights) => new Spy(Asked);

    private sealed class Spy(ConcurrentBag<MatrixView> asked) : IClassifier
    {
        public Weights Weights { get; } = new([]);

        public void Score(MatrixView example, Span<double> logPosterior)
        {
            asked.Add(example);
            logPosterior.Fill(-Math.Log(logPosterior.Length));
        }
    }
}
