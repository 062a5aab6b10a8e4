using SerLab.Folds;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Chooses settings by MacroAccuracy over inner folds of training speakers; no test row is ever passed in.</summary>
public static class Tuner
{
    /// <summary>The candidate with the highest MacroAccuracy over the pooled inner predictions; the first of equals.</summary>
    /// <param name="model">The model: its normalisation is fitted anew in every inner fold.</param>
    /// <param name="candidates">What to choose among.</param>
    /// <param name="examples">All rows; only those at <paramref name="train"/> are looked at.</param>
    /// <param name="train">Positions of the training rows.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The candidate and its inner MacroAccuracy; null when there was nothing to choose.</returns>
    public static (Candidate Chosen, double? MacroAccuracy) Choose(
        ModelSpec model, IReadOnlyList<Candidate> candidates, Examples examples, IReadOnlyList<int> train, RandomSource random, CancellationToken cancel)
    {
        if (candidates.Count == 1) return (candidates[0], null);
        var labels = examples.LabelsAt(train);
        var speakers = examples.SpeakersAt(train);
        var parts = InnerParts(model, labels, speakers, examples.ClassCount, random);
        var foldCount = parts.Max() + 1;
        var predicted = new int[candidates.Count][];
        for (var candidate = 0; candidate < predicted.Length; candidate++) predicted[candidate] = new int[train.Count];
        for (var part = 0; part < foldCount; part++)
        {
            var inner = train.Where((_, i) => parts[i] != part).ToArray();
            var held = Enumerable.Range(0, train.Count).Where(i => parts[i] == part).ToArray();
            PredictHeld(model, candidates, examples, inner, [.. held.Select(i => train[i])], held, random.For("inner", part), predicted, cancel);
        }

        var names = Enumerable.Range(0, examples.ClassCount).Select(c => c.ToString()).ToArray();
        var scores = predicted.Select(guesses => ConfusionMatrix.Of(labels, guesses, names).MacroAccuracy).ToArray();
        var best = LogMath.ArgMax(scores);
        return (candidates[best], scores[best]);
    }

    // As many inner folds as asked for, or fewer where a class has so few speakers that an inner fold would leave none to train on.
    private static int[] InnerParts(ModelSpec model, IReadOnlyList<int> labels, IReadOnlyList<int> speakers, int classCount, RandomSource random)
    {
        for (var count = Math.Min(model.InnerFolds, speakers.Distinct().Count()); count >= 2; count--)
        {
            var parts = GroupedFolds.Assign(labels, speakers, classCount, count, random);
            var canTrain = Enumerable.Range(0, count).All(part => labels.Where((_, i) => parts[i] != part).Distinct().Count() == classCount);
            if (canTrain) return parts;
        }

        throw new BadInputException("tuning", model.Name ?? model.Classifier.Kind, "a class has one training speaker, so nothing can be tuned on speakers that were not trained on; remove \"tune\", or use a corpus with more speakers of every class.");
    }

    private static void PredictHeld(
        ModelSpec model, IReadOnlyList<Candidate> candidates, Examples examples, int[] inner, int[] heldRows, int[] held, RandomSource random, int[][] predicted, CancellationToken cancel)
    {
        // The inner training rows are scaled once for all candidates: the normaliser does not depend on the classifier.
        var inputs = examples.InputsAt(inner);
        var normaliser = model.Normalisation.Fit(inputs);
        var set = new TrainingSet(normaliser.Apply(inputs, examples.SpeakersAt(inner)), examples.LabelsAt(inner), examples.SpeakersAt(inner), examples.ClassCount);
        var scaledHeld = normaliser.Apply(examples.InputsAt(heldRows), examples.SpeakersAt(heldRows));
        var guesses = candidates[0].Classifier.PredictHeldOut([.. candidates.Select(candidate => candidate.Classifier)], set, new HeldOutRows(scaledHeld), random, cancel);
        for (var candidate = 0; candidate < candidates.Count; candidate++)
            for (var i = 0; i < held.Length; i++) predicted[candidate][held[i]] = guesses[candidate][i];
    }
}
