using SerLab.Folds;
using SerLab.Models;
using SerLab.Models.Fusion;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Late fusion: one more model made of what models of recorded runs said; nothing is measured or trained again but the fusion itself.</summary>
public static class RunFusion
{
    /// <summary>Fuses models of recorded runs fold by fold.</summary>
    /// <remarks>
    /// In each fold the fusion learns from what the models said of that fold's training utterances in inner folds (recorded with keepInner), never from test rows,
    /// and is then asked about what they said of the test utterances.
    /// </remarks>
    /// <param name="runs">Runs of the same utterances, classes and split.</param>
    /// <param name="names">Which of their models; empty takes all but baselines.</param>
    /// <param name="classifier">How scores are fused; one that looks at scores.</param>
    /// <param name="settings">Clock and kinds.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>A record with the fusion and the models it is made of.</returns>
    /// <exception cref="BadInputException">The runs do not fit together, or lack what the fusion learns from.</exception>
    /// <exception cref="OptionsException">A model is not there, there are fewer than two, or the classifier looks at something else.</exception>
    public static RunRecord Fuse(IReadOnlyList<RunRecord> runs, IReadOnlyList<string> names, ClassifierOptions classifier, RunSettings settings, CancellationToken cancel = default)
    {
        var started = settings.Clock.GetUtcNow();
        var first = runs[0];
        foreach (var run in runs.Skip(1)) CheckAlike(first, run);
        ModelResult[] members = [.. Chosen(runs, names)];
        classifier.Validate();
        new Problems("fuse")
            .Unless(classifier.Input == ExampleInput.Scores, $"\"{classifier.Kind}\" looks at {classifier.Input.ToString().ToLowerInvariant()}; use a classifier of scores, such as fusion.")
            .Unless(members.Length >= 2, $"{members.Length} model is chosen; choose at least two with --models, or give more runs.")
            .ThrowIfAny();

        // A fusion may itself be fused; a second one of the name is numbered, as models of a comparison are.
        var name = Enumerable.Range(1, members.Length + 1).Select(number => number == 1 ? "fusion" : $"fusion ({number})").First(free => members.All(member => member.Name != free));
        var model = new ModelSpec(new NoNormalisationOptions(), classifier) { Name = name, Stack = [.. members.Select(member => member.Name)] };
        var spec = first.Spec with { Name = first.Spec.Name.Length <= 53 ? first.Spec.Name + "-fusion" : "fusion" };
        var random = new RandomSource(spec.Seed);
        var speakerNames = first.Corpus.Utterances.Select(utterance => utterance.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        var speakerOf = first.Corpus.Utterances.ToDictionary(utterance => utterance.Id, utterance => speakerNames.IndexOf(utterance.Speaker));
        var said = members.Select(member => member.Predictions.ToLookup(prediction => prediction.Fold)).ToArray();
        var learnt = members.Select(member => member.Inner.ToLookup(prediction => prediction.Fold)).ToArray();
        FoldOutcome[] outcomes = [.. Enumerable.Range(0, first.Split.Folds.Count).Select(fold =>
            FuseFold(model, fold, [.. said.Select(of => of[fold])], [.. learnt.Select(of => of[fold])], [.. members.Select(member => member.Predictions.Where(prediction => prediction.Fold != fold).DistinctBy(prediction => prediction.Id))], speakerOf, first.ClassNames.Count, random.For("fusion", fold), settings.Json, cancel))];

        var fused = ModelScores.Of(model, model.Name, members.Any(member => member.IsTransductive), outcomes, speakerOf, first.ClassNames, random.For("bootstrap"));
        ModelResult[] results = [.. members.Append(fused).OrderByDescending(result => result.MacroAccuracy).ThenBy(result => result.Name, StringComparer.Ordinal)];
        var finished = settings.Clock.GetUtcNow();
        return first with
        {
            Id = Comparison.RunIdOf(spec, started, settings),
            Spec = spec,
            StartedUtc = started,
            Seconds = (finished - started).TotalSeconds,
            Environment = Machine.Describe(settings.Threads, System.Environment.WorkingSet),
            FusedFrom = [.. runs.Select(run => run.Id)],
            Models = [.. results.Select(result => result with { Inner = [] })],
            Comparisons = ModelScores.Compare(results, speakerOf, first.ClassNames.Count, random.For("compare")),
            Notices = [.. runs.SelectMany(run => run.Notices).DistinctBy(notice => notice.Word)],
        };
    }

    // Equal weights learn nothing, so runs without inner posteriors can be fused too: any rows tell the numbers of models and classes.
    private static FoldOutcome FuseFold(
        ModelSpec model, int fold, IEnumerable<Prediction>[] said, IEnumerable<Prediction>[] learnt, IEnumerable<Prediction>[] others, IReadOnlyDictionary<string, int> speakerOf, int classCount, RandomSource random, RecipeJson json, CancellationToken cancel)
    {
        var (test, testIds) = RowsOf(said, speakerOf, classCount);
        var (training, trainIds) = RowsOf(learnt.Any(of => !of.Any()) && model.Classifier is FusionOptions { Weights: FusionWeights.Equal } ? others : learnt, speakerOf, classCount);
        if (training.Labels.Count == 0)
            throw new BadInputException("fuse", $"fold {fold}", "the runs do not hold what their models said of training utterances, which the fusion learns from; run the comparisons again with \"keepInner\": true, or fuse with {\"kind\": \"fusion\", \"weights\": \"equal\"}.");
        var rows = new Examples([.. training.Inputs, .. test.Inputs], [.. training.Labels, .. test.Labels], [.. training.Speakers, .. test.Speakers], classCount);
        var split = new Fold(fold, "fusion", [.. Enumerable.Range(0, trainIds.Length)], [.. Enumerable.Range(trainIds.Length, testIds.Length)]);
        return FoldTrainer.Run(model, TuningGrid.Of(model, json), rows, [.. trainIds, .. testIds], split, random, wantsInner: false, cancel);
    }

    // Utterances that every model speaks of, in the first model's order, with the scores of one model after the other.
    private static (Examples Rows, string[] Ids) RowsOf(IEnumerable<Prediction>[] perModel, IReadOnlyDictionary<string, int> speakerOf, int classCount)
    {
        var byId = perModel.Select(predictions => predictions.ToDictionary(prediction => prediction.Id)).ToArray();
        Prediction[] shared = [.. perModel[0].Where(prediction => byId.All(of => of.ContainsKey(prediction.Id)))];
        return (
            new Examples(
                [.. shared.Select(prediction => StackScores.Row(byId.Select(of => of[prediction.Id].LogPosterior)))],
                [.. shared.Select(prediction => prediction.Label)], [.. shared.Select(prediction => speakerOf[prediction.Id])], classCount),
            [.. shared.Select(prediction => prediction.Id)]);
    }

    private static IEnumerable<ModelResult> Chosen(IReadOnlyList<RunRecord> runs, IReadOnlyList<string> names)
    {
        var all = runs.SelectMany(run => run.Models.Where(model => !model.IsBaseline || names.Contains(model.Name)).Select(model => (Run: run, Model: model))).ToArray();
        var problems = new Problems("fuse");
        foreach (var twice in runs.GroupBy(run => run.Id).Where(same => same.Count() > 1)) problems.Add($"the run {twice.Key} is given {twice.Count()} times; give it once.");
        foreach (var unknown in names.Where(name => all.All(entry => entry.Model.Name != name))) problems.Add(Spelling.Unknown("model", unknown, all.Select(entry => entry.Model.Name)));
        problems.ThrowIfAny();
        var chosen = all.Where(entry => names.Count == 0 || names.Contains(entry.Model.Name)).ToArray();
        return chosen.Select(entry => chosen.Count(other => other.Model.Name == entry.Model.Name) == 1 ? entry.Model : entry.Model with { Name = $"{entry.Model.Name} of {entry.Run.Id}" });
    }

    private static void CheckAlike(RunRecord first, RunRecord other)
    {
        var differences = new List<string>();
        if (!first.ClassNames.SequenceEqual(other.ClassNames)) differences.Add($"classes {string.Join(", ", other.ClassNames)}, not {string.Join(", ", first.ClassNames)}");
        if (first.Corpus.Fingerprint != other.Corpus.Fingerprint) differences.Add("other recordings");
        if (first.Split.Hash != other.Split.Hash) differences.Add("another split");
        if (first.Spec.ShuffleLabels != other.Spec.ShuffleLabels) differences.Add("labels permuted in one of them");
        if (differences.Count > 0)
            throw new BadInputException(other.Id, null, $"it does not fit {first.Id} ({string.Join("; ", differences)}); fuse runs of the same corpus, labels, folds and seed.");
    }
}
