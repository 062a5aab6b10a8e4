using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>Expectation and maximisation of a diagonal mixture beside scikit-learn, from one start with the same number of iterations, taking turns, and beside the limit of the machine.</summary>
/// <remarks>
/// 200,000 frames x 39, 32 components, 20 iterations, and one expectation more for the likelihood, on two threads. An expectation takes two multiply-adds for each frame,
/// component and feature, a maximisation two more; exponentials are not counted. CPU seconds count where others use the machine too.
/// </remarks>
internal sealed class GmmSpeed : IStudy
{
    private const int Frames = 200_000, Features = 39, Components = 32, Iterations = 20, Threads = 2;

    public string Name => "gmm-speed";

    public void Run(IReadOnlyList<string> arguments)
    {
        var rounds = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        var frames = Draw();
        var start = StartOf(frames);
        var folder = Directory.CreateTempSubdirectory("gmm-speed");
        File.WriteAllBytes(Path.Combine(folder.FullName, "frames.f32"), MemoryMarshal.AsBytes(frames.Span).ToArray());
        double[] learned = [.. start.Weights, .. start.Gaussians.Means, .. start.Gaussians.Variances];
        File.WriteAllBytes(Path.Combine(folder.FullName, "start.f64"), MemoryMarshal.AsBytes(learned.AsSpan()).ToArray());

        var (ours, theirs) = (new List<Measured>(), new List<Measured>());
        Fit(frames, start);
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Fit(frames, start));
            theirs.Add(ScikitLearn(folder.FullName));
            Console.WriteLine($"round {round + 1}: SerLab {ours[^1].Wall:F3} s, scikit-learn {theirs[^1].Wall:F3} s");
        }

        folder.Delete(recursive: true);
        Print(ours, theirs);
    }

    private static void Print(List<Measured> ours, List<Measured> theirs)
    {
        var (wall, cpu) = (CpuTime.Median([.. ours.Select(run => run.Wall)]), CpuTime.Median([.. ours.Select(run => run.Cpu)]));
        var (theirWall, theirCpu) = (CpuTime.Median([.. theirs.Select(run => run.Wall)]), CpuTime.Median([.. theirs.Select(run => run.Cpu)]));
        var gflop = 2.0 * 2 * Frames * Features * Components * (2 * Iterations + 1) / 1e9;
        var peak = Peak();
        Console.WriteLine($"{Frames} frames x {Features}, {Components} components, {Iterations} iterations, {Threads} threads; medians of {ours.Count}");
        Console.WriteLine($"{"",-22} {"SerLab",10} {"scikit-learn",13} {"ratio",7}");
        Console.WriteLine($"{"wall seconds",-22} {wall,10:F3} {theirWall,13:F3} {theirWall / wall,7:F1}");
        Console.WriteLine($"{"CPU seconds",-22} {cpu,10:F3} {theirCpu,13:F3} {theirCpu / cpu,7:F1}");
        Console.WriteLine($"{"log-likelihood/frame",-22} {ours[0].LogLikelihood,10:F6} {theirs[0].LogLikelihood,13:F6} {Math.Abs(ours[0].LogLikelihood - theirs[0].LogLikelihood),7:E0}");
        Console.WriteLine($"Multiply-adds alone: {gflop:F1} GFLOP, {gflop / cpu:F0} GFLOP/s per CPU; registers alone reach {peak:F0}: {gflop / cpu / peak:P0} of the limit.");
    }

    private static Measured Fit(MatrixView frames, GaussianMixture start)
    {
        var (clock, wall) = (0.0, Stopwatch.StartNew());
        var likelihood = 0.0;
        clock = CpuTime.Seconds(() =>
        {
            FrameBlock[] blocks = [.. FrameBlock.Pack([frames])];
            var floor = Enumerable.Repeat(1e-9, Features).ToArray();
            likelihood = MixtureTraining.Train(blocks, start, floor, Iterations, double.NegativeInfinity, CancellationToken.None, Threads).LogLikelihoods[^1];
        });
        return new Measured(wall.Elapsed.TotalSeconds, clock, likelihood);
    }

    private static Measured ScikitLearn(string folder, [CallerFilePath] string here = "")
    {
        string[] arguments = [Path.Combine(Path.GetDirectoryName(here)!, "gmm_speed.py"), folder, .. new[] { Features, Components, Iterations }.Select(value => value.ToString(CultureInfo.InvariantCulture))];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        var values = Array.ConvertAll(words, word => double.Parse(word, CultureInfo.InvariantCulture));
        return new Measured(values[0], values[1], values[2]);
    }

    // As in ../shared/peers/sklearn_gmm.py: normal frames around 32 normal centres of twice the deviation.
    private static MatrixView Draw()
    {
        var stream = new RandomSource(1).For("gmm-speed").Open();
        var centres = Enumerable.Range(0, Components * Features).Select(_ => 2 * stream.NextGaussian()).ToArray();
        var values = new float[Frames * Features];
        for (var t = 0; t < Frames; t++)
        {
            var k = stream.NextInt(Components);
            for (var d = 0; d < Features; d++) values[t * Features + d] = (float)(centres[k * Features + d] + stream.NextGaussian());
        }

        return new MatrixView(values, Frames, Features);
    }

    private static GaussianMixture StartOf(MatrixView frames)
    {
        var means = Enumerable.Range(0, Components * Features).Select(place => (double)frames.Row(place / Features * 6007)[place % Features]).ToArray();
        return new GaussianMixture([.. Enumerable.Repeat(1.0 / Components, Components)], new DiagonalGaussians(means, [.. Enumerable.Repeat(5.0, means.Length)], Features));
    }

    // 10^9 operations a second of one core, sixteen chains of multiply-adds without memory.
    private static double Peak()
    {
        const int Turns = 1 << 22;
        var rates = new List<double>();
        for (var round = 0; round < 5; round++) rates.Add(2.0 * 16 * Vector512<double>.Count * Turns / 1e9 / CpuTime.Seconds(() => GC.KeepAlive(Chains(Turns))));
        return rates.Max();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Chains(int turns)
    {
        var m = Vector512.Create(0.999);
        Vector512<double> a = Vector512.Create(1.0), b = Vector512.Create(2.0), c = Vector512.Create(3.0), d = Vector512.Create(4.0), e = Vector512.Create(5.0), f = Vector512.Create(6.0), g = Vector512.Create(7.0), h = Vector512.Create(8.0);
        Vector512<double> i = Vector512.Create(9.0), j = Vector512.Create(10.0), k = Vector512.Create(11.0), l = Vector512.Create(12.0), n = Vector512.Create(13.0), o = Vector512.Create(14.0), p = Vector512.Create(15.0), q = Vector512.Create(16.0);
        for (var turn = 0; turn < turns; turn++)
        {
            a = Vector512.FusedMultiplyAdd(a, m, m);
            b = Vector512.FusedMultiplyAdd(b, m, m);
            c = Vector512.FusedMultiplyAdd(c, m, m);
            d = Vector512.FusedMultiplyAdd(d, m, m);
            e = Vector512.FusedMultiplyAdd(e, m, m);
            f = Vector512.FusedMultiplyAdd(f, m, m);
            g = Vector512.FusedMultiplyAdd(g, m, m);
            h = Vector512.FusedMultiplyAdd(h, m, m);
            i = Vector512.FusedMultiplyAdd(i, m, m);
            j = Vector512.FusedMultiplyAdd(j, m, m);
            k = Vector512.FusedMultiplyAdd(k, m, m);
            l = Vector512.FusedMultiplyAdd(l, m, m);
            n = Vector512.FusedMultiplyAdd(n, m, m);
            o = Vector512.FusedMultiplyAdd(o, m, m);
            p = Vector512.FusedMultiplyAdd(p, m, m);
            q = Vector512.FusedMultiplyAdd(q, m, m);
        }

        Vector512<double>[] all = [a, b, c, d, e, f, g, h, i, j, k, l, n, o, p, q];
        return all.Sum(Vector512.Sum);
    }

    private readonly record struct Measured(double Wall, double Cpu, double LogLikelihood);
}
