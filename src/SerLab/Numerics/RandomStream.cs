using System.Numerics;

namespace SerLab.Numerics;

/// <summary>A stream of pseudo-random numbers, opened by <see cref="RandomSource.Open"/>. Belongs to one thread.</summary>
public sealed class RandomStream
{
    private ulong a, b, c, d;

    internal RandomStream(ulong key)
    {
        a = RandomSource.Mix(key);
        b = RandomSource.Mix(a);
        c = RandomSource.Mix(b);
        d = RandomSource.Mix(c);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    /// <param name="low">Lowest value.</param>
    /// <param name="high">The value just beyond the highest; equal to <paramref name="low"/> gives that.</param>
    public double NextDouble(double low, double high)
    {
        var value = low + (high - low) * NextDouble();
        return value < high || low >= high ? value : Math.BitDecrement(high); // the sum can round up to high
    }

    /// <summary>Uniform among 0 ... count - 1, without bias.</summary>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var bound = (ulong)count;
        var reject = ulong.MaxValue - (ulong.MaxValue % bound + 1) % bound;
        ulong bits;
        do bits = NextBits();
        while (bits > reject);
        return (int)(bits % bound);
    }

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Permutes the items in place, every order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
