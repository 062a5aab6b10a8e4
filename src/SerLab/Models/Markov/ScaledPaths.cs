using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Models.Markov;

/// <summary>Sums over all paths through a hidden Markov model in plain numbers, every frame scaled to sum to one.</summary>
/// <remarks>
/// <para>L. Rabiner, Proc. IEEE 77(2), 1989, section V.A. A frame costs states^2 multiply-adds, where sums of logarithms cost as many exponentials.</para>
/// <para>A path that has become too small for a double is lost, and it matters only when what comes later favours it by more than what was lost. The backward
/// variables say so: with Rabiner's scaling, forward times backward is the share of a state at a frame, so an error of e in a forward variable is one of e times
/// its backward variable in the likelihood. Errors stay below 1e-300 over the scale; while no scale is below <see cref="LeastScale"/> and no backward variable
/// above its inverse they add up to less than 1e-50. Otherwise the kernels say no and <see cref="ForwardBackward"/> has to be asked.</para>
/// <para>States lie in vectors of four; the rows of states are filled up with states of emission 0.</para>
/// </remarks>
internal static class ScaledPaths
{
    private const double LeastScale = 1e-120, MostBackward = 1e120;

    /// <summary>Places of a row of states: their number rounded up to whole vectors.</summary>
    public static int WidthOf(int states) => (states + Vector256<double>.Count - 1) / Vector256<double>.Count * Vector256<double>.Count;

    /// <summary>Scaled forward variables (equations 91 and 92).</summary>
    /// <param name="initial">P(first state), shape [width].</param>
    /// <param name="transition">P(column next | row now), shape [states x width].</param>
    /// <param name="emission">p(frame | state) up to a factor of the frame, 0 past the states, shape [frames x width].</param>
    /// <param name="forward">P(state | frames so far), shape [frames x width].</param>
    /// <param name="scales">What each frame was divided by: p(frame | frames before) up to the emission's factor, shape [frames].</param>
    /// <returns>False when a scale is too small to trust.</returns>
    public static bool Forward(ReadOnlySpan<double> initial, ReadOnlySpan<double> transition, ReadOnlySpan<double> emission, Span<double> forward, Span<double> scales)
    {
        var width = initial.Length;
        var states = transition.Length / width;
        ref var arcs = ref MemoryMarshal.GetReference(transition);
        for (var t = 0; t < scales.Length; t++)
        {
            var now = forward.Slice(t * width, width);
            var before = t == 0 ? default : forward.Slice((t - 1) * width, states);
            var densities = emission.Slice(t * width, width);
            var total = Vector256<double>.Zero;
            for (var first = 0; first < width; first += Vector256<double>.Count)
            {
                var sum = t == 0 ? Vector256.Create(initial[first..]) : Vector256<double>.Zero;
                for (var r = 0; r < before.Length; r++)
                    sum = Vector256.FusedMultiplyAdd(Vector256.Create(before[r]), Vector256.LoadUnsafe(ref arcs, (nuint)(r * width + first)), sum);
                sum *= Vector256.Create(densities[first..]);
                sum.CopyTo(now[first..]);
                total += sum;
            }

            var scale = Vector256.Sum(total);
            if (!(scale >= LeastScale)) return false;
            scales[t] = scale;
            var factor = Vector256.Create(1 / scale);
            for (var first = 0; first < width; first += Vector256<double>.Count) (Vector256.Create<double>(now[first..]) * factor).CopyTo(now[first..]);
        }

        return true;
    }

    /// <summary>Scaled backward variables, and how often arcs are taken but for the arcs' own probability (equation 95's sums).</summary>
    /// <param name="transposed">P(row next | column now), shape [states x width].</param>
    /// <param name="emission">As in <see cref="Forward"/>.</param>
    /// <param name="forward">What <see cref="Forward"/> gave.</param>
    /// <param name="scales">What <see cref="Forward"/> gave.</param>
    /// <param name="taken">Adds forward[t, row] emission[t + 1, column] backward[t + 1, column] / scale[t + 1] of every frame, shape [states x width].</param>
    /// <param name="backward">forward times backward is P(state | all frames); shape [frames x width].</param>
    /// <returns>False when a backward variable is too large to trust.</returns>
    public static bool Backward(
        ReadOnlySpan<double> transposed, ReadOnlySpan<double> emission, ReadOnlySpan<double> forward, ReadOnlySpan<double> scales, Span<double> taken, Span<double> backward)
    {
        var width = emission.Length / scales.Length;
        var states = transposed.Length / width;
        ref var arcs = ref MemoryMarshal.GetReference(transposed);
        ref var counts = ref MemoryMarshal.GetReference(taken);
        Span<double> after = stackalloc double[width];
        backward.Slice((scales.Length - 1) * width, width).Fill(1);
        var limit = Vector256.Create(MostBackward);
        for (var t = scales.Length - 2; t >= 0; t--)
        {
            var factor = Vector256.Create(1 / scales[t + 1]);
            for (var first = 0; first < width; first += Vector256<double>.Count)
            {
                var place = (t + 1) * width + first;
                (Vector256.Create(emission[place..]) * Vector256.Create<double>(backward[place..]) * factor).CopyTo(after[first..]);
            }

            var before = forward.Slice(t * width, states);
            var now = backward.Slice(t * width, width);
            for (var first = 0; first < width; first += Vector256<double>.Count)
            {
                var (sum, next) = (Vector256<double>.Zero, Vector256.Create<double>(after[first..]));
                for (var s = 0; s < before.Length; s++)
                {
                    var place = (nuint)(s * width + first);
                    sum = Vector256.FusedMultiplyAdd(Vector256.Create(after[s]), Vector256.LoadUnsafe(ref arcs, place), sum);
                    Vector256.FusedMultiplyAdd(Vector256.Create(before[s]), next, Vector256.LoadUnsafe(ref counts, place)).StoreUnsafe(ref counts, place);
                }

                if (!Vector256.LessThanOrEqualAll(sum, limit)) return false;
                sum.CopyTo(now[first..]);
            }
        }

        return true;
    }
}
