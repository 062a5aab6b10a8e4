namespace SerLab.Tests.Numerics;

public class RandomSourceTests
{
    // First output of SplitMix64 from seed 1234567, as published with the generator (rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64).
    [Fact]
    public void Keys_are_mixed_by_SplitMix64() => Assert.Equal(6457827717110365317UL, RandomSource.Mix(1234567));

    // From a re-implementation in Python whose generator gives the reference outputs of xoshiro256** for the state (1, 2, 3, 4).
    [Theory]
    [InlineData(0UL, null, 0L, 0xDE5644544A46D6D8UL, 0x450023692FEC6EB6UL, 0x795524086233B964UL, 0x88B235DD3418D35AUL)]
    [InlineData(42UL, "fold", 3L, 0x14AAC733AD81438CUL, 0x38F4D52E3CCC17CCUL, 0x485E7EFEE6F10A06UL, 0x309D2303EA1C55C0UL)]
    [InlineData(ulong.MaxValue, "dropout", -1L, 0x0D8FD618C4BD2060UL, 0x872D7EA72890DF0BUL, 0xA25650F5B26959D6UL, 0xFD8F753DCD8D0547UL)]
    public void The_bits_are_those_of_xoshiro256_starstar(ulong seed, string? purpose, long index, ulong first, ulong second, ulong third, ulong fourth)
    {
        var source = new RandomSource(seed);
        var stream = (purpose is null ? source : source.For(purpose, index)).Open();
        Assert.Equal([first, second, third, fourth], new[] { stream.NextBits(), stream.NextBits(), stream.NextBits(), stream.NextBits() });
    }

    [Fact]
    public void The_same_key_gives_the_same_numbers_however_often_and_on_whatever_thread()
    {
        var source = new RandomSource(7);
        var here = Draw(source.For("start", 2), 100);
        var there = new double[8][];
        Workers.ForEach(8, 4, i => there[i] = Draw(source.For("start", 2), 100), CancellationToken.None);
        Assert.All(there, numbers => Assert.Equal(here, numbers));
        Assert.Equal(here, Draw(new RandomSource(7).For("start", 2), 100));
    }

    [Fact]
    public void Any_other_seed_purpose_index_or_path_gives_other_numbers()
    {
        var source = new RandomSource(1);
        RandomSource[] others =
        [
            source, new(2), source.For("a"), source.For("b"), source.For("a", 1), source.For("a", -1), source.For("ab"), source.For("ba"), source.For(""),
            source.For("a").For("b"), source.For("b").For("a"), source.For("a", 1).For("a", 2), source.For("a", 2).For("a", 1),
        ];
        Assert.Equal(others.Length, others.Select(other => other.Open().NextBits()).Distinct().Count());
    }

    [Fact]
    public void Streams_of_neighbouring_keys_are_not_correlated()
    {
        const int Count = 20_000;
        var source = new RandomSource(11);
        RandomSource[] neighbours = [source.For("fold", 0), source.For("fold", 1), source.For("fole", 0), new RandomSource(10).For("fold", 0)];
        for (var i = 0; i < neighbours.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.InRange(Correlation(Draw(neighbours[i], Count), Draw(neighbours[j], Count)), -4 / Math.Sqrt(Count), 4 / Math.Sqrt(Count));
    }

    [Fact]
    public void First_numbers_over_many_indices_are_uniform()
    {
        var source = new RandomSource(3);
        Assert.InRange(ChiSquare(Enumerable.Range(0, 50_000).Select(i => (int)(source.For("trial", i).Open().NextDouble() * 100)), 100), 50, 160);
    }

    [Fact]
    public void Numbers_of_one_stream_are_uniform_in_zero_to_one()
    {
        var numbers = Draw(new RandomSource(5), 50_000);
        Assert.All(numbers, number => Assert.InRange(number, 0, BitConverter.UInt64BitsToDouble(0x3FEFFFFFFFFFFFFF)));
        // 99 degrees of freedom: 50 to 160 holds in all but one of ten thousand samples.
        Assert.InRange(ChiSquare(numbers.Select(number => (int)(number * 100)), 100), 50, 160);
    }

    [Fact]
    public void A_range_never_reaches_its_upper_end()
    {
        var stream = new RandomSource(5).Open();
        var high = Math.BitIncrement(1.0);
        for (var i = 0; i < 100; i++) Assert.Equal(1.0, stream.NextDouble(1, high));
        for (var i = 0; i < 1000; i++) Assert.InRange(stream.NextDouble(-3, -2), -3, Math.BitDecrement(-2.0));
        Assert.Equal(4, stream.NextDouble(4, 4));
    }

    // A count of 3 x 2^29 does not divide 2^64; a plain remainder of 31 bits would prefer the lower third by half.
    [Fact]
    public void Whole_numbers_are_without_bias()
    {
        var stream = new RandomSource(8).Open();
        Assert.InRange(ChiSquare(Enumerable.Range(0, 60_000).Select(_ => stream.NextInt(6)), 6), 0.2, 25);
        Assert.InRange(ChiSquare(Enumerable.Range(0, 60_000).Select(_ => stream.NextInt(3 << 29) >> 29), 3), 0, 20);
        Assert.Equal(0, stream.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt(0));
    }

    [Fact]
    public void Every_order_of_four_is_equally_likely()
    {
        var stream = new RandomSource(9).Open();
        var orders = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            var letters = "abcd".ToCharArray();
            stream.Shuffle<char>(letters);
            orders.TryAdd(new string(letters), orders.Count);
            Assert.Equal("abcd", string.Concat(letters.Order()));
        }

        Assert.Equal(24, orders.Count);
        Assert.InRange(ChiSquare(Enumerable.Range(0, 24_000).Select(_ => Order(stream)), 24), 5, 60);

        int Order(RandomStream from)
        {
            var letters = "abcd".ToCharArray();
            from.Shuffle<char>(letters);
            return orders[new string(letters)];
        }
    }

    // Standard errors at 100,000 draws: mean 0.003, variance 0.0045, skewness 0.008, kurtosis 0.015.
    [Fact]
    public void Gaussian_numbers_have_the_moments_of_the_normal_distribution()
    {
        var stream = new RandomSource(4).Open();
        var numbers = Enumerable.Range(0, 100_000).Select(_ => stream.NextGaussian()).ToArray();
        Assert.All(numbers, number => Assert.True(double.IsFinite(number)));
        Assert.InRange(numbers.Average(), -0.013, 0.013);
        Assert.InRange(numbers.Average(number => number * number), 0.98, 1.02);
        Assert.InRange(numbers.Average(number => Math.Pow(number, 3)), -0.05, 0.05);
        Assert.InRange(numbers.Average(number => Math.Pow(number, 4)), 2.85, 3.15);
        // P(|x| > 1.959964) = 0.05.
        Assert.InRange(numbers.Count(number => Math.Abs(number) > 1.959964), 4700, 5300);
    }

    private static double[] Draw(RandomSource source, int count)
    {
        var stream = source.Open();
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextDouble())];
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        var product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return product / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private static double ChiSquare(IEnumerable<int> cells, int count)
    {
        var seen = new int[count];
        var total = 0;
        foreach (var cell in cells)
        {
            seen[cell]++;
            total++;
        }

        var expected = (double)total / count;
        return seen.Sum(observed => (observed - expected) * (observed - expected) / expected);
    }
}
