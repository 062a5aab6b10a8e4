using System.Globalization;
using System.Text;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Rhythm;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>One recording of EMO-DB with its labels and what our finder sees in it.</summary>
/// <param name="Id">Name of the file: speaker (2 characters), text (3), emotion, take.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Syllables">Start and end of the labelled syllables, seconds.</param>
/// <param name="Pauses">Start and end of the labelled pauses, seconds.</param>
/// <param name="Vowels">Start and end of the vowels in the phone labels, seconds.</param>
/// <param name="Cues">Candidates of the clean recording.</param>
/// <param name="NoisyCues">Candidates in white noise at 20 dB.</param>
/// <param name="Speech">Pauses found in the clean recording.</param>
/// <param name="NoisySpeech">Pauses found in the noise.</param>
internal sealed record RateRecording(
    string Id, double Seconds, IReadOnlyList<(double Start, double End)> Syllables, IReadOnlyList<(double Start, double End)> Pauses, IReadOnlyList<(double Start, double End)> Vowels,
    SyllableCues Cues, SyllableCues NoisyCues, SpeechSpan Speech, SpeechSpan NoisySpeech)
{
    private const double NoiseDb = -20;

    // Vowels of the corpus' phone alphabet; a vocalised r after a vowel (i6, a6) is one with it, a 6 alone is a reduced syllable.
    private static readonly HashSet<string> VowelSymbols = [.. "I a i e @ E o O U u Y y 9 2 V A 6 aI aU OY AU AO aO ao i6 a6 E6 I6 @6 Y6".Split(' ')];

    public string Speaker => Id[..2];

    public string Text => Id[2..5];

    /// <summary>All recordings that have syllable labels, in the order of their names.</summary>
    public static IReadOnlyList<RateRecording> ReadAll()
    {
        var finder = new SyllableFinder(16000);
        var plan = new AnalysisPlan(16000, new PitchTrackerOptions());
        return [.. Directory.GetFiles(Path.Combine(SharedData.Emodb, "silb"), "*.silb").Order(StringComparer.Ordinal).Select(path => Read(path, plan, finder)).Where(recording => recording.Syllables.Count > 0)];
    }

    private static RateRecording Read(string path, AnalysisPlan plan, SyllableFinder finder)
    {
        var id = Path.GetFileNameWithoutExtension(path);
        var clip = AudioFile.Read(Path.Combine(SharedData.Emodb, "wav", id + ".wav"), ChannelMix.Mean);
        var clean = new ClipAnalysis(clip, plan);
        var noisy = new ClipAnalysis(WithNoise(clip, id), plan);
        var labels = File.ReadLines(path, Encoding.Latin1).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(cells => cells.Length > 1)
            .Select(cells => (Start: double.Parse(cells[0], CultureInfo.InvariantCulture), Text: cells[1])).ToArray();
        return new RateRecording(id, (double)clip.Samples.Length / clip.SampleRateHz, Stretches(labels, text => text[0] is not ('(' or '.')), Stretches(labels, text => text[0] == '('),
            Stretches(Phones(id), VowelSymbols.Contains), finder.Candidates(clean), finder.Candidates(noisy), PauseFinder.Find(clean.SpeechPower), PauseFinder.Find(noisy.SpeechPower));
    }

    private static (double Start, double End)[] Stretches((double Start, string Text)[] labels, Func<string, bool> isWanted) =>
        [.. labels.Zip(labels.Skip(1)).Where(pair => isWanted(pair.First.Text)).Select(pair => (pair.First.Start, pair.Second.Start))];

    // xlabel: lines "seconds colour symbol" behind a line "#"; symbols that begin with + or - describe the phone before them.
    private static (double Start, string Text)[] Phones(string id)
    {
        var folder = Path.Combine(SharedData.Emodb, "lablaut");
        var path = Path.Combine(folder, id + "xx.lablaut");
        return [.. File.ReadLines(File.Exists(path) ? path : Path.Combine(folder, id + ".lablaut"), Encoding.Latin1).SkipWhile(line => line.Trim() != "#").Skip(1)
            .Select(line => line.Split('\t')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length > 2 && cells[2][0] is not ('+' or '-'))
            .Select(cells => (double.Parse(cells[0], CultureInfo.InvariantCulture), cells[2]))];
    }

    private static Clip WithNoise(Clip clip, string id)
    {
        var samples = clip.Samples.ToArray();
        var gain = Math.Sqrt(samples.Average(x => (double)x * x) * Math.Pow(10, NoiseDb / 10));
        var stream = new RandomSource(20).For("white noise " + id).Open();
        for (var i = 0; i < samples.Length; i++) samples[i] += (float)(gain * stream.NextGaussian());
        return new Clip(samples, clip.SampleRateHz);
    }
}
