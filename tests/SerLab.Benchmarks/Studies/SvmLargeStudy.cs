using System.Diagnostics;
using System.Globalization;
using SerLab.Models;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>One fit with the Gaussian kernel, 20,000 rows of 200 features in seven overlapping classes, beside LIBSVM's svm-train in one run: time, objective, accuracy.</summary>
/// <remarks>Both at tolerance 0.001 without posteriors. What svm-train takes to read its file is measured (it stops at once with a huge tolerance) and not counted.</remarks>
internal sealed class SvmLargeStudy : IStudy
{
    private const int Features = 200, Classes = 7, TestRows = 2000;
    private const double C = 3, Gamma = 0.005, Distance = 0.15;

    /// <inheritdoc/>
    public string Name => "svm-large";

    /// <inheritdoc/>
    /// <param name="arguments">Number of rows, 20000 unless given; "ours" behind it leaves svm-train out.</param>
    public void Run(IReadOnlyList<string> arguments)
    {
        var count = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20_000;
        var (rows, labels) = Draw(count + TestRows);
        TrainingSet Set(int threads) => new(rows[..count], labels[..count], [.. Enumerable.Range(0, count).Select(i => i / Classes % 5)], Classes) { Threads = threads };
        var options = new SvmOptions(C: C, Gamma: Gamma, ClassWeights: ClassWeights.None);
        options.Fit(Set(1).Subset([.. Enumerable.Range(0, 2000)])); // The runtime has compiled everything when the clock starts.
        (double Wall, double Cpu, double Objective, int Right)? theirs = arguments is [_, "ours"] ? null : Libsvm(rows, labels, count);
        IReadOnlyList<SvmFit> fits = [];
        foreach (var (threads, megabytes) in ((int, int)[])[(2, 1024), (1, 1024), (2, 64)])
        {
            var clock = Stopwatch.StartNew();
            var cpu = CpuTime.Seconds(() => fits = (options with { CacheMegabytes = megabytes }).Fit(Set(threads)));
            var wall = clock.Elapsed.TotalSeconds;
            Console.WriteLine($"SerLab, {threads} threads, {megabytes} MB: wall {wall:F2} s, CPU {cpu:F2} s{(theirs is { } other ? $"; svm-train takes {other.Wall / wall:F1} x our wall time and {other.Cpu / cpu:F1} x our CPU time" : "")}");
        }

        var (trainClock, trainCpu) = (Stopwatch.StartNew(), CpuTime.Seconds(() => options.Train(Set(2), new RandomSource(1))));
        Console.WriteLine($"SerLab with posteriors (five more fits per pair), 2 threads: wall {trainClock.Elapsed.TotalSeconds:F2} s, CPU {trainCpu:F2} s");
        var found = SvmSearch.Predict(Set(2), new HeldOutRows(rows[count..]), [options])[0];
        Console.WriteLine($"Objective: SerLab {-fits.Sum(fit => fit.Dual):F4}, svm-train {theirs?.Objective:F4}; relative duality gap at most {fits.Max(fit => fit.Gap / fit.Primal):E1}; {fits.Sum(fit => fit.Steps)} steps, "
            + $"{fits.Average(fit => fit.SupportVectors):F0} support vectors a pair");
        Console.WriteLine($"Right of {TestRows} further rows: SerLab {found.Where((label, i) => label == labels[count + i]).Count()}, svm-train {theirs?.Right}");
    }

    private static (MatrixView[] Rows, int[] Labels) Draw(int count)
    {
        var random = new RandomSource(5).For("svm-large").Open();
        var centres = Enumerable.Range(0, Classes * Features).Select(_ => Distance * random.NextGaussian()).ToArray();
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % Classes)];
        return ([.. labels.Select(label => MatrixView.OfRow(Enumerable.Range(0, Features).Select(j => (float)(centres[label * Features + j] + random.NextGaussian())).ToArray()))], labels);
    }

    private static (double Wall, double Cpu, double Objective, int Right) Libsvm(MatrixView[] rows, int[] labels, int count)
    {
        var folder = Directory.CreateTempSubdirectory("svm-large");
        try
        {
            string train = Path.Combine(folder.FullName, "train"), test = Path.Combine(folder.FullName, "test"), model = Path.Combine(folder.FullName, "model"), answers = Path.Combine(folder.FullName, "answers");
            Write(train, 0, count);
            Write(test, count, rows.Length);
            string[] settings = ["-s", "0", "-t", "2", "-c", Text(C), "-g", Text(Gamma), "-m", "500"];
            var reading = ProgramTime.Run("svm-train", [.. settings, "-e", "1e6", train, model])[^1];
            var lines = ProgramTime.Run("svm-train", [.. settings, train, model]);
            ProgramTime.Run("svm-predict", test, model, answers);
            var objective = lines.Where(line => line.Line.StartsWith("obj = ", StringComparison.Ordinal)).Sum(line => double.Parse(line.Line.Split(' ')[2].TrimEnd(','), CultureInfo.InvariantCulture));
            var right = File.ReadLines(answers).Where((line, i) => line == Text(labels[count + i])).Count();
            var (wall, cpu) = (lines[^1].Wall - reading.Wall, lines[^1].Cpu - reading.Cpu);
            Console.WriteLine($"svm-train -m 500, one thread: wall {wall:F2} s, CPU {cpu:F2} s (and {reading.Cpu:F2} s of CPU to read the file)");
            return (wall, cpu, objective, right);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string path, int from, int to) => File.WriteAllLines(path, Enumerable.Range(from, to - from).Select(i =>
            labels[i] + " " + string.Join(' ', rows[i].Values.ToArray().Select((value, j) => string.Create(CultureInfo.InvariantCulture, $"{j + 1}:{value:R}")))));

        static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
