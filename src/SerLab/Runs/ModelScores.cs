using SerLab.Metrics;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>Turns predictions into the figures of a comparison.</summary>
public static class ModelScores
{
    /// <summary>All figures of one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its name in the run.</param>
    /// <param name="isTransductive">Whether it or a model it is stacked on is transductive.</param>
    /// <param name="outcomes">What it did in each fold.</param>
    /// <param name="speakerOf">The speaker of each utterance, by id.</param>
    /// <param name="classNames">The classes.</param>
    /// <param name="random">Where the bootstrap's chance comes from; the same for every model.</param>
    public static ModelResult Of(
        ModelSpec model, string name, bool isTransductive, IReadOnlyList<FoldOutcome> outcomes, IReadOnlyDictionary<string, int> speakerOf, IReadOnlyList<string> classNames, RandomSource random)
    {
        Prediction[] predictions = [.. outcomes.SelectMany(outcome => outcome.Predictions).OrderBy(prediction => prediction.Id, StringComparer.Ordinal).ThenBy(prediction => prediction.Fold)];
        int[] actual = [.. predictions.Select(prediction => prediction.Label)];
        int[] predicted = [.. predictions.Select(prediction => prediction.Predicted)];
        int[] speakers = [.. predictions.Select(prediction => speakerOf[prediction.Id])];
        double[][] posteriors = [.. predictions.Select(prediction => prediction.LogPosterior.ToArray())];
        var matrix = ConfusionMatrix.Of(actual, predicted, classNames);
        return new ModelResult
        {
            Name = name,
            Classifier = model.Classifier.Kind,
            Features = Examples.InputName(model),
            Normalisation = model.Normalisation.Kind,
            Selection = model.Selection?.Kind,
            Calibration = model.Calibration?.Kind,
            Augmentation = model.Augment?.Words(),
            IsTransductive = isTransductive,
            IsBaseline = model.Classifier.IsBaseline,
            Predictions = predictions,
            Confusion = matrix.Counts,
            MacroAccuracy = matrix.MacroAccuracy,
            MacroAccuracyInterval = SpeakerBootstrap.MacroAccuracy(actual, predicted, speakers, classNames.Count, random.For("macro accuracy")),
            MicroAccuracy = matrix.MicroAccuracy,
            MicroAccuracyInterval = SpeakerBootstrap.MicroAccuracy(actual, predicted, speakers, classNames.Count, random.For("micro accuracy")),
            MacroF1 = matrix.MacroF1,
            LogLoss = ProbabilityMetrics.LogLoss(posteriors, actual),
            CalibrationError = ProbabilityMetrics.ExpectedCalibrationError(posteriors, actual),
            RecallPerClass = [.. Enumerable.Range(0, classNames.Count).Select(c => actual.Contains(c) ? matrix.PerClassRecall[c] : (double?)null)],
            Inner = [.. outcomes.SelectMany(outcome => outcome.Inner)],
            Folds = [.. outcomes.Select(outcome => outcome.Result)],
            Seconds = outcomes.Sum(outcome => outcome.Result.Seconds),
        };
    }

    /// <summary>Every other model against the best, on the same utterances, Holm-corrected within two families: the contenders, and the baselines.</summary>
    /// <remarks>
    /// Which contender is best and whether the best beats what needs no hearing are two questions (S. Holm, Scandinavian Journal of Statistics 6, 1979, leaves the family to
    /// the asker). In one family the four baselines would weaken the tests between contenders: with 8 speakers the smallest p that speakers can give is 2 / 2^8.
    /// </remarks>
    /// <param name="models">The models, best first, each with predictions in the same order.</param>
    /// <param name="speakerOf">The speaker of each utterance, by id.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="random">Where the tests' chance comes from.</param>
    public static IReadOnlyList<ModelComparison> Compare(IReadOnlyList<ModelResult> models, IReadOnlyDictionary<string, int> speakerOf, int classCount, RandomSource random)
    {
        var best = models[0];
        int[] actual = [.. best.Predictions.Select(prediction => prediction.Label)];
        int[] ofBest = [.. best.Predictions.Select(prediction => prediction.Predicted)];
        int[] speakers = [.. best.Predictions.Select(prediction => speakerOf[prediction.Id])];
        PairedTestResult[] tests = [.. models.Skip(1).Select(model => PairedTest.MacroAccuracyPermutation(
            actual, ofBest, [.. model.Predictions.Select(prediction => prediction.Predicted)], speakers, classCount, random))];
        var (adjusted, familySize) = (new double[tests.Length], new int[tests.Length]);
        foreach (var isBaseline in (bool[])[false, true])
        {
            int[] family = [.. Enumerable.Range(0, tests.Length).Where(i => models[i + 1].IsBaseline == isBaseline)];
            var inFamily = Holm.Adjust([.. family.Select(i => tests[i].PValue)]);
            for (var i = 0; i < family.Length; i++) (adjusted[family[i]], familySize[family[i]]) = (inFamily[i], family.Length);
        }

        return [.. tests.Select((test, i) => new ModelComparison(models[i + 1].Name, best.Name, test.Difference, test.Interval, test.PValue, test.SmallestPValue, familySize[i], adjusted[i]))];
    }
}
