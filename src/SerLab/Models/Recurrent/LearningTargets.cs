using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>What training is to say of each example, and how much it counts. Immutable.</summary>
internal sealed class LearningTargets
{
    private readonly double[] classWeights;

    /// <param name="set">The training set.</param>
    /// <param name="settings">Smoothing, balance, votes.</param>
    /// <exception cref="BadInputException">Soft labels are asked for and the set has none.</exception>
    public LearningTargets(TrainingSet set, RecurrentTrainingSettings settings)
    {
        if (settings.SoftLabels && set.SoftLabels is null)
            throw new BadInputException("training set", null, "Training.SoftLabels is on and the corpus has no listeners' votes; give a manifest with a column \"votes\", or turn it off.");
        if (settings.Auxiliary is { } task && set.Auxiliary is null)
            throw new BadInputException("training set", null, $"Training.Auxiliary asks for the {task.Target.ToString().ToLowerInvariant()} and nothing tells it; give a corpus that knows it, or no auxiliary task.");
        classWeights = settings.BalanceClasses ? SoftmaxLoss.BalancedWeights(set.CountPerClass()) : [.. Enumerable.Repeat(1.0, set.ClassCount)];
        Targets = [.. Enumerable.Range(0, set.Examples.Count).Select(i => Of(set, settings, i))];
        Weights = [.. Targets.Select((target, i) => settings.SoftLabels ? target.Select((share, c) => share * classWeights[c]).Sum() : classWeights[set.Labels[i]])];
        foreach (var target in Targets) SoftmaxLoss.Smooth(target, settings.LabelSmoothing);
    }

    /// <summary>Target distribution of each example, shape [examples][classes].</summary>
    public double[][] Targets { get; }

    /// <summary>Weight of each example in the loss, shape [examples].</summary>
    public double[] Weights { get; }

    /// <summary>Weight of a class in the validation loss.</summary>
    public double WeightOfClass(int label) => classWeights[label];

    private static double[] Of(TrainingSet set, RecurrentTrainingSettings settings, int i)
    {
        var target = new double[set.ClassCount];
        if (settings.SoftLabels && set.SoftLabels![i] is { } votes)
        {
            TensorPrimitives.Divide<double>(votes, TensorPrimitives.Sum<double>(votes), target);
            return target;
        }

        target[set.Labels[i]] = 1;
        return target;
    }
}
