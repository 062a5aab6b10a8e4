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

/// <summary><c>study recurrent-ingredients [seeds] ["name: features normalisation {classifier}" ...]</c>: what each ingredient of the recurrent kinds is worth on seven speakers of EMO-DB.</summary>
/// <remarks>
/// MacroAccuracy in percent and mean log-loss, one of the speakers 03, 08, 09, 10, 11, 12 and 13 held out at a time, one value per seed. Defaults are chosen by these rows;
/// speakers 14, 15 and 16 are not looked at here. Seeds of one row lie points apart, so small differences say nothing.
/// </remarks>
internal sealed class RecurrentIngredients : IStudy
{
    private const int RateHz = 16000, Threads = 2;

    // Speakers that choices may be made on.
    private static readonly string[] Speakers = ["03", "08", "09", "10", "11", "12", "13"];

    public string Name => "recurrent-ingredients";

    public void Run(IReadOnlyList<string> arguments)
    {
        var seeds = arguments.Count > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var count) ? count : 3;
        string[] rows = [.. arguments.Where(argument => argument.Contains(':'))];
        if (rows.Length == 0) rows = RecurrentVariants.Rows;
        var speakers = Speakers.Select(name => $"emodb/{name}").ToArray();
        var utterances = new EmoDbOptions(SharedData.Emodb).Load().Utterances.Where(utterance => speakers.Contains(utterance.Speaker)).ToArray();
        var byFeatures = new Dictionary<string, MatrixView[]>();
        Console.WriteLine($"{"",-34} {"mean",6} {"loss",6}  MacroAccuracy of {seeds} seeds");
        foreach (var row in rows)
        {
            var (name, words) = (row[..row.IndexOf(':')], row[(row.IndexOf(':') + 1)..].Trim().Split(' ', 3));
            if (!byFeatures.TryGetValue(words[0], out var frames)) byFeatures[words[0]] = frames = Frames(utterances, words[0]);
            var normalisation = RecipeJson.BuiltIn.Read<NormalisationOptions>(Json(words[1]), row);
            var classifier = RecipeJson.BuiltIn.Read<ClassifierOptions>(words[2], row);
            var scores = Score(utterances, speakers, frames, new ModelSpec(normalisation, classifier), seeds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-34} {100 * scores.Average(score => score.MacroAccuracy),6:F1} {scores.Average(score => score.Loss),6:F3}  {string.Join(' ', scores.Select(score => (100 * score.MacroAccuracy).ToString("F1", CultureInfo.InvariantCulture)))}"));
        }
    }

    // A bare word is a kind with its defaults.
    private static string Json(string recipe) => recipe.StartsWith('{') ? recipe : $"\"{recipe}\"";

    private static MatrixView[] Frames(Utterance[] utterances, string features)
    {
        var extractor = RecipeJson.BuiltIn.Read<FeatureSetOptions>(Json(features), features).Prepare(RateHz);
        var frames = new MatrixView[utterances.Length];
        Workers.ForEach(utterances.Length, Threads, i => frames[i] = extractor.Extract(utterances[i].Read(ChannelMix.Mean)).Frames, CancellationToken.None);
        return frames;
    }

    private static (double MacroAccuracy, double Loss)[] Score(Utterance[] utterances, string[] speakers, MatrixView[] frames, ModelSpec model, int seeds)
    {
        string[] classes = [.. utterances.Select(utterance => utterance.Label!).Distinct().Order(StringComparer.Ordinal)];
        int[] labels = [.. utterances.Select(utterance => Array.IndexOf(classes, utterance.Label))], ofSpeaker = [.. utterances.Select(utterance => Array.IndexOf(speakers, utterance.Speaker))];
        var examples = new Examples(frames, labels, ofSpeaker, classes.Length);
        var posteriors = new double[seeds][][];
        for (var seed = 0; seed < seeds; seed++) posteriors[seed] = new double[labels.Length][];
        Workers.ForEach(seeds * speakers.Length, Threads, job =>
        {
            var (seed, held) = (job / speakers.Length, job % speakers.Length);
            int[] test = [.. Enumerable.Range(0, labels.Length).Where(i => ofSpeaker[i] == held)], train = [.. Enumerable.Range(0, labels.Length).Where(i => ofSpeaker[i] != held)];
            var (fitted, _) = FittedModel.Train(model, examples.At(train), new RandomSource((ulong)seed + 1).For("fold", held), wantsInner: false, CancellationToken.None);
            var scores = fitted.Score(examples.At(test));
            for (var i = 0; i < test.Length; i++) posteriors[seed][test[i]] = scores[i];
        }, CancellationToken.None);
        return [.. posteriors.Select(own => (
            ConfusionMatrix.Of(labels, [.. own.Select(scores => LogMath.ArgMax(scores))], classes).MacroAccuracy,
            -own.Select((scores, i) => scores[labels[i]]).Average()))];
    }
}
