using System.Runtime.CompilerServices;

namespace SerLab.Numerics;

/// <summary>A key from which independent streams of chance are drawn: same key, same numbers, on any number of threads. Immutable.</summary>
/// <remarks>
/// Every fold, start, trial and dropout mask opens its own stream, keyed by (seed, purpose, index). The generator is xoshiro256**
/// (D. Blackman and S. Vigna, ACM TOMS 47(4), 2021); keys and states are mixed by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
/// </remarks>
public sealed class RandomSource
{
    private readonly ulong key;

    /// <param name="seed">The run's seed.</param>
    public RandomSource(ulong seed) => key = Mix(seed ^ 0x5EED5EED5EED5EEDUL);

    private RandomSource(ulong key, bool _) => this.key = key;

    /// <summary>Names the source: equal names, equal numbers.</summary>
    public string Name => key.ToString("x16");

    /// <summary>The source for one purpose and index; unequal pairs give independent sources.</summary>
    /// <param name="purpose">What the numbers are for: "fold", "start", "dropout".</param>
    /// <param name="index">Which of them: the fold's, trial's or epoch's number.</param>
    public RandomSource For(string purpose, long index = 0)
    {
        var mixed = key;
        foreach (var letter in purpose) mixed = Mix(mixed ^ letter);
        return new RandomSource(Mix(mixed ^ Mix((ulong)index + 0x9E3779B97F4A7C15UL)), true);
    }

    /// <summary>Opens the stream of this key from its start; the stream belongs to one thread.</summary>
    public RandomStream Open() => new(key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
