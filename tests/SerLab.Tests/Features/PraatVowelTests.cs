using System.Diagnostics;
using System.Globalization;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Tests.Architecture;

namespace SerLab.Tests.Features;

/// <summary>Voice quality and formants beside Praat's, in the middle of the vowels of five speakers; over a hundred files: the study voice-praat.</summary>
public sealed class PraatVowelTests
{
    // Frame centres in the middle of labelled vowels, seconds.
    private static readonly (string File, double[] Seconds)[] Vowels =
    [
        ("03a05Fc", [0.165, 0.405, 0.735, 0.895, 1.225, 1.585, 2.205, 2.435, 2.555, 2.925]),
        ("09a05Lc", [0.175, 0.415, 0.625, 0.775, 0.945, 1.295, 1.615, 2.065, 2.405, 2.725, 3.135]),
        ("11a02Ld", [0.195, 0.415, 0.785, 0.945, 1.105, 1.355]),
        ("13a05Nb", [0.165, 0.405, 0.865, 1.855, 2.295, 2.615]),
        ("15a02La", [0.125, 0.345, 0.595, 0.935, 1.075, 1.395]),
    ];

    // Our column, Praat's, and how far the median of the differences may be from 0: as a share of Praat's value, or in the column's unit.
    private static readonly (string Ours, string Praat, bool Share, double Tolerance)[] Measures =
    [
        ("f1_hz", "f1", true, 0.01), ("f2_hz", "f2", true, 0.01), ("f3_hz", "f3", true, 0.01),
        ("f1_bandwidth_hz", "b1", true, 0.05), ("f2_bandwidth_hz", "b2", true, 0.05), ("f3_bandwidth_hz", "b3", true, 0.05),
        ("hnr_db", "hnr_ac", false, 1), ("jitter_ratio", "jitter", false, 0.0005), ("jitter_ddp_ratio", "ddp", false, 0.001),
        ("shimmer_ratio", "shimmer", false, 0.01), ("shimmer_db", "shimmer_db", false, 0.05), ("cepstral_peak_db", "cpp", false, 1.5), ("cepstral_peak_smoothed_db", "cpps", false, 1),
    ];

    [ProgramFact("praat", shared: true)]
    public void Measures_in_vowels_agree_with_Praat()
    {
        var praat = AskPraat();
        var row = 0;
        var differences = Measures.Select(_ => new List<double>()).ToArray();
        foreach (var (file, seconds) in Vowels)
        {
            var analysis = Sounds.Analyse(PcmFile.Read(Wav(file)));
            var contours = Measures.Select(measure => Contour(analysis, measure.Ours)).ToArray();
            foreach (var second in seconds)
            {
                row++;
                var frame = (int)Math.Round(second * FrameGrid.FramesPerSecond - 0.5);
                if (!(Math.Abs(analysis.Pitch.Hz[frame] / Praat("f0") - 1) < 0.1)) continue;
                for (var i = 0; i < Measures.Length; i++)
                {
                    var truth = Praat(Measures[i].Praat);
                    if (truth > -100) differences[i].Add(Math.Abs(contours[i][frame] - truth) / (Measures[i].Share ? truth : 1));
                }
            }

            double Praat(string column) => double.TryParse(praat[row][Array.IndexOf(praat[0], column)], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        }

        for (var i = 0; i < Measures.Length; i++)
        {
            Assert.InRange(differences[i].Count, 25, 39);
            var median = differences[i].Order().ElementAt(differences[i].Count / 2);
            Assert.True(median <= Measures[i].Tolerance, $"{Measures[i].Ours}: median difference {median}");
        }
    }

    private static string Wav(string file) => Path.Combine(Shared.EmoDb, "wav", file + ".wav");

    private static float[] Contour(ClipAnalysis analysis, string column)
    {
        foreach (var options in new DescriptorOptions[] { new VoiceQualityOptions(), new FormantsOptions() })
        {
            var descriptor = options.Prepare(analysis.Grid.SampleRateHz);
            var at = descriptor.Columns.ToList().FindIndex(candidate => candidate.Name == column);
            if (at < 0) continue;
            var rows = new float[analysis.Grid.Count * descriptor.Columns.Count];
            descriptor.Describe(analysis, rows);
            return [.. Enumerable.Range(0, analysis.Grid.Count).Select(frame => rows[frame * descriptor.Columns.Count + at])];
        }

        throw new ArgumentException($"no column {column}", nameof(column));
    }

    // Praat's table: the names of its columns, then a row per vowel.
    private static string[][] AskPraat()
    {
        var folder = Directory.CreateTempSubdirectory("praat-vowels-").FullName;
        try
        {
            string moments = Path.Combine(folder, "moments.tsv"), results = Path.Combine(folder, "results.tsv");
            File.WriteAllLines(moments, ["path\ttime", .. Vowels.SelectMany(vowel => vowel.Seconds.Select(second => string.Create(CultureInfo.InvariantCulture, $"{Wav(vowel.File)}\t{second}")))]);
            var script = Path.Combine(Repository.Root, "tests", "SerLab.Benchmarks", "Studies", "voice.praat");
            using var praat = Process.Start(new ProcessStartInfo("praat") { ArgumentList = { "--run", script, moments, results } })!;
            Assert.True(praat.WaitForExit(60_000) && praat.ExitCode == 0, "praat failed");
            return [.. File.ReadLines(results).Select(line => line.Split('\t'))];
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
