using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a network of long short-term memory units, which carry what they heard over hundreds of steps.</summary>
[Kind("lstm", "Long short-term memory network, trained by backpropagation through time")]
public sealed record LstmOptions : RecurrentOptions
{
    /// <summary>Whether the memory weighs in at the gates (F. Gers, N. Schraudolph and J. Schmidhuber, Journal of Machine Learning Research 3, 2002). PyTorch has no such layer.</summary>
    public bool Peepholes { get; init; }

    private protected override RecurrentCell Cell => Peepholes ? LstmCell.WithPeepholes : LstmCell.Plain;
}
