using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using SerLab.Models.Svm;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>The single-precision matrix product on one core, beside OpenBLAS in the same run and beside the rate of multiply-adds that touch no memory.</summary>
/// <remarks>
/// Rounds of ours and theirs take turns; GFLOP/s are per processor second (medians), so that other programs on the machine do not count. OpenBLAS is run as
/// it comes, and again with OPENBLAS_CORETYPE=SKYLAKEX where the processor has 512-bit vectors: version 0.3.21 does not know newer processors and falls back
/// to 256-bit kernels. Both write to an array that is there already.
/// </remarks>
internal sealed class GemmStudy : IStudy
{
    private const int Rounds = 5;
    private static readonly string[] Shapes = ["1024x1024x1024", "32x128x512", "8000x40x512", "535x6373x535"];

    public string Name => "gemm";

    public void Run(IReadOnlyList<string> arguments)
    {
        var products = Shapes.Select(shape => new Product(shape)).ToArray();
        var (peaks, ours, plain, forced) = (new List<double>(), Lists(), Lists(), Lists());
        var (transposed, symmetric) = (new List<double>(), new List<double>());
        foreach (var product in products) product.Rate();
        products[^1].RateOfOwnTranspose(symmetric: false);
        products[^1].RateOfOwnTranspose(symmetric: true);
        var (plainKernel, forcedKernel) = ("", "");
        for (var round = 0; round < Rounds; round++)
        {
            peaks.Add(CpuTime.Rate(MachineLimit.WideMultiplyAdds, MachineLimit.WideMultiplyAddsGflop));
            for (var s = 0; s < Shapes.Length; s++) ours[s].Add(products[s].Rate());
            transposed.Add(products[^1].RateOfOwnTranspose(symmetric: false));
            symmetric.Add(products[^1].RateOfOwnTranspose(symmetric: true));
            plainKernel = NumPy(null, plain);
            forcedKernel = MachineLimit.HasWideVectors ? NumPy("SKYLAKEX", forced) : plainKernel;
        }

        var peak = CpuTime.Median(peaks);
        Console.WriteLine($"One core: {peak:F1} GFLOP/s of multiply-adds in {MachineLimit.WideBits}-bit vectors that touch no memory.");
        Console.WriteLine($"NumPy's product is {plainKernel}; with OPENBLAS_CORETYPE=SKYLAKEX {forcedKernel}.");
        Console.WriteLine($"{"m x k x n, one thread",-24} {"SerLab",9} {"of peak",9} {"OpenBLAS",9} {"ratio",7} {"forced",9} {"ratio",7}");
        for (var s = 0; s < Shapes.Length; s++)
        {
            var (own, other) = (CpuTime.Median(ours[s]), CpuTime.Median(plain[s]));
            var wide = forced[s].Count > 0 ? CpuTime.Median(forced[s]) : other;
            Console.WriteLine($"{Shapes[s],-24} {own,9:F1} {own / peak,9:P0} {other,9:F1} {own / other,7:F2} {wide,9:F1} {own / wide,7:F2}");
        }

        Console.WriteLine($"Inner products of 535 rows of 6373: {1000 / CpuTime.Median(transposed):F1} ms as MultiplyTransposed, {1000 / CpuTime.Median(symmetric):F1} ms as a Gram matrix.");
    }

    private static List<double>[] Lists() => [.. Shapes.Select(_ => new List<double>())];

    private static string NumPy(string? kernel, List<double>[] rates, [CallerFilePath] string here = "")
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Path.GetDirectoryName(here)!, "gemm.py"), .. Shapes]) { RedirectStandardOutput = true };
        if (kernel is not null) start.Environment["OPENBLAS_CORETYPE"] = kernel;
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        for (var s = 0; s < Shapes.Length; s++) rates[s].Add(double.Parse(lines[s + 1].Split(' ')[1], CultureInfo.InvariantCulture));
        var words = lines[0].Split(' ');
        return $"{words[1]} with its kernel for {words[2]}";
    }

    private sealed class Product
    {
        private readonly int m, k, n;
        private readonly float[] a, b, c;

        public Product(string shape)
        {
            var sizes = shape.Split('x').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            (m, k, n) = (sizes[0], sizes[1], sizes[2]);
            var stream = new RandomSource(1).Open();
            (a, b, c) = (Draw(m * k, stream), Draw(k * n, stream), new float[m * n]);
        }

        /// <summary>GFLOP per processor second over at least 2 GFLOP and 0.3 s.</summary>
        public double Rate()
        {
            var repeats = Math.Max(5, (int)(1e9 / ((double)m * k * n)));
            return CpuTime.Rate(
                () =>
                {
                    for (var i = 0; i < repeats; i++) MatrixProduct.Multiply(a, b, m, k, n, false, c);
                },
                repeats * 2e-9 * m * k * n);
        }

        /// <summary>Products of A with its own transpose per processor second.</summary>
        public double RateOfOwnTranspose(bool symmetric) => CpuTime.Rate(
            () =>
            {
                if (symmetric) GramMatrix.Of(a, m, k, 1, CancellationToken.None);
                else MatrixProduct.MultiplyTransposed(a, a, m, k, m, false, c);
            },
            1);

        private static float[] Draw(int count, RandomStream stream)
        {
            var values = new float[count];
            foreach (ref var value in values.AsSpan()) value = (float)stream.NextDouble();
            return values;
        }
    }
}
