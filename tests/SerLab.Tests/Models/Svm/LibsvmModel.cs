using System.Diagnostics;
using System.Globalization;
using SerLab.Models;

namespace SerLab.Tests.Models.Svm;

/// <summary>What LIBSVM's program learns, read from its model file.</summary>
internal sealed record LibsvmModel(SvmOptions Options, double[] Rho, int[] CountOfClass, double[][] Coefficients, double[][] Vectors)
{
    public static LibsvmModel Train(TrainingSet set, SvmOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("serlab-libsvm");
        try
        {
            var (data, model) = (Path.Combine(folder.FullName, "data"), Path.Combine(folder.FullName, "model"));
            var order = Enumerable.Range(0, set.Examples.Count).OrderBy(i => set.Labels[i]).ToArray(); // LIBSVM numbers classes as they appear.
            File.WriteAllLines(data, order.Select(i => set.Labels[i] + " " + string.Join(' ', set.Examples[i].Values.ToArray().Select((x, j) => $"{j + 1}:{x:R}"))));
            List<string> arguments = ["-q", "-s", "0", "-t", TypeOf(options.Kernel), "-c", $"{options.C}", "-e", $"{options.Tolerance}", "-h", "0", "-d", $"{options.Degree}", "-r", $"{options.Coef0}"];
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
        var kernel = Vectors.Select(vector => Kernel(vector, row)).ToArray();
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

    private static string TypeOf(SvmKernel kernel) => kernel switch
    {
        SvmKernel.Linear => "0",
        SvmKernel.Polynomial => "1",
        SvmKernel.Rbf => "2",
        _ => "3",
    };

    private double Kernel(double[] vector, float[] row)
    {
        var gamma = Options.Gamma ?? 0;
        var inner = vector.Select((x, j) => x * row[j]).Sum();
        return Options.Kernel switch
        {
            SvmKernel.Linear => inner,
            SvmKernel.Polynomial => Math.Pow(gamma * inner + Options.Coef0, Options.Degree),
            SvmKernel.Rbf => Math.Exp(-gamma * vector.Select((x, j) => (x - row[j]) * (x - row[j])).Sum()),
            _ => Math.Tanh(gamma * inner + Options.Coef0),
        };
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
