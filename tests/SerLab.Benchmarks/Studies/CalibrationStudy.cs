using System.Runtime.InteropServices;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Models.Calibration;
using SerLab.Models.Selection;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Benchmarks.Studies;

/// <summary>EMO-DB, 6373 ComParE functionals: what each selection costs, and how honest the SVM's posteriors on unheard speakers become by each calibration.</summary>
/// <remarks>
/// Posteriors are those of ten machines, each judging the speaker it never heard; a calibration learns from nine speakers' posteriors and is judged on the tenth's.
/// Figures stand apart for speakers 03 08 09 10 11 and 12 13 14 15 16: what is chosen on the one half can be judged on the other.
/// </remarks>
internal sealed class CalibrationStudy : IStudy
{
    private const int ClassCount = 7;
    private const int ChoosingSpeakers = 5;

    /// <inheritdoc/>
    public string Name => "calibration";

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var folder = Path.Combine(SharedData.Emodb, "compare16");
        int[] labels = Array.ConvertAll(Npy.ReadIntegers(Path.Combine(folder, "labels.npy")).Values, label => (int)label);
        int[] speakers = Array.ConvertAll(Npy.ReadIntegers(Path.Combine(folder, "speakers.npy")).Values, speaker => (int)speaker);
        MatrixView[] rows = ReadRows(Path.Combine(folder, "features.npy"), labels.Length);

        PrintSelections(new TrainingSet(new ZNormalisationOptions().Fit(rows).Apply(rows, speakers), labels, speakers, ClassCount));
        var judged = Judge(rows, labels, speakers);
        Console.WriteLine($"{"calibration",-24} {"log-loss",9} {"ECE",6} {"macro",6}   {"log-loss",9} {"ECE",6} {"macro",6}");
        PrintCalibration("none", judged, judged, labels, speakers);
        foreach (var (name, options) in Calibrations())
        {
            var calibrated = new double[labels.Length][];
            foreach (var speaker in speakers.Distinct())
            {
                int[] learned = [.. Enumerable.Range(0, labels.Length).Where(i => speakers[i] != speaker)];
                var calibrator = options.Fit([.. learned.Select(i => judged[i])], [.. learned.Select(i => labels[i])]);
                foreach (var i in Enumerable.Range(0, labels.Length).Where(i => speakers[i] == speaker)) calibrator.Apply(calibrated[i] = [.. judged[i]]);
            }

            PrintCalibration(name, calibrated, judged, labels, speakers);
        }
    }

    // The array stands column after column (fortran_order), which Npy does not read: magic, version, length of the header in two bytes, header, values.
    private static MatrixView[] ReadRows(string path, int count)
    {
        var bytes = File.ReadAllBytes(path);
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => MatrixView.OfRow(Enumerable.Range(0, values.Length / count).Select(j => values[j * count + i]).ToArray()))];
    }

    private static IEnumerable<(string Name, CalibrationOptions Options)> Calibrations()
    {
        yield return ("temperature", new TemperatureOptions());
        yield return ("isotonic", new IsotonicOptions());
        foreach (var offDiagonal in (double[])[1, 10, 100, 1000])
            foreach (var intercept in (double[])[1, 10, 100])
                yield return ($"dirichlet, {offDiagonal}, {intercept}", new DirichletOptions(offDiagonal, intercept));
        yield return ("dirichlet, balanced", new DirichletOptions(ClassWeights: ClassWeights.Balanced));
    }

    private static void PrintSelections(TrainingSet set)
    {
        Console.WriteLine($"{"selection",-24} {"columns",8} {"CPU s",7}");
        foreach (var options in (SelectionOptions[])[new AnovaFOptions(), new MrmrOptions(), new L1Options(), new L1Options(0.01, null)])
        {
            IReadOnlyList<int> columns = [];
            CpuTime.Seconds(() => columns = options.Choose(set)); // The first round compiles.
            Console.WriteLine($"{options.Kind,-24} {columns.Count,8} {CpuTime.Seconds(() => columns = options.Choose(set)),7:F2}");
        }
    }

    private static double[][] Judge(MatrixView[] rows, int[] labels, int[] speakers)
    {
        var judged = new double[rows.Length][];
        foreach (var speaker in speakers.Distinct())
        {
            int[] learned = [.. Enumerable.Range(0, rows.Length).Where(i => speakers[i] != speaker)];
            int[] others = [.. learned.Select(i => speakers[i])];
            var normaliser = new ZNormalisationOptions().Fit([.. learned.Select(i => rows[i])]);
            var set = new TrainingSet(normaliser.Apply([.. learned.Select(i => rows[i])], others), [.. learned.Select(i => labels[i])], others, ClassCount);
            var classifier = new SvmOptions().Train(set, new RandomSource(1));
            foreach (var i in Enumerable.Range(0, rows.Length).Where(i => speakers[i] == speaker))
                classifier.Score(normaliser.Apply([rows[i]], [speaker])[0], judged[i] = new double[ClassCount]);
        }

        return judged;
    }

    private static void PrintCalibration(string name, double[][] calibrated, double[][] judged, int[] labels, int[] speakers)
    {
        int[] order = [.. speakers.Distinct().Order()];
        Console.Write($"{name,-24}");
        foreach (var part in (int[][])[order[..ChoosingSpeakers], order[ChoosingSpeakers..]])
        {
            int[] kept = [.. Enumerable.Range(0, judged.Length).Where(i => part.Contains(speakers[i]))];
            double[][] posteriors = [.. kept.Select(i => calibrated[i])];
            int[] truth = [.. kept.Select(i => labels[i])];
            int[] found = [.. posteriors.Select(row => LogMath.ArgMax(row))];
            var matrix = ConfusionMatrix.Of(truth, found, [.. Enumerable.Range(0, ClassCount).Select(c => $"{c}")]);
            Console.Write($" {ProbabilityMetrics.LogLoss(posteriors, truth),9:F4} {ProbabilityMetrics.ExpectedCalibrationError(posteriors, truth),6:F3} {matrix.MacroAccuracy,6:F3}  ");
        }

        Console.WriteLine();
    }
}
