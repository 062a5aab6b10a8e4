using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SerLab.Tests.Numerics;

public sealed class LaneFftTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(512)]
    [InlineData(1024)]
    public void Every_lane_agrees_with_the_plain_sum_in_double(int length)
    {
        Agrees<float>(length, 1e-5);
        Agrees<double>(length, 1e-13);
    }

    [Fact]
    public void A_lane_does_not_depend_on_the_others()
    {
        var alone = Powers([.. Enumerable.Range(0, 8 * 64).Select(i => i % 8 == 3 ? Value(i) : 0)], 64);
        var together = Powers([.. Enumerable.Range(0, 8 * 64).Select(Value)], 64);
        for (var bin = 0; bin < 33; bin++) Assert.Equal(alone[8 * bin + 3], together[8 * bin + 3]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public void Refuses_other_lengths_and_names_those_it_takes(int length) =>
        Assert.Contains("power of two from 8", Assert.Throws<ArgumentException>(() => new LaneFft<float>(length)).Message);

    [Fact]
    public void Turning_a_block_over_exchanges_rows_and_lanes()
    {
        var block = new Vector256<float>[8];
        var values = MemoryMarshal.Cast<Vector256<float>, float>(block.AsSpan());
        for (var i = 0; i < 64; i++) values[i] = i;
        LaneTranspose.Turn(block);
        for (var i = 0; i < 64; i++) Assert.Equal(i % 8 * 8 + i / 8, values[i]);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 8)]
    [InlineData(7, 3)]
    [InlineData(8, 1)]
    [InlineData(9, 5)]
    [InlineData(257, 8)]
    public void Lanes_become_rows(int columns, int rowCount)
    {
        var values = new Vector256<float>[columns];
        for (var j = 0; j < columns; j++)
            for (var lane = 0; lane < 8; lane++) values[j] = values[j].WithElement(lane, 1000 * lane + j);
        var rows = new float[rowCount * columns];
        LaneTranspose.ToRows(values, rowCount, rows);
        for (var i = 0; i < rows.Length; i++) Assert.Equal(1000 * (i / columns) + i % columns, rows[i]);
    }

    private static void Agrees<T>(int length, double tolerance)
        where T : struct, IFloatingPointIeee754<T>
    {
        var lanes = LaneFft<T>.Lanes;
        var fft = new LaneFft<T>(length);
        var samples = new Vector256<T>[length];
        var values = MemoryMarshal.Cast<Vector256<T>, T>(samples.AsSpan());
        for (var i = 0; i < values.Length; i++) values[i] = T.CreateChecked(Value(i));
        var power = new Vector256<T>[fft.BinCount];
        fft.Power(samples, power);
        var found = MemoryMarshal.Cast<Vector256<T>, T>(power.AsSpan());
        for (var k = 0; k < fft.BinCount; k += length > 128 ? 13 : 1)
            for (var lane = 0; lane < lanes; lane++)
            {
                var sum = Complex.Zero;
                for (var n = 0; n < length; n++) sum += Value(n * lanes + lane) * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * n % length) / length);
                var expected = sum.Magnitude * sum.Magnitude;
                Assert.Equal(expected, double.CreateChecked(found[k * lanes + lane]), tolerance * (expected + length));
            }
    }

    private static float[] Powers(float[] values, int length)
    {
        var fft = new LaneFft<float>(length);
        var power = new Vector256<float>[fft.BinCount];
        fft.Power(MemoryMarshal.Cast<float, Vector256<float>>(values.AsSpan()).ToArray(), power);
        return MemoryMarshal.Cast<Vector256<float>, float>(power.AsSpan()).ToArray();
    }

    // Any numbers that single precision holds exactly.
    private static float Value(int i) => ((long)i * 7919 + 13) % 1009 / 1024f - 0.5f;
}
