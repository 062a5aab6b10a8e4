using SerLab.Options;

namespace SerLab.Models;

/// <summary>How the outputs of all steps become one vector per example.</summary>
public enum TimePooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their mean weighted by a softmax over time of one learned linear score per step (S. Mirsamadi, E. Barsoum and C. Zhang, ICASSP 2017, section 3.2).</summary>
    Attention,

    /// <summary>Each direction's state when it has heard the whole example: the last step's forwards, the first step's backwards.</summary>
    Last,

    /// <summary>Their mean and standard deviation beside each other (D. Snyder et al., Interspeech 2017, section 2.1).</summary>
    MeanDeviation,
}

/// <summary>Convolutions over time in front of the recurrent layers, each followed by max(0, x).</summary>
/// <param name="Channels">Outputs of each convolution, 1 to 1024.</param>
/// <param name="Width">Steps that an output sees, odd, 1 to 101; beyond the ends of an example there are zeros.</param>
/// <param name="Stride">Steps from one output to the next, 1 to 16; each convolution divides the number of steps by it, rounding up.</param>
/// <param name="Layers">Convolutions on top of each other, 1 to 4.</param>
public sealed record ConvolutionSettings(int Channels = 48, int Width = 5, int Stride = 1, int Layers = 1)
{
    internal void Check(Problems problems) => problems
        .Unless(Channels is >= 1 and <= 1024, $"Network.Convolution.Channels is {Channels}; use 1 to 1024, 32 to 128 for a few hundred recordings.")
        .Unless(Width is >= 1 and <= 101 && Width % 2 == 1, $"Network.Convolution.Width is {Width}; use an odd number, 1 to 101.")
        .Unless(Stride is >= 1 and <= 16, $"Network.Convolution.Stride is {Stride}; use 1 to 16.")
        .Unless(Layers is >= 1 and <= 4, $"Network.Convolution.Layers is {Layers}; use 1 to 4, or no convolution at all.");
}

/// <summary>The network that the recurrent kinds share: convolutions where wanted, stacked recurrent layers, pooling over time, dense softmax.</summary>
/// <param name="Hidden">Units per layer and direction.</param>
/// <param name="Layers">Recurrent layers on top of each other.</param>
/// <param name="Bidirectional">Whether every layer also reads from the end to the beginning.</param>
/// <param name="Pooling">How the outputs of all steps become one vector.</param>
/// <param name="FrameStep">Frames averaged to one step: 3 makes 30 ms steps of 10 ms frames, which a third of the time suffices for.</param>
/// <param name="Dropout">Share of the units hidden in training between layers and before the dense layer, in [0, 1).</param>
/// <param name="InputDropout">Share of the features hidden in training, in [0, 1).</param>
/// <param name="InputShift">
/// Standard deviation of an offset that is drawn for every example and feature in training, in standard deviations of the feature: another voice, another room (study recurrent-ingredients).
/// </param>
/// <param name="RecurrentDropout">Share of the units whose output the next step does not see in training, the same ones at all steps (Y. Gal and Z. Ghahramani, NIPS 2016), in [0, 1).</param>
/// <param name="LayerNorm">Whether each layer's output is brought to mean 0 and variance 1 over its units, then scaled and shifted by learned numbers (J. Ba, J. Kiros and G. Hinton, 2016).</param>
/// <param name="Convolution">Convolutions over time in front; null for none.</param>
public sealed record RecurrentNetworkSettings(
    int Hidden = 64, int Layers = 1, bool Bidirectional = true, TimePooling Pooling = TimePooling.Attention, int FrameStep = 3, double Dropout = 0.4, double InputDropout = 0.1,
    double InputShift = 0.15, double RecurrentDropout = 0, bool LayerNorm = false, ConvolutionSettings? Convolution = null)
{
    internal void Check(Problems problems)
    {
        problems
            .Unless(Hidden is >= 1 and <= 2048, $"Network.Hidden is {Hidden}; use 1 to 2048, 32 to 128 for a few hundred recordings.")
            .Unless(Layers is >= 1 and <= 8, $"Network.Layers is {Layers}; use 1 to 8.")
            .Unless(Enum.IsDefined(Pooling), $"Network.Pooling is {Pooling}; use {string.Join(" or ", Enum.GetNames<TimePooling>())}.")
            .Unless(FrameStep is >= 1 and <= 100, $"Network.FrameStep is {FrameStep}; use 1 (every frame) to 100.")
            .Unless(Dropout is >= 0 and < 1, $"Network.Dropout is {Dropout}; use 0 (none) to below 1.")
            .Unless(InputDropout is >= 0 and < 1, $"Network.InputDropout is {InputDropout}; use 0 (none) to below 1.")
            .Unless(RecurrentDropout is >= 0 and < 1, $"Network.RecurrentDropout is {RecurrentDropout}; use 0 (none) to below 1.")
            .Unless(InputShift is >= 0 and <= 10, $"Network.InputShift is {InputShift}; use 0 (none) to 10, about 0.3.");
        Convolution?.Check(problems);
    }
}
