using System.Diagnostics;
using SerLab.Folds;
using SerLab.Metrics;
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
    /// <param name="cancel">Stops.</param>
    public static FoldOutcome Run(
        ModelSpec model, IReadOnlyList<Candidate> candidates, Examples examples, IReadOnlyList<string> ids, Fold fold, RandomSource random, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var (chosen, innerMacroAccuracy) = Tuner.Choose(model, candidates, examples, fold.Train, random.For("tune"), cancel);
        var (normaliser, classifier) = Train(model.Normalisation, chosen.Classifier, examples, fold.Train, random.For("train"), cancel);
        var posteriors = Score(normaliser, classifier, examples, fold.Test);
        var predictions = fold.Test.Select((row, i) => new Prediction(ids[row], fold.Index, examples.Labels[row], LogMath.ArgMax(posteriors[i]), posteriors[i])).ToArray();
        var history = classifier is ITrainingHistory trained ? trained.History.Select(epoch => new EpochPoint(epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationMacroAccuracy)).ToArray() : [];
        return new FoldOutcome(
            new FoldResult(fold.Index, chosen.Values, innerMacroAccuracy, candidates.Count > 1 ? candidates.Count : 0, clock.Elapsed.TotalSeconds, history), predictions);
    }

    /// <summary>Fits the normaliser and the classifier on training rows only.</summary>
    /// <param name="normalisation">How features are scaled.</param>
    /// <param name="classifier">What is trained.</param>
    /// <param name="examples">All rows.</param>
    /// <param name="train">Positions of the training rows.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops.</param>
    public static (INormaliser Normaliser, IClassifier Classifier) Train(
        NormalisationOptions normalisation, ClassifierOptions classifier, Examples examples, IReadOnlyList<int> train, RandomSource random, CancellationToken cancel)
    {
        var inputs = examples.InputsAt(train);
        var speakers = examples.SpeakersAt(train);
        var normaliser = normalisation.Fit(inputs);
        var set = new TrainingSet(normaliser.Apply(inputs, speakers), examples.LabelsAt(train), speakers, examples.ClassCount);
        return (normaliser, classifier.Train(set, random, cancel));
    }

    /// <summary>Log posteriors of some rows, shape [rows][classes].</summary>
    /// <param name="normaliser">The fitted normaliser.</param>
    /// <param name="classifier">The trained classifier.</param>
    /// <param name="examples">All rows.</param>
    /// <param name="positions">Positions of the rows asked about.</param>
    public static double[][] Score(INormaliser normaliser, IClassifier classifier, Examples examples, IReadOnlyList<int> positions)
    {
        var inputs = normaliser.Apply(examples.InputsAt(positions), examples.SpeakersAt(positions));
        var posteriors = new double[positions.Count][];
        for (var i = 0; i < posteriors.Length; i++)
        {
            posteriors[i] = new double[examples.ClassCount];
            classifier.Score(inputs[i], posteriors[i]);
        }

        return posteriors;
    }
}
