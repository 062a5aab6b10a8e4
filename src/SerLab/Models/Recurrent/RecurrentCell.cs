using System.Numerics;
using System.Runtime.CompilerServices;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>What a cell sees of one step. In every span a row is an example of the batch; examples beyond the rows of the step before begin here, from a state of zeros.</summary>
internal ref struct CellStep
{
    /// <summary>Number of units.</summary>
    public int Hidden;

    /// <summary>W x (and U h, unless the cell keeps that apart), shape [rows x gate width]; becomes the gates' values, on the way back the gradient in the sums.</summary>
    public Span<float> Gates;

    /// <summary>U h, shape [rows x gate width]; on the way back the gradient in it. Empty unless the cell keeps it apart.</summary>
    public Span<float> RecurrentSums;

    /// <summary>Added to <see cref="Gates"/>, shape [gate width].</summary>
    public ReadOnlySpan<float> Bias;

    /// <summary>Added to <see cref="RecurrentSums"/>, shape [gate width]; empty unless the cell keeps them apart.</summary>
    public ReadOnlySpan<float> RecurrentBias;

    /// <summary>Shape [3 x hidden]; empty without.</summary>
    public ReadOnlySpan<float> Peepholes;

    /// <summary>h(t - 1), shape [rows before x hidden].</summary>
    public ReadOnlySpan<float> PreviousOutput;

    /// <summary>c(t - 1), shape [rows before x hidden]; empty without memory.</summary>
    public ReadOnlySpan<float> PreviousMemory;

    /// <summary>h(t), shape [rows x hidden].</summary>
    public Span<float> Output;

    /// <summary>c(t), shape [rows x hidden]; empty without memory.</summary>
    public Span<float> Memory;

    /// <summary>Gradient in h(t), of all that follows, shape [rows x hidden].</summary>
    public ReadOnlySpan<float> OutputGradient;

    /// <summary>In: gradient in c(t) from the step after; out: in c(t - 1); shape [rows x hidden]; empty without memory.</summary>
    public Span<float> MemoryGradient;

    /// <summary>Gradient in h(t - 1), shape [rows before x hidden]; what passes by the sums is added.</summary>
    public Span<float> PreviousOutputGradient;

    /// <summary>Gradient in the peepholes, shape [3 x hidden]; added to.</summary>
    public Span<float> PeepholeGradient;

    /// <summary>Whether the example whose row begins at an offset has a step before.</summary>
    public readonly bool HasBefore(int offset) => offset < PreviousOutput.Length;
}

/// <summary>What a recurrent layer does in one step for a batch, apart from the matrix products: pure functions on spans, one instance of each for all.</summary>
internal abstract class RecurrentCell
{
    /// <summary>Weighted sums per unit.</summary>
    public abstract int GateCount { get; }

    /// <summary>Whether a unit keeps a memory beside its output.</summary>
    public virtual bool HasMemory => false;

    /// <summary>Whether the memory weighs in at the gates.</summary>
    public virtual bool HasPeepholes => false;

    /// <summary>Whether W x and U h do different things and are kept apart.</summary>
    public virtual bool KeepsSumsApart => false;

    /// <summary>Draws the bias that the cell starts from.</summary>
    /// <param name="bias">Shape [gate width], zeros.</param>
    public virtual void StartBias(Span<float> bias)
    {
    }

    /// <summary>The step itself.</summary>
    public abstract void Forward(in CellStep step);

    /// <summary>The chain rule through the step.</summary>
    public abstract void Backward(in CellStep step);

    /// <summary>Lanes of one gate, without those of the next one: beyond its units there are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector<float> Gate(ReadOnlySpan<float> gates, int gate, int hidden, int j) => Activations.Load(gates.Slice(gate * hidden, hidden), j);

    /// <summary>Writes lanes of one gate, and none of the next one's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void SetGate(Vector<float> lanes, Span<float> gates, int gate, int hidden, int j) => Activations.Store(lanes, gates.Slice(gate * hidden, hidden), j);

    /// <summary>Lanes of one gate's sum with its bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Vector<float> Sum(ReadOnlySpan<float> gates, ReadOnlySpan<float> bias, int gate, int hidden, int j) => Gate(gates, gate, hidden, j) + Gate(bias, gate, hidden, j);
}
