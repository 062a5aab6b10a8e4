namespace SerLab.Models;

/// <summary>What a recurrent layer does in one step for a batch, apart from the matrix products: pure functions on spans, one instance of each for all.</summary>
/// <remarks>
/// In every span a row is an example of the batch. Rows of the step before may be fewer: the examples beyond them begin at this step and come from
/// a state of zeros. The number of units is hidden; "gates" holds <see cref="GateCount"/> blocks of hidden columns per row.
/// </remarks>
internal abstract class RecurrentCell
{
    /// <summary>Weighted sums per unit.</summary>
    public abstract int GateCount { get; }

    /// <summary>Whether a unit keeps a memory beside its output.</summary>
    public abstract bool HasMemory { get; }

    /// <summary>Draws the bias that the cell starts from.</summary>
    /// <param name="bias">Shape [gates * hidden], zeros.</param>
    public abstract void StartBias(Span<float> bias);

    /// <summary>The step itself.</summary>
    /// <param name="gates">Weighted sums, shape [rows x gates * hidden]; replaced by their bent values, which <see cref="Backward"/> needs.</param>
    /// <param name="previousMemory">Shape [rows before x hidden]; empty without memory.</param>
    /// <param name="memory">Shape [rows x hidden]; empty without memory.</param>
    /// <param name="output">Shape [rows x hidden].</param>
    /// <param name="hidden">Number of units.</param>
    public abstract void Forward(Span<float> gates, ReadOnlySpan<float> previousMemory, Span<float> memory, Span<float> output, int hidden);

    /// <summary>The chain rule through one step.</summary>
    /// <param name="gates">What <see cref="Forward"/> left; replaced by the loss's gradient in the weighted sums.</param>
    /// <param name="previousMemory">As in <see cref="Forward"/>.</param>
    /// <param name="memory">As <see cref="Forward"/> left it.</param>
    /// <param name="output">As <see cref="Forward"/> left it.</param>
    /// <param name="outputGradient">Gradient in the output, of all later steps together, shape [rows x hidden].</param>
    /// <param name="memoryGradient">In: gradient in the memory from the step after; out: in the memory of the step before; shape [rows x hidden]; empty without memory.</param>
    /// <param name="hidden">Number of units.</param>
    public abstract void Backward(
        Span<float> gates, ReadOnlySpan<float> previousMemory, ReadOnlySpan<float> memory, ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient, Span<float> memoryGradient, int hidden);
}
