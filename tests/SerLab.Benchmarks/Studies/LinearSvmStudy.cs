using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerLab.Models;
using SerLab.Models.Linear;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>Both solvers of linear machines beside scikit-learn's LinearSVC (LIBLINEAR) on the same matrices, and what random Fourier features make of curved classes.</summary>
/// <remarks>
/// CPU seconds on one core for two overlapping clouds, squared hinge, unweighted, the bias in an added column of ones. "Above" is how far the objective is above
/// the best dual bound, as a share of it: both sides stop by their own default rule, so time is to be read together with it.
/// </remarks>
internal sealed class LinearSvmStudy : IStudy
{
    private static readonly (int Rows, int Columns, double C)[] Shapes = [(535, 6373, 1.0 / 6373), (2000, 500, 1.0 / 500), (20_000, 200, 1.0 / 200), (200_000, 100, 1.0 / 100)];

    public string Name => "linear-svm";

    public void Run(IReadOnlyList<string> arguments)
    {
        Console.WriteLine($"{"rows x columns, C",-26} {"dual s",8} {"above",8} {"primal s",9} {"above",8} {"LIBLINEAR dual s",17} {"above",8} {"primal s",9} {"above",8}");
        foreach (var (rows, columns, c) in Shapes) Compare(rows, columns, c);
        Fourier();
    }

    private static void Compare(int rows, int columns, double c)
    {
        var stream = new RandomSource(1).For("clouds", rows).Open();
        double[] signs = [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? 1.0 : -1)];
        MatrixView[] examples = [.. signs.Select(sign => MatrixView.OfRow(Row(columns, stream, sign * 1.5 / Math.Sqrt(columns))))];
        var problem = new BinaryProblem(new LinearRows(examples, 1), [.. Enumerable.Range(0, rows)], signs, [.. Enumerable.Repeat(c, rows)], true);
        LinearSolution dual = null!, primal = null!;
        var tolerance = new LinearSvmOptions().Tolerance;
        Solve(dualFirst: true); // once to compile
        double[] seconds = [Solve(true), Solve(false)];
        var theirs = Liblinear(examples, signs, columns, c);
        var best = Math.Max(dual.Dual, primal.Dual);
        (double Seconds, double Objective)[] all = [(seconds[0], dual.Primal), (seconds[1], primal.Primal), .. theirs];
        Console.WriteLine(FormattableString.Invariant($"{rows + " x " + columns + ", " + c.ToString("G2", CultureInfo.InvariantCulture),-26} {all[0].Seconds,8:F3} {Above(0),8:E1} {all[1].Seconds,9:F3} {Above(1),8:E1} {all[2].Seconds,17:F3} {Above(2),8:E1} {all[3].Seconds,9:F3} {Above(3),8:E1}"));

        double Above(int solver) => all[solver].Objective / best - 1;

        double Solve(bool dualFirst) => CpuTime.Seconds(() =>
        {
            if (dualFirst) dual = DualCoordinateDescent.Solve(problem, tolerance, new double[rows], new RandomSource(2).Open(), CancellationToken.None);
            else primal = TrustRegionNewton.Solve(problem, tolerance, new double[columns + 1], CancellationToken.None);
        });
    }

    // Seven classes that only their distance from the origin tells apart, so that no plane does.
    private static void Fourier()
    {
        const int Rows = 20_000, Columns = 20;
        var (train, test) = (Shells(Rows, Columns, 1), Shells(5000, Columns, 2));
        foreach (var options in new ClassifierOptions[] { new LinearSvmOptions(), new FourierSvmOptions(Dimensions: 128), new FourierSvmOptions() })
        {
            int[] predicted = [];
            var seconds = CpuTime.Seconds(() => predicted = options.PredictHeldOut([options], train, new HeldOutRows(test.Examples), new RandomSource(1))[0]);
            var right = predicted.Zip(test.Labels).Count(pair => pair.First == pair.Second);
            var dimensions = options is FourierSvmOptions fourier ? $", {fourier.Dimensions} dimensions" : "";
            Console.WriteLine(FormattableString.Invariant($"{options.Kind}{dimensions}: {Rows} x {Columns}, 7 shells, fit and prediction {seconds:F1} CPU s, {100.0 * right / test.Examples.Count:F1} % of {test.Examples.Count} right"));
        }
    }

    private static TrainingSet Shells(int count, int columns, ulong seed)
    {
        var stream = new RandomSource(seed).For("shells").Open();
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 7)];
        MatrixView[] rows = [.. labels.Select(label =>
        {
            var row = Row(columns, stream, 0);
            var length = Math.Sqrt(row.Sum(value => (double)value * value));
            return MatrixView.OfRow(row.Select(value => (float)(value / length * (1 + label + 0.4 * stream.NextGaussian()))).ToArray());
        })];
        return new TrainingSet(rows, labels, [.. labels.Select((_, i) => i / 7 % 10)], 7);
    }

    private static float[] Row(int columns, RandomStream stream, double shift) => [.. Enumerable.Range(0, columns).Select(_ => (float)(shift + stream.NextGaussian()))];

    private static (double Seconds, double Objective)[] Liblinear(MatrixView[] rows, double[] signs, int columns, double c, [CallerFilePath] string here = "")
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(file))
            {
                foreach (var row in rows) stream.Write(MemoryMarshal.AsBytes(row.Span));
                stream.Write(MemoryMarshal.AsBytes<float>(Array.ConvertAll(signs, sign => (float)sign)));
            }

            string[] arguments = [Path.Combine(Path.GetDirectoryName(here)!, "linear_svm_speed.py"), file, $"{rows.Length}", $"{columns}", c.ToString("R", CultureInfo.InvariantCulture)];
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true })!;
            var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            return [.. lines.Select(line => line.Split(' ')).Select(words => (double.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture)))];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
