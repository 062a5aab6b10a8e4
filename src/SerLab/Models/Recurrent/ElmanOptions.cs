using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a network of Elman units: short memory, few weights, fast.</summary>
[Kind("rnn", "Recurrent network of Elman units (tanh), trained by backpropagation through time")]
public sealed record ElmanOptions : RecurrentOptions
{
    /// <summary>What bends a unit's sum.</summary>
    public RecurrentActivation Activation { get; init; }

    private protected override RecurrentCell Cell => Activation == RecurrentActivation.Relu ? ElmanCell.Relu : ElmanCell.Tanh;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        base.Check(problems);
        problems.Unless(Enum.IsDefined(Activation), $"Activation is {Activation}; use {string.Join(" or ", Enum.GetNames<RecurrentActivation>())}.");
    }
}
