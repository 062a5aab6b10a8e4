using System.Runtime.InteropServices;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>Memory for the statistics of one contour after another; gives it back in the end. Belongs to one thread.</summary>
/// <remarks>Squares, sorting and turning points have one memory in common: each is done with when the next begins, and hours of frames are many.</remarks>
internal sealed class ContourScratch : IDisposable
{
    private readonly int length;
    private readonly Borrowed<float> gathered;
    private readonly Borrowed<double> centred;
    private readonly Borrowed<double> shared;

    /// <param name="length">Most values of a contour.</param>
    public ContourScratch(int length) => (this.length, gathered, centred, shared) = (length, new(length), new(length), new(length));

    /// <summary>The contour itself, where it is picked from a longer one.</summary>
    public Span<float> Gathered => gathered.Span;

    /// <summary>The values less their mean.</summary>
    public Span<double> Centred => centred.Span;

    /// <summary>Their squares; overwritten by the sorted values.</summary>
    public Span<double> Squares => shared.Span;

    /// <summary>The values in rising order; overwritten by the turning points.</summary>
    public Span<float> Sorted => MemoryMarshal.Cast<double, float>(shared.Span)[..length];

    /// <summary>For sorting.</summary>
    public Span<float> Spare => MemoryMarshal.Cast<double, float>(shared.Span)[length..];

    /// <summary>Peaks and valleys.</summary>
    public Span<int> Turns => MemoryMarshal.Cast<double, int>(shared.Span)[..length];

    public void Dispose()
    {
        gathered.Dispose();
        centred.Dispose();
        shared.Dispose();
    }
}
