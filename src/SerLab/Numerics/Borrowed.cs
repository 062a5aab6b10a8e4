using System.Buffers;

namespace SerLab.Numerics;

/// <summary>Memory of the shared array pool for as long as its owner needs it: <c>using var power = new Borrowed&lt;float&gt;(length);</c>. Belongs to one thread.</summary>
/// <remarks>
/// What an utterance needs for a moment is too much garbage for two threads: the collector stops both of them for what one has thrown away (study front-end-speed threads).
/// Afterwards the memory is empty, so that whoever looks at it once it is given back gets an exception and not another owner's numbers.
/// </remarks>
internal sealed class Borrowed<T> : IDisposable
    where T : unmanaged
{
    private T[] array;
    private int length;

    /// <param name="length">How many values; what they are is left to chance.</param>
    public Borrowed(int length) => (array, this.length) = (ArrayPool<T>.Shared.Rent(length), length);

    /// <summary>Memory that begins as zeros.</summary>
    /// <param name="length">How many values.</param>
    public static Borrowed<T> Zeros(int length)
    {
        var zeros = new Borrowed<T>(length);
        zeros.Span.Clear();
        return zeros;
    }

    /// <summary>The values, shape [length].</summary>
    public Span<T> Span => array.AsSpan(0, length);

    /// <summary>The values, shape [length].</summary>
    public Memory<T> Memory => array.AsMemory(0, length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        var mine = array;
        (array, length) = ([], 0);
        if (mine.Length > 0) ArrayPool<T>.Shared.Return(mine);
    }
}
