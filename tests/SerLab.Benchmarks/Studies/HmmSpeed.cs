using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using SerLab.Models;
using SerLab.Models.Markov;
using SerLab.Models.Mixtures;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary><c>study hmm-speed [rounds]</c>: CPU seconds of ten iterations of Baum-Welch on 200 sequences of 280 frames and 39 features, beside another program in the same run.</summary>
/// <remarks>
/// One thread, the same sequences and the same start on both sides; what stands in the last column is checked, not timed: the log-likelihood per frame in the end.
/// The other program is hmmlearn where Debian's Python has it, else a stand-in in NumPy (hidden_markov_speed.py says what it does); the issue quotes hmmlearn at 2.4 CPU
/// seconds for one Gaussian a state and 13.7 for two on this kind of machine, and the factors against these are printed beside.
/// </remarks>
internal sealed class HmmSpeed : IStudy
{
    private const int Sequences = 200, Frames = 280, Features = 39, States = 5, Iterations = 10;

    public string Name => "hmm-speed";

    public void Run(IReadOnlyList<string> arguments)
    {
        var rounds = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        var examples = Draw();
        FrameBlock[] blocks = [.. examples.Select(example => new FrameBlock(example))];
        Job[] jobs = [.. from mixtures in new[] { 1, 2 } from isErgodic in new[] { true, false } select new Job(examples, blocks, isErgodic, mixtures)];
        var folder = Directory.CreateTempSubdirectory("serlab-hmm-");
        try
        {
            Write(folder.FullName, examples, jobs);
            for (var warm = 0; warm < 3; warm++)
                foreach (var job in jobs) job.Train();
            var theirs = new Dictionary<string, List<Answer>>();
            for (var round = 0; round < rounds; round++)
            {
                foreach (var job in jobs) job.Measure();
                foreach (var answer in Python(folder.FullName)) (theirs.TryGetValue(answer.Job, out var answers) ? answers : theirs[answer.Job] = []).Add(answer);
            }

            Print(jobs, theirs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(IEnumerable<Job> jobs, Dictionary<string, List<Answer>> theirs)
    {
        Console.WriteLine($"{Sequences} x {Frames} x {Features}, {States} states, {Iterations} iterations, CPU seconds, medians; the other program is {theirs.Values.First()[0].Program}.");
        Console.WriteLine($"{"",-18} {"start",8} {"training",9} {"other",9} {"factor",7} {"quoted",7} {"factor",7} {"log p, ours",14} {"other's",14}");
        foreach (var job in jobs)
        {
            var (ours, other) = (CpuTime.Median(job.Seconds), CpuTime.Median([.. theirs[job.Name].Select(answer => answer.Seconds)]));
            var quoted = job.Mixtures == 1 ? 2.4 : 13.7;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{job.Name,-18} {job.StartSeconds,8:F3} {ours,9:F3} {other,9:F2} {other / ours,7:F0} {quoted,7:F1} {quoted / ours,7:F0} {job.LogLikelihood,14:F8} {theirs[job.Name][0].LogLikelihood,14:F8}"));
        }
    }

    // Sequences that walk through five places of the feature space, so that states have something to find.
    private static MatrixView[] Draw()
    {
        var random = new RandomSource(17).Open();
        var places = Enumerable.Range(0, States * Features).Select(_ => 1.2 * random.NextGaussian()).ToArray();
        return [.. Enumerable.Range(0, Sequences).Select(_ => new MatrixView(Enumerable.Range(0, Frames * Features)
            .Select(i => (float)(places[i / Features * States / Frames * Features + i % Features] + random.NextGaussian())).ToArray(), Frames, Features))];
    }

    private static void Write(string folder, MatrixView[] examples, IEnumerable<Job> jobs)
    {
        double[] frames = [.. examples.SelectMany(example => example.Values.ToArray().Select(value => (double)value))];
        File.WriteAllBytes(Path.Combine(folder, "frames.f64"), MemoryMarshal.AsBytes<double>(frames));
        foreach (var job in jobs)
        {
            var model = job.Start;
            File.WriteAllText(Path.Combine(folder, $"{job.Name}.json"), JsonSerializer.Serialize(new
            {
                states = States,
                mixtures = job.Mixtures,
                frames = Frames,
                features = Features,
                iterations = Iterations,
                initial = model.Initial.ToArray(),
                transition = model.Transition.ToArray(),
                shares = model.Shares.ToArray(),
                means = model.Gaussians.Means.ToArray(),
                variances = model.Gaussians.Variances.ToArray(),
            }));
        }
    }

    private static IEnumerable<Answer> Python(string folder, [CallerFilePath] string here = "")
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Path.GetDirectoryName(here)!, "hidden_markov_speed.py"), folder]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return lines.Select(line => line.Split(' ')).Select(words => new Answer(words[0], words[1], double.Parse(words[2], CultureInfo.InvariantCulture), double.Parse(words[3], CultureInfo.InvariantCulture)));
    }

    private sealed record Answer(string Job, string Program, double Seconds, double LogLikelihood);

    private sealed class Job
    {
        private readonly FrameBlock[] blocks;

        public Job(MatrixView[] examples, FrameBlock[] blocks, bool isErgodic, int mixtures)
        {
            (this.blocks, Mixtures, Name) = (blocks, mixtures, $"{(isErgodic ? "ergodic" : "left-to-right")}-{mixtures}");
            var spread = new FrameSpread([.. Enumerable.Repeat(1.0, Features)], [.. Enumerable.Repeat(0.01, Features)]);
            var maker = new HiddenMarkovStart(examples, blocks, spread, new RandomSource(1), CancellationToken.None);
            var shape = new HiddenMarkovShape(isErgodic ? StateGraph.Ergodic(States) : StateGraph.LeftToRight(States, 0), mixtures);
            Start = maker.Make(shape, 0);
            StartSeconds = CpuTime.Seconds(() => maker.Make(shape, 0));
        }

        public string Name { get; }

        public int Mixtures { get; }

        public HiddenMarkovModel Start { get; }

        public double StartSeconds { get; }

        public List<double> Seconds { get; } = [];

        public double LogLikelihood { get; private set; }

        public void Train() => LogLikelihood = HiddenMarkovTraining.Train(
            blocks, Start, HiddenMarkovTraining.CounterFor(HmmTraining.BaumWelch, Start, blocks), new LikeliestEstimate(HmmVariances.PerComponent, new double[Features]),
            new TrainingEnd(Iterations, double.NegativeInfinity), CancellationToken.None).Scores[^1];

        public void Measure() => Seconds.Add(CpuTime.Seconds(Train));
    }
}
