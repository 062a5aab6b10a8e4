using BenchmarkDotNet.Attributes;
using SerLab.Numerics;

namespace SerLab.Benchmarks;

/// <summary>Single-precision products on one thread in the shapes of ../shared/peers/numpy_gemm.py, so that OpenBLAS can be run beside it.</summary>
public class MatrixProductBenchmark
{
    private float[] a = [], b = [], packed = [], c = [];
    private int m, k, n;

    /// <summary>Rows of A x columns of A x columns of B.</summary>
    [Params("1024x1024x1024", "32x128x512", "8000x40x512", "535x6373x535")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        var sizes = Shape.Split('x').Select(int.Parse).ToArray();
        (m, k, n) = (sizes[0], sizes[1], sizes[2]);
        var stream = new RandomSource(1).Open();
        (a, b, c) = (Draw(m * k, stream), Draw(k * n, stream), new float[m * n]);
        packed = new float[MatrixProduct.PackedLength(k, n)];
        MatrixProduct.Pack(b, k, n, packed);
    }

    [Benchmark(Baseline = true)]
    public void Multiply() => MatrixProduct.Multiply(a, b, m, k, n, false, c);

    [Benchmark]
    public void MultiplyTransposed() => MatrixProduct.MultiplyTransposed(a, b, m, k, n, false, c);

    [Benchmark]
    public void TransposedMultiply() => MatrixProduct.TransposedMultiply(a, b, m, k, n, false, c);

    [Benchmark]
    public void MultiplyPacked() => MatrixProduct.MultiplyPacked(a, packed, m, k, n, false, c);

    private static float[] Draw(int count, RandomStream stream)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)stream.NextDouble();
        return values;
    }
}
