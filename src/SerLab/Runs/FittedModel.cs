using SerLab.Models;
using SerLab.Models.Calibration;
using SerLab.Numerics;

namespace SerLab.Runs;

/// <summary>A model with all that it learned from training rows. Immutable.</summary>
/// <param name="Recipe">Its settings, after tuning.</param>
/// <param name="Input">What was fitted in front of the classifier.</param>
/// <param name="Classifier">The trained classifier.</param>
/// <param name="Calibrator">The fitted calibration; null for none.</param>
public sealed record FittedModel(ModelSpec Recipe, FittedInput Input, IClassifier Classifier, ICalibrator? Calibrator)
{
    /// <summary>Everything that was learned, by part and name.</summary>
    public Weights Weights => new(
    [
        .. Input.Weights,
        .. Classifier.Weights.Tensors.Select(pair => KeyValuePair.Create("classifier." + pair.Key, pair.Value)),
        .. Calibrator?.Weights.Tensors.Select(pair => KeyValuePair.Create("calibration." + pair.Key, pair.Value)) ?? [],
    ]);

    /// <summary>The model that <see cref="Weights"/> holds.</summary>
    /// <param name="recipe">Its settings, after tuning.</param>
    /// <param name="weights">What it learned.</param>
    /// <exception cref="Options.BadInputException">The weights do not fit.</exception>
    public static FittedModel Restore(ModelSpec recipe, Weights weights) => new(
        recipe, FittedInput.Restore(recipe, weights), recipe.Classifier.Restore(weights.Under("classifier.")), recipe.Calibration?.Restore(weights.Under("calibration.")));

    /// <summary>Trains on training rows only.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="training">Training rows only.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="wantsInner">Whether what the model says of rows held out in inner folds is wanted.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The model; and, where wanted, its log posteriors of each training row from an inner fold that held out the row's speaker, shape [rows][classes].</returns>
    public static (FittedModel Model, double[][]? Inner) Train(ModelSpec recipe, Examples training, RandomSource random, bool wantsInner, CancellationToken cancel)
    {
        var (input, set) = FittedInput.Fit(recipe, training, cancel);
        var classifier = recipe.Classifier.Train(set, random.For("train"), cancel);
        var model = new FittedModel(recipe, input, classifier, null);
        if (!wantsInner && recipe.Calibration is null) return (model, null);
        var inner = ScoreInner(recipe, training, random, cancel);
        if (recipe.Calibration is null) return (model, inner);
        var calibrator = recipe.Calibration.Fit(inner, training.Labels);
        foreach (var logPosterior in inner) calibrator.Apply(logPosterior);
        return (model with { Calibrator = calibrator }, inner);
    }

    /// <summary>Log posteriors of rows, shape [rows][classes].</summary>
    /// <param name="rows">The rows; their labels are not looked at.</param>
    public double[][] Score(Examples rows)
    {
        var inputs = Input.Apply(rows);
        var posteriors = new double[inputs.Count][];
        for (var i = 0; i < posteriors.Length; i++)
        {
            posteriors[i] = new double[rows.ClassCount];
            Classifier.Score(inputs[i], posteriors[i]);
            Calibrator?.Apply(posteriors[i]);
        }

        return posteriors;
    }

    // The inner folds are those of tuning, so that a model is judged on the split it was chosen on and no speaker is on both sides.
    private static double[][] ScoreInner(ModelSpec recipe, Examples training, RandomSource random, CancellationToken cancel)
    {
        var posteriors = new double[training.Labels.Count][];
        foreach (var (part, train, held) in InnerFolds.Splits(InnerFolds.Of(recipe, training, random.For("tune"))))
        {
            var (model, _) = Train(recipe with { Calibration = null }, training.At(train), random.For("inner model", part), wantsInner: false, cancel);
            var scores = model.Score(training.At(held));
            for (var i = 0; i < held.Length; i++) posteriors[held[i]] = scores[i];
        }

        return posteriors;
    }
}
