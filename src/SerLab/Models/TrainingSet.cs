using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Examples to learn from, checked once at this door. Immutable.</summary>
public sealed class TrainingSet
{
    /// <param name="examples">Matrices [frames x features], all with the same number of features; only read.</param>
    /// <param name="labels">Class of each example, 0 ... classes - 1, shape [examples].</param>
    /// <param name="groups">Group (speaker) of each example, 0 ..., shape [examples]: what is held in or out together.</param>
    /// <param name="classCount">Number of classes, at least 2.</param>
    /// <exception cref="BadInputException">An empty class, an example with no rows or another width, or a value that is not finite.</exception>
    public TrainingSet(IReadOnlyList<MatrixView> examples, IReadOnlyList<int> labels, IReadOnlyList<int> groups, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.Count != examples.Count || groups.Count != examples.Count)
            throw new ArgumentException($"{examples.Count} examples, {labels.Count} labels and {groups.Count} groups; give one label and one group per example.");
        (Examples, Labels, Groups, ClassCount) = (examples, labels, groups, classCount);
        if (examples.Count == 0) throw new BadInputException("training set", null, "there are no examples; give at least two of every class.");
        FeatureCount = examples[0].Columns;
        CheckExamples();
        CheckClasses();
    }

    /// <summary>Matrices [frames x features].</summary>
    public IReadOnlyList<MatrixView> Examples { get; }

    /// <summary>Class of each example, shape [examples].</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Group (speaker) of each example, shape [examples].</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Number of features of every example.</summary>
    public int FeatureCount { get; }

    /// <summary>Examples of each class, shape [classes]; every one at least 1.</summary>
    public int[] CountPerClass()
    {
        var counts = new int[ClassCount];
        foreach (var label in Labels) counts[label]++;
        return counts;
    }

    /// <summary>The examples at some positions, as a set of the same classes.</summary>
    /// <exception cref="BadInputException">A class would be empty.</exception>
    public TrainingSet Subset(IReadOnlyList<int> positions) =>
        new([.. positions.Select(i => Examples[i])], [.. positions.Select(i => Labels[i])], [.. positions.Select(i => Groups[i])], ClassCount);

    private void CheckExamples()
    {
        for (var i = 0; i < Examples.Count; i++)
        {
            var example = Examples[i];
            if (example.Columns != FeatureCount || example.Columns == 0)
                throw new BadInputException("training set", $"example {i}", $"it has {example.Columns} features and the first has {FeatureCount}; give all the same number, at least 1.");
            if (example.Rows == 0) throw new BadInputException("training set", $"example {i}", "it has no frames; leave it out or give at least 1.");
            var values = example.Span;
            for (var j = 0; j < values.Length; j++)
                if (!float.IsFinite(values[j]))
                    throw new BadInputException("training set", $"example {i}, frame {j / FeatureCount}, feature {j % FeatureCount}", $"the value is {values[j]}; features must be finite, so repair or drop the recording.");
        }
    }

    private void CheckClasses()
    {
        if (Labels.Any(label => label < 0 || label >= ClassCount)) throw new ArgumentException($"A label is outside 0 ... {ClassCount - 1}.");
        var counts = CountPerClass();
        for (var c = 0; c < ClassCount; c++)
            if (counts[c] == 0)
                throw new BadInputException("training set", $"class {c}", "it has no examples; leave the class out of the label map, or choose folds that keep it in training.");
    }
}
