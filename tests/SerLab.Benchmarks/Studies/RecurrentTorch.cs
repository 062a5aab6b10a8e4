using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features.Sets;
using SerLab.Folds;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Benchmarks.Studies;

/// <summary>
/// <c>study recurrent-torch [seeds] [normalisation ...]</c>: MacroAccuracy of PyTorch's own bidirectional LSTM 2 x 128 with attention on our frames of EMO-DB, one speaker held out at a time.
/// </summary>
/// <remarks>
/// <para>PyTorch gets what our recurrent kinds get: the set <c>lld</c>, scaled by what each fold's training rows say, averaged to steps of 30 ms, early stopping on the training speakers
/// that ours hold in. It never sees a test row's label: it sends log posteriors back. The network and its training stand in recurrent_torch.py, set before the first run.</para>
/// <para>A fold takes minutes, so what it predicts is kept in the temporary folder under a name made of everything that the script was given and of the script: a study that was stopped
/// goes on where it was.</para>
/// </remarks>
internal sealed class RecurrentTorch : IStudy
{
    private const int RateHz = 16000, FramesPerStep = 3;

    private static readonly string Kept = Path.Combine(Path.GetTempPath(), "serlab-recurrent-torch");

    public string Name => "recurrent-torch";

    public void Run(IReadOnlyList<string> arguments)
    {
        string[] named = [.. arguments.Where(word => !char.IsAsciiDigit(word[0]))];
        var seeds = arguments.Except(named).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).FirstOrDefault(1);
        var frontEnd = new FrontEnd(RateHz, ChannelMix.Mean, [], new LowLevelSetOptions());
        var table = new FeatureTableBuilder(Threads: 1, Cache: null, BadFilePolicy.Fail, Progress: null).Build(new EmoDbOptions(SharedData.Emodb).Load(), frontEnd, CancellationToken.None).Table;
        string[] classes = [.. table.Rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        var examples = Examples.Of(table, table.Rows, [.. table.Rows.Select(row => Array.IndexOf(classes, row.Label))], classes.Length, new LstmOptions());
        Directory.CreateDirectory(Kept);
        foreach (var normalisation in named.Length > 0 ? named : ["speaker-z", "z"])
        {
            var predicted = new List<int[]>();
            for (var seed = 1; seed <= seeds; seed++) predicted.Add(HoldOut(table, examples, RecipeJson.BuiltIn.Read<NormalisationOptions>($"\"{normalisation}\"", normalisation), classes, seed));
            Console.WriteLine($"{normalisation}, {seeds} seeds: {Summary(examples, predicted, classes)}");
        }
    }

    // One seed: every speaker held out once.
    private static int[] HoldOut(FeatureTable table, Examples examples, NormalisationOptions normalisation, string[] classes, int seed)
    {
        var random = new RandomSource((ulong)seed);
        var predicted = new int[table.Rows.Count];
        foreach (var fold in new LeaveOneSpeakerOutOptions().Split(table.Rows, random.For("folds")))
        {
            var posteriors = new FoldInput(examples, fold, normalisation, random.For("fold", fold.Index)).Predict(seed);
            for (var i = 0; i < fold.Test.Count; i++) predicted[fold.Test[i]] = LogMath.ArgMax(posteriors[i]);
            Console.WriteLine($"{normalisation.Kind}, seed {seed}, {fold.Name}: {Percent(MacroAccuracy(fold.Test))} of {fold.Test.Count} rows");
        }

        Console.WriteLine($"{normalisation.Kind}, seed {seed}: {Summary(examples, [predicted], classes)}");
        return predicted;

        double MacroAccuracy(IReadOnlyList<int> rows) => ConfusionMatrix.Of([.. rows.Select(i => examples.Labels[i])], [.. rows.Select(i => predicted[i])], classes).MacroAccuracy;
    }

    // All seeds' predictions side by side: their MacroAccuracy is the mean over seeds, in every resample too, since each seed has the same rows.
    private static string Summary(Examples examples, IReadOnlyList<int[]> predicted, string[] classes)
    {
        int[] actual = [.. predicted.SelectMany(_ => examples.Labels)], speakers = [.. predicted.SelectMany(_ => examples.Speakers)], all = [.. predicted.SelectMany(one => one)];
        var interval = SpeakerBootstrap.MacroAccuracy(actual, all, speakers, classes.Length, new RandomSource(1).For("bootstrap"));
        double[] scores = [.. predicted.Select(one => ConfusionMatrix.Of(examples.Labels, one, classes).MacroAccuracy)];
        var spread = scores.Length == 1 ? "" : $"; seeds {string.Join(' ', scores.Select(Percent))}";
        return $"MacroAccuracy {Percent(scores.Average())} ({Percent(interval.Low)} to {Percent(interval.High)}, 95 %, over speakers){spread}";
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);

    // What PyTorch is given of one fold: the training rows, then the test rows without their labels.
    private sealed class FoldInput
    {
        private readonly int testCount, classCount;
        private readonly MatrixView[] steps;
        private readonly long[] offsets, labels, held;

        public FoldInput(Examples examples, Fold fold, NormalisationOptions normalisation, RandomSource random)
        {
            var (train, test) = (examples.At(fold.Train), examples.At(fold.Test));
            (testCount, classCount) = (fold.Test.Count, examples.ClassCount);
            var normaliser = normalisation.Fit(train.Inputs);
            var scaled = normaliser.Apply(train.Inputs, train.Speakers);
            steps = [.. scaled.Concat(normaliser.Apply(test.Inputs, test.Speakers)).Select(frames => FrameSteps.Average(frames, FramesPerStep))];
            offsets = new long[steps.Length + 1];
            for (var i = 0; i < steps.Length; i++) offsets[i + 1] = offsets[i] + steps[i].Rows;
            labels = [.. train.Labels.Select(label => (long)label), .. Enumerable.Repeat(-1L, testCount)];
            var watches = HeldIn.Choose(new TrainingSet(scaled, train.Labels, train.Speakers, classCount), new RecurrentTrainingSettings().ValidationShare, random.For("train").For("held-in"));
            held = [.. watches.Select(watch => watch ? 1L : 0), .. new long[testCount]];
        }

        // Log posteriors of the test rows, shape [rows][classes].
        public double[][] Predict(int seed, [CallerFilePath] string here = "")
        {
            var script = Path.Combine(Path.GetDirectoryName(here)!, "recurrent_torch.py");
            float[] values = [.. steps.SelectMany(matrix => matrix.Span.ToArray())];
            long[] numbers = [.. offsets, .. labels, .. held, classCount, seed];
            var name = RecipeHash.Of(RecipeHash.Of(MemoryMarshal.AsBytes<float>(values)), RecipeHash.Of(MemoryMarshal.AsBytes<long>(numbers)), File.ReadAllText(script));
            var result = Path.Combine(Kept, name + ".npy");
            if (File.Exists(result)) Console.WriteLine($"  kept from an earlier run: {result}");
            else Train(script, values, seed, result);
            var posteriors = Npy.ReadFloats(result).Values;
            return [.. Enumerable.Range(0, testCount).Select(row => Enumerable.Range(0, classCount).Select(c => (double)posteriors[row * classCount + c]).ToArray())];
        }

        private void Train(string script, float[] values, int seed, string result)
        {
            var folder = Directory.CreateTempSubdirectory("recurrent-torch");
            try
            {
                using (var file = File.Create(Path.Combine(folder.FullName, "steps.npy"))) Npy.Write(file, values, offsets[^1], steps[0].Columns);
                foreach (var (name, numbers) in new[] { ("offsets", offsets), ("labels", labels), ("held", held) })
                    using (var file = File.Create(Path.Combine(folder.FullName, name + ".npy"))) Npy.Write(file, numbers, numbers.Length);
                string[] arguments = [script, folder.FullName, classCount.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture), result];
                using var process = Process.Start("/usr/bin/python3", arguments);
                process.WaitForExit();
                if (process.ExitCode != 0) throw new InvalidOperationException($"{script} ended with {process.ExitCode}.");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }
}
