using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a network of gated recurrent units: long memory with three quarters of the LSTM's weights.</summary>
[Kind("gru", "Network of gated recurrent units, trained by backpropagation through time")]
public sealed record GruOptions : RecurrentOptions
{
    private protected override RecurrentCell Cell => GruCell.Instance;
}
