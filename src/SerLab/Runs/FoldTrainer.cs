using System.Diagnostics;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Numerics;

namespace SerLab.Runs;

/// <summary>Trains one model on one fold's training rows and asks it about the test rows, which it sees only then.</summary>
public static class FoldTrainer
{
    /// <summary>Tunes in inner folds of the training speakers, trains, predicts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="candidates">What tuning chooses among; one means nothing is tuned.</param>
    /// <param name="examples">All rows.</param>
    /// <param name="ids">Id of each row.</param>
    /// <param name="fold">Which rows train and which test.</param>
    /// <param name="random">The source of this model and fold.</param>
    /// <param name="wantsInner">Whether what the model says of training rows in inner folds is wanted, for models stacked on this one.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="checkpoint">Where the training of the chosen model keeps its state; null for nowhere.</param>
    public static FoldOutcome Run(
        ModelSpec model, IReadOnlyList<Candidate> candidates, Examples examples, IReadOnlyList<string> ids, Fold fold, RandomSource random, bool wantsInner, CancellationToken cancel,
        ITrainingCheckpoint? checkpoint = null)
    {
        var clock = Stopwatch.StartNew();
        var training = examples.At(fold.Train);
        var (chosen, innerMacroAccuracy) = Tuner.Choose(model, candidates, training, random.For("tune"), cancel);
        var (fitted, inner) = FittedModel.Train(chosen.Model, training with { Checkpoint = checkpoint }, random, wantsInner, cancel);
        var predictions = PredictionsOf(fold.Test, fitted.Score(examples.At(fold.Test)));
        var history = fitted.Classifier is ITrainingHistory trained ? trained.History.Select(epoch => new EpochPoint(epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationMacroAccuracy)).ToArray() : [];
        return new FoldOutcome(
            new FoldResult(fold.Index, chosen.Values, innerMacroAccuracy, candidates.Count > 1 ? candidates.Count : 0, clock.Elapsed.TotalSeconds, history), predictions)
        {
            Inner = wantsInner && inner is not null ? PredictionsOf(fold.Train, inner) : [],
        };

        Prediction[] PredictionsOf(IReadOnlyList<int> rows, double[][] posteriors) =>
            [.. rows.Select((row, i) => new Prediction(ids[row], fold.Index, examples.Labels[row], LogMath.ArgMax(posteriors[i]), posteriors[i]))];
    }
}
