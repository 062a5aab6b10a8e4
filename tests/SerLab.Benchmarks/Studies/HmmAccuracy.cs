using System.Globalization;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Benchmarks.Studies;

/// <summary><c>study hmm-accuracy [row ...]</c>: what each ingredient of the hidden Markov model is worth on five speakers of EMO-DB; a row is "features normalisation {settings}".</summary>
/// <remarks>
/// MacroAccuracy in percent, one of the speakers 03, 08, 09, 10 and 11 held out at a time, means over seeds. Defaults and tuning grids were chosen by these rows; the other five speakers
/// are not looked at here. Seeds of one row, which are printed, lie up to five points apart, so small differences say nothing.
/// </remarks>
internal sealed class HmmAccuracy : IStudy
{
    private const int Seeds = 3;

    // Speakers that choices may be made on.
    private static readonly HashSet<string> Speakers = [.. new[] { "03", "08", "09", "10", "11" }.Select(name => $"emodb/{name}")];

    private static readonly string[] Settings =
    [
        """{}""", """{ "topology": "ergodic" }""", """{ "states": 1, "mixtures": 16 }""", """{ "states": 5, "mixtures": 3 }""", """{ "states": 3, "mixtures": 2 }""", """{ "skips": 1 }""",
        """{ "training": "viterbi" }""", """{ "startRounds": 3 }""", """{ "variances": "per-state" }""", """{ "variances": "per-model" }""", """{ "varianceFloor": 0.1 }""",
        """{ "background": true, "mixtures": 16 }""",
        """{ "mixtures": 3, "varianceFloor": 0.2 }""",
    ];

    public string Name => "hmm-accuracy";

    public void Run(IReadOnlyList<string> arguments)
    {
        string[] rows = arguments.Count > 0
            ? [.. arguments]
            : [.. from features in new[] { "mfcc", "lld" } from normalisation in new[] { "z", "speaker-z" } from settings in Settings select $"{features} {normalisation} {settings}"];
        var utterances = new EmoDbOptions(SharedData.Emodb).Load().Utterances.Where(utterance => Speakers.Contains(utterance.Speaker)).ToArray();
        var byFeatures = new Dictionary<string, MatrixView[]>();
        foreach (var row in rows)
        {
            var words = row.Split(' ', 3);
            if (!byFeatures.TryGetValue(words[0], out var frames)) byFeatures[words[0]] = frames = Frames(utterances, words[0]);
            var normalisation = RecipeJson.BuiltIn.Read<NormalisationOptions>($"\"{words[1]}\"", row);
            var classifier = RecipeJson.BuiltIn.Read<ClassifierOptions>("""{ "kind": "hmm",""" + words[2].TrimStart()[1..], row);
            var spent = 0.0;
            var scores = new double[Seeds];
            for (var seed = 0; seed < Seeds; seed++)
                spent += CpuTime.Seconds(() => scores[seed] = 100 * MacroAccuracy(utterances, frames, normalisation, classifier, new RandomSource((ulong)seed + 1)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scores.Average(),6:F1}  {string.Join(' ', scores.Select(score => score.ToString("F1", CultureInfo.InvariantCulture)))}  {spent / Seeds,6:F1} CPU s  {row}"));
        }
    }

    private static MatrixView[] Frames(Utterance[] utterances, string features)
    {
        const int RateHz = 16000;
        var extractor = RecipeJson.BuiltIn.Read<FeatureSetOptions>($"\"{features}\"", features).Prepare(RateHz);
        return [.. utterances.Select(utterance => extractor.Extract(utterance.Read(ChannelMix.Mean)).Frames)];
    }

    private static double MacroAccuracy(Utterance[] utterances, MatrixView[] frames, NormalisationOptions normalisation, ClassifierOptions classifier, RandomSource random)
    {
        string[] classes = [.. utterances.Select(utterance => utterance.Label!).Distinct().Order(StringComparer.Ordinal)];
        string[] speakers = [.. Speakers.Order(StringComparer.Ordinal)];
        int[] labels = [.. utterances.Select(utterance => Array.IndexOf(classes, utterance.Label))], ofSpeaker = [.. utterances.Select(utterance => Array.IndexOf(speakers, utterance.Speaker))];
        var examples = new Examples(frames, labels, ofSpeaker, classes.Length);
        var predicted = new int[labels.Length];
        for (var held = 0; held < speakers.Length; held++)
        {
            int[] test = [.. Enumerable.Range(0, labels.Length).Where(i => ofSpeaker[i] == held)], train = [.. Enumerable.Range(0, labels.Length).Where(i => ofSpeaker[i] != held)];
            var (model, _) = FittedModel.Train(new ModelSpec(normalisation, classifier), examples.At(train), random.For("fold", held), wantsInner: false, CancellationToken.None);
            var posteriors = model.Score(examples.At(test));
            for (var i = 0; i < test.Length; i++) predicted[test[i]] = LogMath.ArgMax(posteriors[i]);
        }

        return ConfusionMatrix.Of(labels, predicted, classes).MacroAccuracy;
    }
}
