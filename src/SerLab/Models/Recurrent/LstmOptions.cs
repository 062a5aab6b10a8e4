using System.Text.Json.Serialization;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a network of long short-term memory units, which carry what they heard over hundreds of steps.</summary>
[Kind("lstm", "Long short-term memory network, trained by backpropagation through time")]
public sealed record LstmOptions : ClassifierOptions
{
    /// <summary>The network's sizes.</summary>
    public RecurrentNetworkSettings Network { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public RecurrentTrainingSettings Training { get; init; } = new();

    /// <summary>Whether the memory weighs in at the gates (F. Gers, N. Schraudolph and J. Schmidhuber, Journal of Machine Learning Research 3, 2002). PyTorch has no such layer.</summary>
    public bool Peepholes { get; init; }

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
        return RecurrentTraining.Run(Kind, Cell, Network, Training, set, random, cancel);
    }

    /// <inheritdoc/>
    public override IClassifier Restore(Weights weights) => RecurrentClassifier.Restore(Cell, Network, Training, weights);

    private LstmCell Cell => Peepholes ? LstmCell.WithPeepholes : LstmCell.Plain;
}
