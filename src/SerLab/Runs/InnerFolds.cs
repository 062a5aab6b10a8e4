using SerLab.Folds;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Inner folds: training rows held out in turn with their whole speaker, for tuning, calibration and stacking.</summary>
internal static class InnerFolds
{
    /// <summary>Inner fold of each training row, as many folds as asked for or fewer where a class has so few speakers that a fold would leave none to train on.</summary>
    /// <param name="model">How many are asked for.</param>
    /// <param name="training">Training rows only.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <exception cref="BadInputException">A class has one training speaker.</exception>
    public static int[] Of(ModelSpec model, Examples training, RandomSource random)
    {
        var (labels, speakers) = (training.Labels, training.Speakers);
        for (var count = Math.Min(model.InnerFolds, speakers.Distinct().Count()); count >= 2; count--)
        {
            var parts = GroupedFolds.Assign(labels, speakers, training.ClassCount, count, random);
            var canTrain = Enumerable.Range(0, count).All(part => labels.Where((_, i) => parts[i] != part).Distinct().Count() == training.ClassCount);
            if (canTrain) return parts;
        }

        throw new BadInputException("inner folds", model.Name ?? model.Classifier.Kind,
            "a class has one training speaker, so nothing can be tuned, calibrated or stacked on speakers that were not trained on; remove \"tune\", \"calibration\" and \"stack\", or use a corpus with more speakers of every class.");
    }

    /// <summary>Each inner fold's rows to train on and rows held out, as positions among the training rows.</summary>
    /// <param name="parts">What <see cref="Of"/> gave.</param>
    public static IEnumerable<(int Part, int[] Train, int[] Held)> Splits(int[] parts) => Enumerable.Range(0, parts.Max() + 1).Select(part => (
        part,
        Enumerable.Range(0, parts.Length).Where(i => parts[i] != part).ToArray(),
        Enumerable.Range(0, parts.Length).Where(i => parts[i] == part).ToArray()));
}
