using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        var peak = Enumerable.Range(0, 5).Max(_ => CpuTime.Rate(MachineLimit.MultiplyAdds, MachineLimit.MultiplyAddsGflop)); // eight floats a vector, as there are eight doubles in one of 512 bits
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

    private readonly record struct Measured(double Wall, double Cpu, double LogLikelihood);
}
