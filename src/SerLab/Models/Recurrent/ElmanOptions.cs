using System.Text.Json.Serialization;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a network of Elman units: short memory, few weights, fast.</summary>
[Kind("rnn", "Recurrent network of Elman units (tanh), trained by backpropagation through time")]
public sealed record ElmanOptions : ClassifierOptions
{
    /// <summary>The network's sizes.</summary>
    public RecurrentNetworkSettings Network { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public RecurrentTrainingSettings Training { get; init; } = new();

    /// <summary>What bends a unit's sum.</summary>
    public RecurrentActivation Activation { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override AuxiliaryTarget? AuxiliaryTarget => Training.Auxiliary?.Target;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ExampleInput Input => ExampleInput.Frames;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems.Unless(Enum.IsDefined(Activation), $"Activation is {Activation}; use {string.Join(" or ", Enum.GetNames<RecurrentActivation>())}.");
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

    private ElmanCell Cell => Activation == RecurrentActivation.Relu ? ElmanCell.Relu : ElmanCell.Tanh;
}
