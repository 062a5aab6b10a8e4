using System.Text.Json.Serialization;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a network of gated recurrent units: long memory with three quarters of the LSTM's weights.</summary>
[Kind("gru", "Network of gated recurrent units, trained by backpropagation through time")]
public sealed record GruOptions : ClassifierOptions
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
        return RecurrentTraining.Run(Kind, GruCell.Instance, Network, Training, set, random, cancel);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => RecurrentClassifier.Restore(GruCell.Instance, Network, Training, weights);
}
