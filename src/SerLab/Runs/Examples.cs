using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The rows of a comparison as classifiers see them: a matrix per row, integer labels and speakers. Immutable.</summary>
/// <param name="Inputs">One matrix [frames x features] per row.</param>
/// <param name="Labels">Class of each row.</param>
/// <param name="Speakers">Speaker of each row.</param>
/// <param name="ClassCount">Number of classes.</param>
public sealed record Examples(IReadOnlyList<MatrixView> Inputs, IReadOnlyList<int> Labels, IReadOnlyList<int> Speakers, int ClassCount)
{
    /// <summary>Looks at a table with a classifier's eyes.</summary>
    /// <param name="table">The feature table; its rows are found by id.</param>
    /// <param name="rows">The rows of the comparison, in its order.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="classifier">What will look.</param>
    /// <exception cref="OptionsException">The feature set has not what the classifier looks at.</exception>
    public static Examples Of(FeatureTable table, IReadOnlyList<TableRow> rows, IReadOnlyList<int> labels, int classCount, ClassifierOptions classifier)
    {
        var positions = table.Rows.Select((row, i) => (row.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var names = rows.Select(row => row.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        var speakers = rows.Select(row => names.IndexOf(row.Speaker)).ToArray();
        Func<int, MatrixView> look = classifier.Input switch
        {
            ExampleInput.Functionals when table.Schema.Functionals.Count > 0 => i => table.FeaturesOf(positions[rows[i].Id]),
            ExampleInput.Frames when table.Schema.Descriptors.Count > 0 => i => table.FramesOf(positions[rows[i].Id]),
            ExampleInput.Duration => i => One(rows[i].DurationSeconds),
            ExampleInput.Loudness => i => One(rows[i].LevelDb),
            ExampleInput.Speaker => i => One(speakers[i]),
            var input => throw new OptionsException(classifier.Kind,
                [$"the classifier looks at {input.ToString().ToLowerInvariant()} and the feature set \"{table.FeatureSet}\" has none; choose another of `serlab features list`."]),
        };
        return new Examples([.. Enumerable.Range(0, rows.Count).Select(look)], labels, speakers, classCount);
    }

    /// <summary>The word for what a classifier looks at, as tables show it.</summary>
    public static string InputName(ModelSpec model) => model.Classifier.Input switch
    {
        ExampleInput.Duration => "duration",
        ExampleInput.Loudness => "loudness",
        ExampleInput.Speaker => "speaker",
        _ => model.Features.Kind,
    };

    /// <summary>The inputs at some positions.</summary>
    public IReadOnlyList<MatrixView> InputsAt(IReadOnlyList<int> positions) => [.. positions.Select(i => Inputs[i])];

    /// <summary>The speakers at some positions.</summary>
    public IReadOnlyList<int> SpeakersAt(IReadOnlyList<int> positions) => [.. positions.Select(i => Speakers[i])];

    /// <summary>The labels at some positions.</summary>
    public IReadOnlyList<int> LabelsAt(IReadOnlyList<int> positions) => [.. positions.Select(i => Labels[i])];

    private static MatrixView One(double value) => MatrixView.OfRow(new[] { (float)value });
}
