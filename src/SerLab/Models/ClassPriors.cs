using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>How likely a generative classifier holds each class before it has seen the example.</summary>
public enum ClassPrior
{
    /// <summary>All classes alike: what MacroAccuracy asks for.</summary>
    Uniform,

    /// <summary>As often as in the training examples: what MicroAccuracy asks for.</summary>
    Training,
}

/// <summary>Logarithms of class priors, shape [classes].</summary>
internal static class ClassPriors
{
    /// <summary>log of the share of each class in the training examples.</summary>
    public static double[] Of(TrainingSet set) =>
        [.. set.CountPerClass().Select(count => Math.Log(count / (double)set.Examples.Count))];

    /// <summary>log of the prior of each class.</summary>
    public static double[] Of(TrainingSet set, ClassPrior prior) =>
        prior == ClassPrior.Training ? Of(set) : [.. Enumerable.Repeat(-Math.Log(set.ClassCount), set.ClassCount)];

    /// <summary>Reads <c>log_prior</c> of at least two classes that sums to one.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public static double[] Of(Weights weights)
    {
        var values = weights.Get("log_prior", -1).Values;
        if (values.Length < 2 || Math.Abs(LogMath.LogSumExp(values)) > 1e-6)
            throw new BadInputException("weights", "log_prior", $"its {values.Length} priors sum to {Math.Exp(LogMath.LogSumExp(values))}, not one over at least two classes; the model file is damaged, so train it again.");
        return values;
    }

    /// <summary>Reads a count, at least 1, that is stored as an array of one number.</summary>
    /// <exception cref="BadInputException">It is not a count.</exception>
    public static int SizeOf(Weights weights, string name)
    {
        var value = weights.Get(name, 1).Values[0];
        if (value != Math.Floor(value) || value is < 1 or > int.MaxValue)
            throw new BadInputException("weights", name, $"it is {value}, not a whole number from 1; the model file is damaged, so train it again.");
        return (int)value;
    }
}
