using SerLab.Metrics;
using SerLab.Numerics;

namespace SerLab.Runs;

/// <summary>Chooses settings by MacroAccuracy over inner folds of training speakers; no test row is ever passed in.</summary>
public static class Tuner
{
    /// <summary>The candidate with the highest MacroAccuracy over the pooled inner predictions; the first of equals.</summary>
    /// <param name="model">The model.</param>
    /// <param name="candidates">What to choose among; everything that is fitted is fitted anew in every inner fold.</param>
    /// <param name="training">Training rows only.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The candidate and its inner MacroAccuracy; null when there was nothing to choose.</returns>
    public static (Candidate Chosen, double? MacroAccuracy) Choose(
        ModelSpec model, IReadOnlyList<Candidate> candidates, Examples training, RandomSource random, CancellationToken cancel)
    {
        if (candidates.Count == 1) return (candidates[0], null);
        var predicted = candidates.Select(_ => new int[training.Labels.Count]).ToArray();
        foreach (var (part, train, held) in InnerFolds.Splits(InnerFolds.Of(model, training, random)))
            PredictHeld(candidates, training.At(train), training.At(held), held, random.For("inner", part), predicted, cancel);

        var names = Enumerable.Range(0, training.ClassCount).Select(c => c.ToString()).ToArray();
        var scores = predicted.Select(guesses => ConfusionMatrix.Of(training.Labels, guesses, names).MacroAccuracy).ToArray();
        var best = LogMath.ArgMax(scores);
        return (candidates[best], scores[best]);
    }

    private static void PredictHeld(IReadOnlyList<Candidate> candidates, Examples inner, Examples heldRows, int[] held, RandomSource random, int[][] predicted, CancellationToken cancel)
    {
        // What is fitted before the classifier does not depend on it: rows are scaled and selected once for all candidates that agree on how.
        foreach (var alike in Enumerable.Range(0, candidates.Count).GroupBy(c => (candidates[c].Model.Normalisation, candidates[c].Model.Selection, candidates[c].Model.StackShare)))
        {
            int[] members = [.. alike];
            var (input, set) = FittedInput.Fit(candidates[members[0]].Model, inner, cancel);
            var classifiers = members.Select(c => candidates[c].Model.Classifier).ToArray();
            var guesses = classifiers[0].PredictHeldOut(classifiers, set, input.HeldOut(candidates[members[0]].Model, heldRows), random, cancel);
            for (var m = 0; m < members.Length; m++)
                for (var i = 0; i < held.Length; i++) predicted[members[m]][held[i]] = guesses[m][i];
        }
    }
}
