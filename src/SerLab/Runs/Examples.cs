using SerLab.Folds;
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
    /// <summary>What the models of the stack said of each row: log posteriors, [1 x (models x classes)]; null without a stack.</summary>
    public IReadOnlyList<MatrixView>? Scores { get; init; }

    /// <summary>Altered copies of each row, shape [rows][copies]: they teach where the row trains and are nowhere else; null for none.</summary>
    public IReadOnlyList<IReadOnlyList<MatrixView>>? Altered { get; init; }

    /// <summary>What else is known of the rows; null where nobody asks.</summary>
    public RowFacts? Facts { get; init; }

    /// <summary>Where the training of the classifier keeps its state; null for nowhere. It is of these very rows, so it does not go along with some of them.</summary>
    public ITrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>All rows of the experiment, scaled once for all folds; null where scaling depends on the fold.</summary>
    public SharedRows? Shared { get; init; }

    /// <summary>How <see cref="Shared"/> rows were scaled.</summary>
    public NormalisationOptions? SharedScaling { get; init; }

    /// <summary>Where these rows are among the <see cref="Shared"/> ones, shape [rows].</summary>
    public IReadOnlyList<int>? Places { get; init; }

    /// <summary>Most threads that one training may use, at least 1; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Looks at a table with a classifier's eyes.</summary>
    /// <param name="table">The feature table, whose rows are found by id; null for a classifier that looks at no features.</param>
    /// <param name="rows">The rows of the comparison, in its order.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="classifier">What will look.</param>
    /// <exception cref="OptionsException">The feature set has not what the classifier looks at.</exception>
    public static Examples Of(FeatureTable? table, IReadOnlyList<TableRow> rows, IReadOnlyList<int> labels, int classCount, ClassifierOptions classifier)
    {
        var positions = table?.Rows.Select((row, i) => (row.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i) ?? [];
        var names = rows.Select(row => row.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        var speakers = rows.Select(row => names.IndexOf(row.Speaker)).ToArray();
        Func<int, MatrixView> look = classifier.Input switch
        {
            ExampleInput.Functionals when table?.Schema.Functionals.Count > 0 => i => table.FeaturesOf(positions[rows[i].Id]),
            ExampleInput.Frames when table?.Schema.Descriptors.Count > 0 => i => table.FramesOf(positions[rows[i].Id]),
            ExampleInput.Duration => i => One(rows[i].DurationSeconds),
            ExampleInput.Loudness => i => One(rows[i].LevelDb),
            ExampleInput.Speaker => i => One(speakers[i]),
            ExampleInput.Scores => _ => new MatrixView(default, 1, 0), // There once the models of the stack have spoken: WithScores.
            var input => throw new OptionsException(classifier.Kind,
                [$"the classifier looks at {input.ToString().ToLowerInvariant()} and {(table is null ? "no features are named" : $"the feature set \"{table.FeatureSet}\" has none")}; choose another of `serlab features list`."]),
        };
        return new Examples([.. Enumerable.Range(0, rows.Count).Select(look)], labels, speakers, classCount);
    }

    /// <summary>The words for what a model looks at, as tables show them.</summary>
    public static string InputName(ModelSpec model)
    {
        var own = model.Classifier.Input switch
        {
            ExampleInput.Duration => "duration",
            ExampleInput.Loudness => "loudness",
            ExampleInput.Speaker => "speaker",
            ExampleInput.Scores => null,
            _ => model.Features?.Kind,
        };
        var stack = model.Stack.Count == 0 ? null : $"scores of {string.Join(", ", model.Stack)}";
        return string.Join(" + ", ((string?[])[own, stack]).OfType<string>());
    }

    /// <summary>Some of the rows.</summary>
    public Examples At(IReadOnlyList<int> positions) => new([.. positions.Select(i => Inputs[i])], [.. positions.Select(i => Labels[i])], [.. positions.Select(i => Speakers[i])], ClassCount)
    {
        Scores = Scores is null ? null : [.. positions.Select(i => Scores[i])],
        Altered = Altered is null ? null : [.. positions.Select(i => Altered[i])],
        Facts = Facts?.At(positions),
        Shared = Shared,
        SharedScaling = SharedScaling,
        Places = Shared is null ? null : Places is null ? positions : [.. positions.Select(i => Places[i])],
        Threads = Threads,
    };

    /// <summary>The rows and, after them, their altered copies as rows of the same label and speaker: what a classifier learns from.</summary>
    /// <returns>The rows, and which of these each of them is or is a copy of, shape [rows]; the rows as they are, and null, without copies.</returns>
    public (Examples Rows, IReadOnlyList<int>? Sources) WithCopiesAsRows()
    {
        if (Altered is null) return (this, null);
        int[] sources = [.. Enumerable.Range(0, Inputs.Count), .. Enumerable.Range(0, Inputs.Count).SelectMany(i => Enumerable.Repeat(i, Altered[i].Count))];
        MatrixView[] inputs = [.. Inputs, .. Altered.SelectMany(copies => copies)];
        return (new Examples(inputs, [.. sources.Select(i => Labels[i])], [.. sources.Select(i => Speakers[i])], ClassCount)
        {
            Threads = Threads,
            Facts = Facts?.At(sources),
            Checkpoint = Checkpoint,
        }, sources);
    }

    /// <summary>The rows with their scaling done once for all folds, where that gives the same rows: single rows, scaled without a look at other speakers, in folds that hold whole speakers.</summary>
    /// <param name="scaling">How the model scales.</param>
    /// <param name="folds">The split.</param>
    public Examples SharedBy(NormalisationOptions scaling, IReadOnlyList<Fold> folds)
    {
        if (!scaling.IsAlikeInFolds || Altered is not null || Inputs.Any(input => input.Rows != 1 || input.Columns == 0) || !folds.All(HoldsWholeSpeakers)) return this;
        return this with { Shared = new SharedRows(scaling.Fit(Inputs).Apply(Inputs, Speakers)), SharedScaling = scaling };
    }

    private bool HoldsWholeSpeakers(Fold fold)
    {
        var (train, test) = (fold.Train.ToHashSet(), fold.Test.ToHashSet());
        return Enumerable.Range(0, Speakers.Count).GroupBy(i => Speakers[i]).All(rows => rows.All(train.Contains) || rows.All(test.Contains) || !rows.Any(i => train.Contains(i) || test.Contains(i)));
    }

    /// <summary>The rows with what the models of the stack said of them: beside the features, or as the input of a classifier that looks at scores only.</summary>
    /// <param name="scores">Log posteriors, [1 x (models x classes)] per row.</param>
    /// <param name="input">What the classifier looks at.</param>
    public Examples WithScores(IReadOnlyList<MatrixView> scores, ExampleInput input) => input == ExampleInput.Scores ? this with { Inputs = scores } : this with { Scores = scores };

    private static MatrixView One(double value) => MatrixView.OfRow(new[] { (float)value });
}
