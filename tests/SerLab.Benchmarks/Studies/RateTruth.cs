using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Rhythm;

namespace SerLab.Benchmarks.Studies;

/// <summary>Syllable counts, speaking rate and pauses against the labels of EMO-DB, on speakers and sentences that the model was not trained on, beside de Jong and Wempe's method in Praat.</summary>
public sealed class RateTruth : IStudy
{
    // Men and women in both.
    private static readonly string[] FirstHalf = ["03", "08", "09", "10", "11"];

    /// <inheritdoc/>
    public string Name => "rate-truth";

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var recordings = RateRecording.ReadAll();
        Console.WriteLine($"EMO-DB, {recordings.Count} recordings, {recordings.Select(recording => recording.Speaker).Distinct().Count()} speakers, {recordings.Select(recording => recording.Text).Distinct().Count()} sentences.");
        Console.WriteLine("r: syllables per second found and labelled, over recordings. The labels give each sentence the syllables of its dictionary form, however it was spoken.\n");
        Vowels(recordings);

        string Half(RateRecording recording) => FirstHalf.Contains(recording.Speaker) ? "first" : "second";
        var half = HeldOut(recordings, Half, (other, recording) => Half(other) != Half(recording));
        Report("ours, trained on speakers 03-11, on 12-16", Only(recordings, recording => Half(recording) == "second"), half);
        Report("ours, trained on speakers 12-16, on 03-11", Only(recordings, recording => Half(recording) == "first"), half);
        Report("ours, both ways together", recordings, half);
        Report("  the same in white noise, 20 dB", recordings, half, recording => recording.NoisyCues);
        Report("ours, speaker left out of training", recordings, HeldOut(recordings, recording => recording.Speaker, (other, recording) => other.Speaker != recording.Speaker));
        Report("ours, sentence left out of training", recordings, HeldOut(recordings, recording => recording.Text, (other, recording) => other.Text != recording.Text));
        Report("ours, speaker and sentence left out, half of speakers", recordings,
            HeldOut(recordings, recording => Half(recording) + recording.Text, (other, recording) => Half(other) != Half(recording) && other.Text != recording.Text));
        Report("ours, defaults (trained on all)", recordings, _ => SyllableModel.Default);
        Report("  the same in white noise, 20 dB", recordings, _ => SyllableModel.Default, recording => recording.NoisyCues);
        DeJongWempe(recordings);

        Nuclei("ours, held-out speakers", recordings, half);
        Pauses(recordings, "clean", recording => recording.Speech);
        Pauses(recordings, "white noise, 20 dB", recording => recording.NoisySpeech);
        Speed();
        PrintModel(recordings);
    }

    private static RateRecording[] Only(IReadOnlyList<RateRecording> recordings, Func<RateRecording, bool> isWanted) => [.. recordings.Where(isWanted)];

    // A model for each part of the recordings, learned from those that the part may know; one at a time on each of two threads.
    private static Func<RateRecording, SyllableModel> HeldOut(IReadOnlyList<RateRecording> recordings, Func<RateRecording, string> part, Func<RateRecording, RateRecording, bool> mayKnow)
    {
        var models = recordings.GroupBy(part).AsParallel().WithDegreeOfParallelism(2)
            .Select(group => (group.Key, Model: RateTraining.Train(Only(recordings, other => mayKnow(other, group.First()))))).ToDictionary(pair => pair.Key, pair => pair.Model);
        return recording => models[part(recording)];
    }

    private static void Report(string title, IReadOnlyList<RateRecording> recordings, Func<RateRecording, SyllableModel> model, Func<RateRecording, SyllableCues>? cues = null) =>
        Report(title, recordings, recording => SyllableFinder.Find(cues is null ? recording.Cues : cues(recording), model(recording)).Count);

    private static void Report(string title, IReadOnlyList<RateRecording> recordings, Func<RateRecording, double> count)
    {
        var errors = recordings.Select(recording => count(recording) - recording.Syllables.Count).ToArray();
        var r = Correlation([.. recordings.Select(recording => count(recording) / recording.Seconds)], [.. recordings.Select(recording => recording.Syllables.Count / recording.Seconds)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-52} r {r:F3}   count: mean absolute error {errors.Average(Math.Abs):F2}, bias {errors.Average():+0.00;-0.00}"));
    }

    // What the corpus' own phone labels give: how far a method that hears every vowel, and only those, can come.
    private static void Vowels(IReadOnlyList<RateRecording> recordings)
    {
        var perVowel = recordings.Sum(recording => recording.Syllables.Count) / (double)recordings.Sum(recording => recording.Vowels.Count);
        Report("vowels in the corpus' phone labels", recordings, recording => recording.Vowels.Count);
        Report(string.Create(CultureInfo.InvariantCulture, $"  the same times {perVowel:F3}, rounded"), recordings, recording => Math.Round(perVowel * recording.Vowels.Count));
    }

    private static void DeJongWempe(IReadOnlyList<RateRecording> recordings)
    {
        var start = new ProcessStartInfo("praat") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--run", ScriptPath(), Path.Combine(SharedData.Emodb, "wav")]) start.ArgumentList.Add(argument);
        using var praat = Process.Start(start)!;
        var counts = praat.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(cells => cells[0], cells => (ByMedian: int.Parse(cells[1], CultureInfo.InvariantCulture), ByLoud: int.Parse(cells[2], CultureInfo.InvariantCulture)));
        praat.WaitForExit();
        Report("de Jong and Wempe, 2 dB above the median", recordings, recording => counts[recording.Id].ByMedian);
        Report("de Jong and Wempe, 25 dB under the 99 % quantile", recordings, recording => counts[recording.Id].ByLoud);
    }

    private static string ScriptPath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "RateDeJongWempe.praat");

    private static void Nuclei(string title, IReadOnlyList<RateRecording> recordings, Func<RateRecording, SyllableModel> model)
    {
        const double toleranceSeconds = 0.02;
        int found = 0, vowels = 0, hits = 0;
        foreach (var recording in recordings)
        {
            var free = SyllableFinder.Find(recording.Cues, model(recording)).ToList();
            found += free.Count;
            vowels += recording.Vowels.Count;
            // A nucleus serves one vowel.
            foreach (var (start, end) in recording.Vowels)
            {
                var index = free.FindIndex(time => time >= start - toleranceSeconds && time < end + toleranceSeconds);
                if (index < 0) continue;
                hits++;
                free.RemoveAt(index);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\nnuclei against labelled vowels (within 20 ms), {title}: {100.0 * hits / vowels:F1} % of the vowels have one, {100.0 * hits / found:F1} % of the nuclei are in a vowel of their own"));
    }

    private static void Pauses(IReadOnlyList<RateRecording> recordings, string title, Func<RateRecording, SpeechSpan> speech)
    {
        int labelled = 0, found = 0, heard = 0, right = 0;
        var (lengths, labelledLengths) = (new List<double>(), new List<double>());
        foreach (var recording in recordings)
        {
            var pauses = speech(recording).Pauses.Select(pause => (Start: pause.Start * FrameGrid.HopSeconds, End: pause.End * FrameGrid.HopSeconds)).ToArray();
            var truth = recording.Pauses.Where(pause => pause.End - pause.Start >= PauseFinder.MinPauseSeconds).ToArray();
            found += pauses.Length;
            labelled += truth.Length;
            heard += truth.Count(pause => pauses.Sum(other => Overlap(pause, other)) > 0.5 * (pause.End - pause.Start));
            right += pauses.Count(pause => recording.Pauses.Sum(other => Overlap(pause, other)) > 0.5 * (pause.End - pause.Start));
            lengths.Add(pauses.Sum(pause => pause.End - pause.Start));
            labelledLengths.Add(truth.Sum(pause => pause.End - pause.Start));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"pauses of {PauseFinder.MinPauseSeconds} s and more, {title}: {heard} of {labelled} labelled ones found; {right} of {found} found are labelled; pause time per recording r {Correlation([.. lengths], [.. labelledLengths]):F3}, " +
            $"mean {lengths.Average():F3} s, labelled {labelledLengths.Average():F3} s"));
    }

    private static double Overlap((double Start, double End) a, (double Start, double End) b) => Math.Max(0, Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start));

    // Pitch and spectra are what all descriptors share, so they are measured before the clock starts.
    private static void Speed()
    {
        var clips = Directory.GetFiles(Path.Combine(SharedData.Emodb, "wav"), "03*.wav").Order(StringComparer.Ordinal).Select(path => AudioFile.Read(path, ChannelMix.Mean)).ToArray();
        var plan = new AnalysisPlan(16000, new PitchTrackerOptions());
        var best = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var analyses = Array.ConvertAll(clips, clip => new ClipAnalysis(clip, plan));
            foreach (var analysis in analyses) _ = (analysis.Pitch, analysis.Loudness.Length);
            var started = Stopwatch.GetTimestamp();
            foreach (var analysis in analyses) SpeakingRate.Of(analysis);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var seconds = clips.Sum(clip => (double)clip.Samples.Length / clip.SampleRateHz);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nsyllables and pauses, one thread, pitch, spectra and loudness given: {seconds / best:F0} x real time (best of 5 over {seconds:F0} s)"));
    }

    private static void PrintModel(IReadOnlyList<RateRecording> recordings)
    {
        Console.WriteLine("\ntrained on all recordings (SyllableWeights.cs):");
        foreach (var line in RateTraining.Train(recordings).ToBase64().Chunk(160)) Console.WriteLine(new string(line));
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        var covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
