using System.Diagnostics;
using System.Globalization;
using SerLab.Models;
using SerLab.Models.Svm;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Benchmarks.Studies;

/// <summary>The nested leave-one-speaker-out search of ../shared/peers/sklearn_svm.py, theirs and ours in one run: same rows, folds, grid, class weights and choice.</summary>
/// <remarks>Two threads each. On a busy machine the processor seconds are the honest ones; ours are of this whole process, theirs of all its programs, looked up ten times a second.</remarks>
internal sealed class SvmSearchStudy : IStudy
{
    private const int Classes = 7, InnerFolds = 5, Threads = 2, Rounds = 3;
    private static readonly double[] Costs = [0.3, 1, 3, 10, 30];
    private static readonly double[] Gammas = [0.03, 0.1, 0.3, 1];

    private MatrixView[] rows = [];
    private int[] labels = [];
    private int[] speakers = [];
    private SvmOptions[] grid = [];

    /// <inheritdoc/>
    public string Name => "svm-search";

    /// <inheritdoc/>
    /// <param name="arguments">"ours" leaves scikit-learn out.</param>
    public void Run(IReadOnlyList<string> arguments)
    {
        var folder = Path.Combine(SharedData.Emodb, "compare16");
        var matrix = RowByRow(Path.Combine(folder, "features.npy"));
        var (values, shape) = Npy.ReadFloats(matrix);
        var (count, features) = ((int)shape[0], (int)shape[1]);
        labels = [.. Npy.ReadIntegers(Path.Combine(folder, "labels.npy")).Values.Select(value => (int)value)];
        speakers = [.. Npy.ReadIntegers(Path.Combine(folder, "speakers.npy")).Values.Select(value => (int)value)];
        rows = [.. Enumerable.Range(0, count).Select(i => MatrixView.OfRow(values.AsMemory(i * features, features)))];
        grid = [.. Gammas.SelectMany(gamma => Costs.Select(c => new SvmOptions(C: c, Gamma: gamma / features)))];
        var theirs = arguments is ["ours"] ? [] : ProgramTime.Run("/usr/bin/python3", Path.Combine(SharedData.Root, "peers", "sklearn_svm.py"), matrix, Path.Combine(folder, "labels.npy"), Path.Combine(folder, "speakers.npy"));
        foreach (var (line, wall, cpu) in theirs) Console.WriteLine($"scikit-learn after {wall,6:F1} s, CPU {cpu,6:F1} s  {line}");
        foreach (var perSpeaker in (bool[])[false, true])
            foreach (var round in Enumerable.Range(1, Rounds))
            {
                var (wall, cpu, score) = Measure(() => Search(perSpeaker, scaledInside: false));
                Console.WriteLine($"SerLab, {Word(perSpeaker)}, scaled per outer fold as theirs, round {round}: MacroAccuracy {score:F4}, wall {wall:F2} s, CPU {cpu:F2} s{Ratios(theirs, perSpeaker, wall, cpu)}");
            }

        var (insideWall, insideCpu, inside) = Measure(() => Search(perSpeaker: false, scaledInside: true));
        Console.WriteLine($"SerLab, {Word(false)}, scaled anew in every inner fold as Tuner does: MacroAccuracy {inside:F4}, wall {insideWall:F2} s, CPU {insideCpu:F2} s");
        PrintShares();
    }

    private static string Word(bool perSpeaker) => perSpeaker ? "per-speaker z" : "training-row z";

    // The file holds column after column; both sides read rows fastest.
    private static string RowByRow(string path)
    {
        var copy = Path.Combine(Path.GetTempPath(), "svm-search-rows.npy");
        ProgramTime.Run("/usr/bin/python3", "-c", "import sys, numpy; numpy.save(sys.argv[2], numpy.ascontiguousarray(numpy.load(sys.argv[1])))", path, copy);
        return copy;
    }

    private static (double Wall, double Cpu, double Score) Measure(Func<double> search)
    {
        var (clock, score) = (Stopwatch.StartNew(), 0.0);
        var cpu = CpuTime.Seconds(() => score = search());
        return (clock.Elapsed.TotalSeconds, cpu, score);
    }

    // Their first line is of training-row z, the second of per-speaker z, the third of the naive search, for which they print an estimate of one core's seconds.
    private static string Ratios(IReadOnlyList<(string Line, double Wall, double Cpu)> theirs, bool perSpeaker, double wall, double cpu)
    {
        if (theirs.Count < 3) return "";
        var (from, to) = perSpeaker ? (theirs[0], theirs[1]) : ((Line: "", Wall: 0.0, Cpu: 0.0), theirs[0]);
        var words = to.Line.Split(' ');
        var theirWall = double.Parse(words[^2], CultureInfo.InvariantCulture);
        var naive = theirs[2].Line.Split(' ');
        var naiveSeconds = double.Parse(naive[Array.IndexOf(naive, "about") + 1], CultureInfo.InvariantCulture);
        return $"; precomputed kernels take {theirWall / wall:F1} x our wall time and {(to.Cpu - from.Cpu) / cpu:F1} x our CPU time, the naive search {naiveSeconds / cpu:F0} x our CPU time";
    }

    private double Search(bool perSpeaker, bool scaledInside)
    {
        var all = perSpeaker ? new SharedRows(new SpeakerZNormalisationOptions().Fit(rows).Apply(rows, speakers)) : null;
        int[] tests = [.. speakers.Distinct().Order()];
        var predicted = new int[rows.Length];
        Workers.ForEach(tests.Length, Threads, fold =>
        {
            int[] train = [.. Places(i => speakers[i] != tests[fold])], test = [.. Places(i => speakers[i] == tests[fold])];
            var shared = all ?? Scaled(train);
            var inner = InnerFold(train);
            var sums = new double[grid.Length];
            for (var part = 0; part < InnerFolds; part++)
            {
                int[] fit = [.. train.Where((_, i) => inner[i] != part)], held = [.. train.Where((_, i) => inner[i] == part)];
                var found = scaledInside ? PredictScaledInside(fit, held) : Predict(shared, fit, held, grid);
                for (var c = 0; c < grid.Length; c++) sums[c] += MacroAccuracy(held, found[c]) / InnerFolds;
            }

            var chosen = Array.IndexOf(sums, sums.Max());
            var answers = Predict(shared, train, test, [grid[chosen]])[0];
            for (var i = 0; i < test.Length; i++) predicted[test[i]] = answers[i];
        }, CancellationToken.None);
        return MacroAccuracy([.. Places(_ => true)], predicted);
    }

    private IEnumerable<int> Places(Func<int, bool> isWanted) => Enumerable.Range(0, rows.Length).Where(isWanted);

    private SharedRows Scaled(int[] train) => new(new ZNormalisationOptions().Fit([.. train.Select(i => rows[i])]).Apply(rows, speakers));

    private TrainingSet SetOf(SharedRows shared, int[] places) => TrainingSet.From(shared, places, [.. places.Select(i => labels[i])], [.. places.Select(i => speakers[i])], Classes);

    private IReadOnlyList<int[]> Predict(SharedRows shared, int[] fit, int[] held, SvmOptions[] candidates) =>
        SvmSearch.Predict(SetOf(shared, fit), new HeldOutRows([.. held.Select(i => shared.Rows[i])], held), candidates);

    // As Tuner: a scaler of the inner training rows, and products of nothing but what this inner fold needs.
    private IReadOnlyList<int[]> PredictScaledInside(int[] fit, int[] held)
    {
        MatrixView[] train = [.. fit.Select(i => rows[i])];
        var normaliser = new ZNormalisationOptions().Fit(train);
        var set = new TrainingSet(normaliser.Apply(train, []), [.. fit.Select(i => labels[i])], [.. fit.Select(i => speakers[i])], Classes);
        return SvmSearch.Predict(set, new HeldOutRows(normaliser.Apply([.. held.Select(i => rows[i])], [])), grid);
    }

    // Mean recall of the classes that occur, as theirs.
    private double MacroAccuracy(int[] places, int[] predicted) =>
        Enumerable.Range(0, places.Length).GroupBy(i => labels[places[i]]).Average(own => own.Average(i => predicted[i] == own.Key ? 1.0 : 0));

    // scikit-learn's GroupKFold: the largest group first, each to the fold that has the fewest rows; of equal groups the last number first.
    private int[] InnerFold(int[] train)
    {
        var sizes = new int[InnerFolds];
        var foldOf = new Dictionary<int, int>();
        foreach (var group in train.GroupBy(i => speakers[i]).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key))
        {
            foldOf[group.Key] = Array.IndexOf(sizes, sizes.Min());
            sizes[foldOf[group.Key]] += group.Count();
        }

        return [.. train.Select(i => foldOf[speakers[i]])];
    }

    // One thread, training-row z: where the time goes, and what starting from the last C saves.
    private void PrintShares()
    {
        var clock = new Stopwatch();
        var (scaling, products, kernels, solving, whole) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var (onPath, fromZero) = (0L, 0L);
        foreach (var tested in speakers.Distinct())
        {
            int[] train = [.. Places(i => speakers[i] != tested)];
            SharedRows? shared = null;
            scaling += Seconds(() => shared = Scaled(train));
            products += Seconds(() => _ = shared!.Gram);
            var inner = InnerFold(train);
            for (var part = 0; part < InnerFolds; part++)
            {
                int[] fit = [.. train.Where((_, i) => inner[i] != part)], held = [.. train.Where((_, i) => inner[i] == part)];
                whole += Seconds(() => Predict(shared!, fit, held, grid));
                SvmProblem? problem = null;
                kernels += Seconds(() => problem = new SvmProblem(SetOf(shared!, fit), false, 1024, CancellationToken.None));
                foreach (var alike in grid.GroupBy(options => options.FunctionFor(rows[0].Columns)))
                {
                    SmoSolution[][] path = [];
                    var copying = Seconds(() =>
                    {
                        foreach (var pair in problem!.Pairs) problem.KernelOf(alike.Key, pair).Dispose();
                    });
                    solving += Seconds(() => path = SvmTrainer.SolvePaths(problem!, [.. alike], CancellationToken.None)) - copying;
                    kernels += copying;
                    onPath += path.Sum(pair => pair.Sum(machine => machine.Steps));
                    fromZero += alike.Sum(options => SvmTrainer.Solve(problem!, options, CancellationToken.None).Sum(machine => machine.Steps));
                }
            }
        }

        var total = scaling + products + whole;
        Console.WriteLine($"Shares of {total:F2} s on one thread: scaling {scaling / total:P0}, inner products {products / total:P0}, kernels of pairs {kernels / total:P0}, SMO {solving / total:P0}, votes and the rest {(whole - kernels - solving) / total:P0}");
        Console.WriteLine($"Steps: {onPath} from C to C, {fromZero} from zero ({1 - onPath / (double)fromZero:P0} saved)");

        double Seconds(Action action)
        {
            clock.Restart();
            action();
            return clock.Elapsed.TotalSeconds;
        }
    }
}
