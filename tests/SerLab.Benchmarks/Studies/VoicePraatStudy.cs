using System.Diagnostics;
using System.Globalization;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;

namespace SerLab.Benchmarks.Studies;

/// <summary>Voice quality and formants beside Praat's, in the middle of the vowels of EMO-DB: medians of the absolute differences.</summary>
/// <remarks>Vowels are the monophthongs of the phone labels of every fifth file, 50 ms or longer; compared where both find the voice voiced with F0 within 10
/// %.</remarks>
internal sealed class VoicePraatStudy : IStudy
{
    private const int EveryFile = 5;
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "y", "2", "9", "E", "I", "O", "U", "Y", "@", "6"];
    private static readonly string[] Males = ["03", "10", "11", "12", "15"];

    // Our column, Praat's column, whether the difference is told in percent of Praat's value, and the tolerance that we state for its median.
    private static readonly (string Ours, string Praat, bool Percent, double Tolerance)[] Measures =
    [
        ("f1_hz", "f1", true, 1), ("f2_hz", "f2", true, 1), ("f3_hz", "f3", true, 1),
        ("f1_bandwidth_hz", "b1", true, 5), ("f2_bandwidth_hz", "b2", true, 5), ("f3_bandwidth_hz", "b3", true, 5),
        ("hnr_db", "hnr_ac", false, 1), ("jitter_ratio", "jitter", false, 0.0005), ("jitter_ddp_ratio", "ddp", false, 0.001),
        ("shimmer_ratio", "shimmer", false, 0.01), ("shimmer_db", "shimmer_db", false, 0.05),
        ("cepstral_peak_db", "cpp", false, 1.5), ("cepstral_peak_smoothed_db", "cpps", false, 1),
    ];

    /// <inheritdoc/>
    public string Name => "voice-praat";

    /// <inheritdoc/>
    /// <param name="arguments">Optionally a file for Praat's table: it is made when it is not there, and used when it is (Praat takes a minute).</param>
    public void Run(IReadOnlyList<string> arguments)
    {
        var moments = Moments().ToArray();
        var table = arguments.Count > 0 ? arguments[0] : Path.Combine(Path.GetTempPath(), $"voice-praat-{Environment.ProcessId}.tsv");
        if (!File.Exists(table)) AskPraat(moments, table);
        var lines = File.ReadLines(table).Select(line => line.Split('\t')).ToArray();
        if (lines.Length != moments.Length + 1) throw new InvalidDataException($"{table} has {lines.Length - 1} rows for {moments.Length} vowels; delete it.");
        double Praat(int moment, string column) =>
            double.TryParse(lines[moment + 1][Array.IndexOf(lines[0], column)], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

        var ours = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var compared = new List<int>();
        var path = "";
        IReadOnlyDictionary<string, float[]> contours = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (var i = 0; i < moments.Length; i++)
        {
            if (moments[i].Path != path) contours = Contours(path = moments[i].Path);
            var f0 = contours["hz"][moments[i].Frame];
            foreach (var (name, contour) in contours)
            {
                if (!ours.TryGetValue(name, out var values)) ours[name] = values = new double[moments.Length];
                values[i] = contour[moments[i].Frame];
            }

            if (f0 > 0 && Math.Abs(f0 / Praat(i, "f0") - 1) < 0.1) compared.Add(i);
        }

        Console.WriteLine($"{moments.Length} vowels of {moments.Select(moment => moment.Path).Distinct().Count()} files, {compared.Count} voiced with the same F0 for both");
        Print("all speakers, Praat's ceiling 5500 Hz", compared, column => column);
        Print("women", compared.Where(i => !IsMale(moments[i].Path)), column => column);
        Print("men", compared.Where(i => IsMale(moments[i].Path)), column => column);
        Print("men, Praat's ceiling 5000 Hz", compared.Where(i => IsMale(moments[i].Path)), column => column[0] is 'f' or 'b' ? column + "_5000" : column);

        void Print(string title, IEnumerable<int> rows, Func<string, string> praatColumn)
        {
            Console.WriteLine();
            Console.WriteLine($"{title,-40} {"Praat",9} {"ours",9} {"median",9} {"median",9}  {"> 20 %",8} {"correl.",8}");
            Console.WriteLine($"{"",-40} {"median",9} {"median",9} {"|diff.|",9} {"diff.",9}");
            var chosen = rows.ToArray();
            foreach (var (column, praat, percent, tolerance) in Measures)
            {
                var both = chosen.Where(i => double.IsFinite(Praat(i, praatColumn(praat))) && Praat(i, praatColumn(praat)) > -100).ToArray();
                double[] truth = [.. both.Select(i => Praat(i, praatColumn(praat)))], own = [.. both.Select(i => ours[column][i])];
                double[] difference = [.. own.Zip(truth, (a, b) => percent ? 100 * (a / b - 1) : a - b)];
                var absolute = Median([.. difference.Select(Math.Abs)]);
                var far = 100.0 * own.Zip(truth, (a, b) => Math.Abs(a / b - 1) > 0.2).Count(wrong => wrong) / both.Length;
                var unit = percent ? '%' : ' ';
                var verdict = $"tolerance {tolerance.ToString(CultureInfo.InvariantCulture)}{unit}{(absolute > tolerance ? "  MISSED" : "")}";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{column,-30} n {both.Length,5}   {Median(truth),9:G4} {Median(own),9:G4} {absolute,8:G3}{unit} {Median(difference),8:G2}{unit} "
                    + $"{far,8:F1} {Correlation(own, truth),8:F3}  {verdict}"));
            }
        }
    }

    private static bool IsMale(string path) => Males.Contains(Path.GetFileName(path)[..2]);

    private static Dictionary<string, float[]> Contours(string path)
    {
        var clip = AudioFile.Read(path, ChannelMix.Mean);
        var analysis = new ClipAnalysis(clip, new AnalysisPlan(clip.SampleRateHz, new PitchTrackerOptions()));
        var contours = new Dictionary<string, float[]>(StringComparer.Ordinal) { ["hz"] = analysis.Pitch.Hz.ToArray() };
        foreach (var options in new DescriptorOptions[] { new VoiceQualityOptions(), new FormantsOptions() })
        {
            var descriptor = options.Prepare(clip.SampleRateHz);
            var rows = new float[analysis.Grid.Count * descriptor.Columns.Count];
            descriptor.Describe(analysis, rows);
            for (var column = 0; column < descriptor.Columns.Count; column++)
                contours[descriptor.Columns[column].Name] = [.. Enumerable.Range(0, analysis.Grid.Count).Select(frame => rows[frame * descriptor.Columns.Count + column])];
        }

        return contours;
    }

    // The frame in the middle of every vowel. A label's time is where its phone begins (silb's onsets stand at the same times); the next label ends it.
    private static IEnumerable<(string Path, int Frame)> Moments()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(SharedData.Emodb, "wav"), "*.wav").Order(StringComparer.Ordinal).Where((_, i) => i % EveryFile == 0))
        {
            var labels = Path.Combine(SharedData.Emodb, "lablaut", Path.GetFileNameWithoutExtension(path) + "xx.lablaut");
            if (!File.Exists(labels)) continue;
            var phones = File.ReadLines(labels, System.Text.Encoding.Latin1).SkipWhile(line => line != "#").Skip(1)
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(cells => cells.Length >= 3)
                .Select(cells => (Seconds: double.Parse(cells[0], CultureInfo.InvariantCulture), Name: cells[2])).ToArray();
            for (var i = 0; i + 1 < phones.Length; i++)
                if (Vowels.Contains(phones[i].Name) && phones[i + 1].Seconds - phones[i].Seconds >= 0.05)
                    yield return (path, (int)Math.Round((phones[i].Seconds + phones[i + 1].Seconds) / 2 * FrameGrid.FramesPerSecond - 0.5));
        }
    }

    private static void AskPraat(IReadOnlyList<(string Path, int Frame)> moments, string table)
    {
        var list = Path.ChangeExtension(table, ".moments");
        File.WriteAllLines(list, ["path\ttime", .. moments.Select(moment => string.Create(CultureInfo.InvariantCulture, $"{moment.Path}\t{FrameGrid.CentreSeconds(moment.Frame):F3}"))]);
        var start = new ProcessStartInfo("praat") { ArgumentList = { "--run", Path.GetFullPath("tests/SerLab.Benchmarks/Studies/voice.praat"), Path.GetFullPath(list), Path.GetFullPath(table) } };
        using var praat = Process.Start(start)!;
        praat.WaitForExit();
        if (praat.ExitCode != 0) throw new InvalidOperationException($"praat ended with {praat.ExitCode}.");
    }

    private static double Median(double[] values)
    {
        Array.Sort(values = [.. values]);
        return values.Length == 0 ? double.NaN : values[values.Length / 2];
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
