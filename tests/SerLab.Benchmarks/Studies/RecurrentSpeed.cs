using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SerLab.Models;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>
/// A training step (forward, backward, AdamW) of 32 sequences of 300 steps of 40 features, and the inference of one, beside PyTorch as ../shared/peers/torch_rnn.py runs it,
/// taking turns; and where our time goes. Arguments: rounds (3), threads (2); "alone" leaves PyTorch out.
/// </summary>
internal sealed partial class RecurrentSpeed : IStudy
{
    private const int Rows = 32, Steps = 300, Inputs = 40, Classes = 7;
    private const int StepRuns = 11, InferenceRuns = 41;

    public string Name => "recurrent-speed";

    public void Run(IReadOnlyList<string> arguments)
    {
        var isAlone = arguments.Contains("alone");
        int[] numbers = [.. arguments.Where(word => word != "alone").Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        var (rounds, threads) = (numbers.ElementAtOrDefault(0) is > 0 and var r ? r : 3, numbers.ElementAtOrDefault(1) is > 0 and var t ? t : 2);
        Net[] nets =
        [
            new("LSTM 2x128 bidirectional", LstmCell.Plain, new(128, 2, true, TimePooling.Mean, 1, 0, 0, 0)),
            new("LSTM 1x256", LstmCell.Plain, new(256, 1, false, TimePooling.Mean, 1, 0, 0, 0)),
            new("GRU 2x128 bidirectional", GruCell.Instance, new(128, 2, true, TimePooling.Mean, 1, 0, 0, 0)),
            new("RNN(tanh) 2x128 bidirectional", ElmanCell.Tanh, new(128, 2, true, TimePooling.Mean, 1, 0, 0, 0)),
        ];
        var ours = nets.ToDictionary(net => net.Name, _ => new List<Times>());
        var theirs = nets.ToDictionary(net => net.Name, _ => new List<Times>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var net in nets) ours[net.Name].Add(Measure(net, threads));
            if (!isAlone)
                foreach (var (name, times) in PyTorch(threads)) theirs[name].Add(times);
        }

        var peak = Enumerable.Range(0, 5).Max(_ => CpuTime.Rate(MachineLimit.WideMultiplyAdds, MachineLimit.WideMultiplyAddsGflop));
        Console.WriteLine($"batch {Rows}, {Steps} steps, {Inputs} inputs, float32, {threads} threads; milliseconds by the clock, median of {rounds} medians; registers alone reach {peak:F0} GFLOP/s per core");
        Console.WriteLine($"{"",-30} {"step",8} {"PyTorch",8} {"ratio",6} {"GFLOP",6} {"of peak",8} {"one",7} {"PyTorch",8} {"ratio",6}");
        foreach (var net in nets)
        {
            var (step, one) = (Median(ours[net.Name], times => times.Step), Median(ours[net.Name], times => times.One));
            var (theirStep, theirOne) = isAlone ? (double.NaN, double.NaN) : (Median(theirs[net.Name], times => times.Step), Median(theirs[net.Name], times => times.One));
            var gflop = net.Gflop();
            Console.WriteLine($"{net.Name,-30} {step,8:F1} {theirStep,8:F1} {theirStep / step,6:F2} {gflop,6:F1} {gflop / (step / 1000) / (threads * peak),8:P0} {one,7:F2} {theirOne,8:F2} {theirOne / one,6:F2}");
        }

        Console.WriteLine($"{"CPU ms of a step alone",-30} {"products",9} {"gates",7} {"copies",7}   on one thread");
        foreach (var net in nets)
        {
            var (products, gates, copies) = RecurrentParts.Measure(net.Cell, net.Settings, Inputs, Steps);
            Console.WriteLine($"{net.Name,-30} {products,9:F1} {gates,7:F1} {copies,7:F1}");
        }
    }

    private static double Median(List<Times> runs, Func<Times, double> of) => CpuTime.Median([.. runs.Select(of)]);

    private static Times Measure(Net net, int threads)
    {
        var stream = new RandomSource(2).Open();
        MatrixView[] sequences = [.. Enumerable.Range(0, Rows).Select(_ => new MatrixView(Enumerable.Range(0, Steps * Inputs).Select(_ => (float)stream.NextGaussian()).ToArray(), Steps, Inputs))];
        var set = new TrainingSet(sequences, [.. Enumerable.Range(0, Rows).Select(i => i % Classes)], [.. Enumerable.Range(0, Rows)], Classes) { Threads = threads };
        var settings = new RecurrentTrainingSettings(BatchSize: Rows, LearningRate: 1e-3, LabelSmoothing: 0, BalanceClasses: false, MaxGradientNorm: 1e9);
        var shape = new RecurrentShape(net.Cell, net.Settings, Inputs, Classes);
        var weights = RecurrentStart.Draw(shape, new RandomSource(1));
        using var trainer = new BatchTrainer(shape, settings, set, sequences, new LearningTargets(set, settings), weights, new AdamW(weights.Length));
        var batch = BatchPlan.Cut(Enumerable.Range(0, Rows), [.. sequences.Select(_ => Steps)], 0);
        var step = Times.Of(StepRuns, run => trainer.Learn(batch, new RandomSource((ulong)run), 1e-3, default));
        var member = new RecurrentMember(shape, weights);
        var logPosterior = new double[Classes];
        return new Times(step, Times.Of(InferenceRuns, _ => member.Score(sequences[0], logPosterior, [])));
    }

    private static IEnumerable<(string Name, Times Times)> PyTorch(int threads)
    {
        var script = Path.Combine(SharedData.Root, "peers", "torch_rnn.py");
        foreach (var (line, _, _) in ProgramTime.Run("/usr/bin/python3", script, threads.ToString(CultureInfo.InvariantCulture)))
            if (Line().Match(line) is { Success: true } found)
                yield return (found.Groups[1].Value, new Times(Number(found.Groups[2]), Number(found.Groups[3])));

        static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(.+): training step ([\d.]+) ms, inference of one 3 s utterance ([\d.]+) ms")]
    private static partial Regex Line();

    private sealed record Net(string Name, RecurrentCell Cell, RecurrentNetworkSettings Settings)
    {
        // A multiply-add is two operations; the way back takes the product twice more, less the first layer's input gradient.
        public double Gflop()
        {
            var shape = new RecurrentShape(Cell, Settings, Inputs, Classes);
            double total = 0;
            for (var layer = 0; layer < shape.Layers; layer++)
                total += shape.Directions * 2.0 * Rows * Steps * shape.GateWidth * ((layer == 0 ? 2 : 3) * shape.InputsOf(layer) + 3.0 * shape.Hidden);
            return total / 1e9;
        }
    }

    private readonly record struct Times(double Step, double One)
    {
        public static double Of(int runs, Action<int> action)
        {
            var times = new List<double>();
            for (var run = 0; run <= runs; run++)
            {
                var clock = Stopwatch.StartNew();
                action(run);
                if (run > 0) times.Add(clock.Elapsed.TotalMilliseconds); // the first compiles
            }

            return CpuTime.Median(times);
        }
    }
}
