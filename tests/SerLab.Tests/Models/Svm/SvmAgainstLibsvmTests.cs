using System.Diagnostics;
using System.Globalization;
using SerLab.Models;
using SerLab.Models.Svm;

namespace SerLab.Tests.Models.Svm;

/// <summary>Decision values equal those of LIBSVM's own program at the same C, gamma and epsilon; its kernel is evaluated here in plain double arithmetic.</summary>
public sealed class SvmAgainstLibsvmTests
{
    private const double Tolerance = 1e-5;

    [ProgramFact("svm-train")]
    public void Two_overlapping_classes_with_the_gaussian_kernel() =>
        Compare(Toys.Clouds([[0, 0, 0, 0, 0], [1, 0.5, 0, 0, 0]], 1, 150, 11), new SvmOptions(C: 2, Gamma: 0.2, ClassWeights: ClassWeights.None, Tolerance: Tolerance));

    [ProgramFact("svm-train")]
    public void Three_classes_of_unequal_size_with_balanced_weights()
    {
        var all = Toys.Clouds([[0, 0, 0, 0], [1.2, 0, 0, 0], [0, 1.2, 0, 0]], 1, 240, 12);
        Compare(all.Subset([.. Enumerable.Range(0, 240).Where(i => i % 3 == 0 || i % 9 == 1 || i % 6 == 2)]), new SvmOptions(C: 5, Gamma: 0.3, Tolerance: Tolerance));
    }

    [ProgramFact("svm-train")]
    public void Four_classes_in_thirty_dimensions_with_the_linear_kernel()
    {
        double[][] centres = [.. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, 30).Select(j => j % 4 == c ? 0.4 : 0).ToArray())];
        Compare(Toys.Clouds(centres, 1, 160, 13), new SvmOptions(SvmKernel.Linear, C: 0.1, ClassWeights: ClassWeights.None, Tolerance: Tolerance));
    }

    private static void Compare(TrainingSet set, SvmOptions options)
    {
        var model = (SvmClassifier)options.Train(set, new RandomSource(1));
        var theirs = LibsvmModel.Train(set, options);
        for (var i = 0; i < set.Examples.Count; i += 7)
        {
            var (own, other) = (model.Decide(set.Examples[i]), theirs.Decide(set.Examples[i].Values.ToArray()));
            for (var p = 0; p < own.Length; p++) Assert.Equal(other[p], own[p], 1e-3 * Math.Max(1, Math.Abs(other[p])));
        }

        for (var p = 0; p < theirs.Rho.Length; p++) Assert.Equal(-theirs.Rho[p], model.Weights.Tensors["biases"].Values[p], 1e-3 * Math.Max(1, Math.Abs(theirs.Rho[p])));
    }

    private sealed record LibsvmModel(SvmOptions Options, double[] Rho, int[] CountOfClass, double[][] Coefficients, double[][] Vectors)
    {
        public static LibsvmModel Train(TrainingSet set, SvmOptions options)
        {
            var folder = Directory.CreateTempSubdirectory("serlab-libsvm");
            try
            {
                var (data, model) = (Path.Combine(folder.FullName, "data"), Path.Combine(folder.FullName, "model"));
                var order = Enumerable.Range(0, set.Examples.Count).OrderBy(i => set.Labels[i]).ToArray(); // LIBSVM numbers classes as they appear.
                File.WriteAllLines(data, order.Select(i => set.Labels[i] + " " + string.Join(' ', set.Examples[i].Values.ToArray().Select((x, j) => $"{j + 1}:{x:R}"))));
                List<string> arguments = ["-q", "-s", "0", "-t", options.Kernel == SvmKernel.Linear ? "0" : "2", "-c", $"{options.C}", "-e", $"{options.Tolerance}", "-h", "0"];
                if (options.Gamma is { } gamma) arguments.AddRange(["-g", $"{gamma}"]);
                if (options.ClassWeights == ClassWeights.Balanced)
                    foreach (var (count, c) in set.CountPerClass().Select((count, c) => (count, c)))
                        arguments.AddRange([$"-w{c}", $"{set.Examples.Count / (double)(set.ClassCount * count):R}"]);
                using var run = Process.Start(new ProcessStartInfo("svm-train", [.. arguments, data, model]))!;
                run.WaitForExit();
                Assert.Equal(0, run.ExitCode);
                return Read(File.ReadAllLines(model), set.FeatureCount, options);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        public double[] Decide(float[] row)
        {
            var starts = new int[CountOfClass.Length];
            for (var c = 1; c < starts.Length; c++) starts[c] = starts[c - 1] + CountOfClass[c - 1];
            var kernel = Vectors.Select(vector => Options.Kernel == SvmKernel.Linear
                ? vector.Select((x, j) => x * row[j]).Sum()
                : Math.Exp(-Options.Gamma!.Value * vector.Select((x, j) => (x - row[j]) * (x - row[j])).Sum())).ToArray();
            var decisions = new List<double>();
            for (var a = 0; a < starts.Length; a++)
                for (var b = a + 1; b < starts.Length; b++)
                {
                    var sum = -Rho[decisions.Count];
                    for (var v = starts[a]; v < starts[a] + CountOfClass[a]; v++) sum += Coefficients[v][b - 1] * kernel[v];
                    for (var v = starts[b]; v < starts[b] + CountOfClass[b]; v++) sum += Coefficients[v][a] * kernel[v];
                    decisions.Add(sum);
                }

            return [.. decisions];
        }

        private static LibsvmModel Read(string[] lines, int features, SvmOptions options)
        {
            var start = Array.IndexOf(lines, "SV") + 1;
            var (coefficients, vectors) = (new List<double[]>(), new List<double[]>());
            foreach (var words in lines.Skip(start).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                coefficients.Add([.. words.Where(word => !word.Contains(':')).Select(Number)]);
                var vector = new double[features];
                foreach (var pair in words.Where(word => word.Contains(':')).Select(word => word.Split(':'))) vector[int.Parse(pair[0], CultureInfo.InvariantCulture) - 1] = Number(pair[1]);
                vectors.Add(vector);
            }

            return new LibsvmModel(options, [.. Line("rho").Select(Number)], [.. Line("nr_sv").Select(int.Parse)], [.. coefficients], [.. vectors]);

            string[] Line(string name) => lines.First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1..];
        }

        private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
    }
}
