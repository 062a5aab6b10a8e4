using System.Numerics.Tensors;
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
        : this(examples, labels, groups, classCount, null, null)
    {
    }

    private TrainingSet(
        IReadOnlyList<MatrixView> examples, IReadOnlyList<int> labels, IReadOnlyList<int> groups, int classCount, SharedRows? shared, IReadOnlyList<int>? places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.Count != examples.Count || groups.Count != examples.Count)
            throw new ArgumentException($"{examples.Count} examples, {labels.Count} labels and {groups.Count} groups; give one label and one group per example.");
        (Examples, Labels, Groups, ClassCount, Shared, Places) = (examples, labels, groups, classCount, shared, places);
        if (examples.Count == 0) throw new BadInputException("training set", null, "there are no examples; give at least two of every class.");
        FeatureCount = examples[0].Columns;
        if (shared is null) CheckExamples();
        CheckClasses();
    }

    /// <summary>Some of an experiment's rows, which stay where they are.</summary>
    /// <param name="shared">All rows of the experiment.</param>
    /// <param name="places">Which of them, shape [examples].</param>
    /// <param name="labels">Class of each example, 0 ... classes - 1, shape [examples].</param>
    /// <param name="groups">Group (speaker) of each example, 0 ..., shape [examples].</param>
    /// <param name="classCount">Number of classes, at least 2.</param>
    /// <param name="threads">See <see cref="Threads"/>.</param>
    /// <exception cref="BadInputException">An empty class.</exception>
    public static TrainingSet From(SharedRows shared, IReadOnlyList<int> places, IReadOnlyList<int> labels, IReadOnlyList<int> groups, int classCount, int threads = 1) =>
        new([.. places.Select(place => shared.Rows[place])], labels, groups, classCount, shared, places) { Threads = threads };

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

    /// <summary>The experiment's rows that the examples are taken from; null where they stand alone.</summary>
    public SharedRows? Shared { get; }

    /// <summary>Positions of the examples in <see cref="Shared"/>, shape [examples]; null where they stand alone.</summary>
    public IReadOnlyList<int>? Places { get; }

    /// <summary>Number of the recorded utterance that each example comes from, shape [examples]: an altered copy has its original's, and the original stands before it; null without copies.</summary>
    public IReadOnlyList<int>? Sources { get; init; }

    /// <summary>Positions of the examples that are no altered copies: what watches a training, such as early stopping, looks at these only.</summary>
    public IReadOnlyList<int> Originals => Sources is { } sources ? [.. Enumerable.Range(0, sources.Count).DistinctBy(i => sources[i])] : [.. Enumerable.Range(0, Examples.Count)];

    /// <summary>Most threads that one training may use, at least 1: more where nothing else runs beside it. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Listeners' votes per class, shape [examples][classes], at least 0 with a sum above 0; null for an example without votes, or where there are none at all.</summary>
    public IReadOnlyList<double[]?>? SoftLabels { get; init; }

    /// <summary>Second labels; null where no model asks for them.</summary>
    public AuxiliaryLabels? Auxiliary { get; init; }

    /// <summary>Names of the examples for messages, shape [examples]; null calls them by their positions.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Where a long training keeps its state, so that it can go on after a stop; null for nowhere.</summary>
    public ITrainingCheckpoint? Checkpoint { get; init; }

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
        new([.. positions.Select(i => Examples[i])], [.. positions.Select(i => Labels[i])], [.. positions.Select(i => Groups[i])], ClassCount,
            Shared, Places is null ? null : [.. positions.Select(i => Places[i])])
        {
            Threads = Threads,
            SoftLabels = SoftLabels is null ? null : [.. positions.Select(i => SoftLabels[i])],
            Auxiliary = Auxiliary is null ? null : new([.. positions.Select(i => Auxiliary.Labels[i])], Auxiliary.ClassCount),
            Names = Names is null ? null : [.. positions.Select(i => Names[i])],
            Sources = Sources is null ? null : [.. positions.Select(i => Sources[i])],
        };

    private void CheckExamples()
    {
        for (var i = 0; i < Examples.Count; i++)
        {
            var example = Examples[i];
            if (example.Columns != FeatureCount || example.Columns == 0)
                throw new BadInputException("training set", $"example {i}", $"it has {example.Columns} features and the first has {FeatureCount}; give all the same number, at least 1.");
            if (example.Rows == 0) throw new BadInputException("training set", $"example {i}", "it has no frames; leave it out or give at least 1.");
            var values = example.Span;
            if (TensorPrimitives.IsFiniteAll<float>(values)) continue;
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
