using System.Buffers;

namespace SerLab.Models.Svm;

/// <summary>Numbers for a while, from the shared pool: matrices of pairs are large, many and short-lived, and collecting them would cost more than filling them.</summary>
internal sealed class Scratch : IDisposable
{
    // The pool rounds up to a power of two: what is large is allocated to measure.
    private const int MostPooled = 1 << 20;

    private readonly float[] rented;
    private readonly int length;

    /// <param name="length">Numbers needed; they begin as whatever was there.</param>
    public Scratch(int length) =>
        (rented, this.length) = (length <= MostPooled ? ArrayPool<float>.Shared.Rent(length) : GC.AllocateUninitializedArray<float>(length), length);

    /// <summary>The numbers, shape [length].</summary>
    public Span<float> Span => rented.AsSpan(0, length);

    public void Dispose()
    {
        if (length <= MostPooled) ArrayPool<float>.Shared.Return(rented);
    }
}
