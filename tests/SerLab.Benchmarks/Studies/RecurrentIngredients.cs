using System.Globalization;
using System.Text.Json.Nodes;
using SerLab.Corpora;
using SerLab.Metrics;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Benchmarks.Studies;

/// <summary><c>study recurrent-ingredients [seeds] [model ...]</c>: what each ingredient of the recurrent kinds is worth on seven speakers of EMO-DB; a model is one of a comparison's, as JSON.</summary>
/// <remarks>
/// MacroAccuracy in percent and mean log-loss, one of the speakers 03, 08, 09, 10, 11, 12 and 13 held out at a time, one value per seed. Defaults are chosen by these rows;
/// speakers 14, 15 and 16 are not looked at here. Seeds of one row lie points apart, so small differences say nothing.
/// </remarks>
internal sealed class RecurrentIngredients : IStudy
{
    private const int Threads = 2;

    // Speakers that choices may be made on.
    private static readonly HashSet<string> Speakers = [.. new[] { "03", "08", "09", "10", "11", "12", "13" }.Select(name => $"emodb/{name}")];

    public string Name => "recurrent-ingredients";

    public void Run(IReadOnlyList<string> arguments)
    {
        var seeds = arguments.Count > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var count) ? count : 3;
        string[] rows = [.. arguments.Where(argument => argument.TrimStart().StartsWith('{'))];
        if (rows.Length == 0) rows = RecurrentVariants.Rows;
        var all = new EmoDbOptions(SharedData.Emodb).Load();
        var corpus = new Corpus(all.Name, [.. all.Utterances.Where(utterance => Speakers.Contains(utterance.Speaker))], false);
        Console.WriteLine($"{"",-40} {"mean",6} {"loss",6}  MacroAccuracy of {seeds} seeds");
        foreach (var row in rows)
        {
            var spec = SpecOf(row);
            var scores = Score(ComparisonTables.Build(corpus, spec, new RunSettings(Threads), CancellationToken.None), spec.Models[0], seeds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{spec.Models[0].Name,-40} {100 * scores.Average(score => score.MacroAccuracy),6:F1} {scores.Average(score => score.Loss),6:F3}  {string.Join(' ', scores.Select(score => (100 * score.MacroAccuracy).ToString("F1", CultureInfo.InvariantCulture)))}"));
        }
    }

    private static ComparisonSpec SpecOf(string model)
    {
        var spec = new JsonObject
        {
            ["name"] = "ingredients",
            ["corpus"] = new JsonObject { ["kind"] = "emodb", ["path"] = SharedData.Emodb },
            ["sampleRateHz"] = 16000,
            ["mix"] = "mean",
            ["folds"] = "leave-one-speaker-out",
            ["seed"] = 1,
            ["models"] = new JsonArray(JsonNode.Parse(model)),
        };
        return RecipeJson.BuiltIn.Read<ComparisonSpec>(spec.ToJsonString(), model);
    }

    private static (double MacroAccuracy, double Loss)[] Score(ComparisonTables tables, ModelSpec model, int seeds)
    {
        var examples = tables.ExamplesFor(model);
        var speakerCount = examples.Speakers.Max() + 1;
        var posteriors = new double[seeds][][];
        for (var seed = 0; seed < seeds; seed++) posteriors[seed] = new double[examples.Labels.Count][];
        Workers.ForEach(seeds * speakerCount, Threads, job =>
        {
            var (seed, held) = (job / speakerCount, job % speakerCount);
            int[] test = [.. Enumerable.Range(0, examples.Labels.Count).Where(i => examples.Speakers[i] == held)], train = [.. Enumerable.Range(0, examples.Labels.Count).Where(i => examples.Speakers[i] != held)];
            var (fitted, _) = FittedModel.Train(model, examples.At(train), new RandomSource((ulong)seed + 1).For("fold", held), wantsInner: false, CancellationToken.None);
            var scores = fitted.Score(examples.At(test));
            for (var i = 0; i < test.Length; i++) posteriors[seed][test[i]] = scores[i];
        }, CancellationToken.None);
        return [.. posteriors.Select(own => (
            ConfusionMatrix.Of(examples.Labels, [.. own.Select(scores => LogMath.ArgMax(scores))], [.. tables.ClassNames]).MacroAccuracy,
            -own.Select((scores, i) => scores[examples.Labels[i]]).Average()))];
    }
}
