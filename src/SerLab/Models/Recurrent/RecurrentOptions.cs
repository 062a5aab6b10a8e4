using System.Text.Json.Serialization;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>What the recurrent kinds have in common: all but the cell.</summary>
public abstract record RecurrentOptions : ClassifierOptions
{
    /// <summary>The network's sizes.</summary>
    public RecurrentNetworkSettings Network { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public RecurrentTrainingSettings Training { get; init; } = new();

    /// <inheritdoc/>
    [JsonIgnore]
    public override AuxiliaryTarget? AuxiliaryTarget => Training.Auxiliary?.Target;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExampleInput Input => ExampleInput.Frames;

    private protected abstract RecurrentCell Cell { get; }

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        Network.Check(problems);
        Training.Check(problems);
    }

    /// <inheritdoc/>
    public override IClassifier Train(TrainingSet set, RandomSource random, CancellationToken cancel = default)
    {
        Validate();
        return RecurrentTraining.Run(Kind, Cell, Network, Training, set, random, cancel);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => RecurrentClassifier.Restore(Cell, Network, Training, weights);
}
