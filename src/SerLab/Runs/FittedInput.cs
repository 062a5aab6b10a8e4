using SerLab.Models;
using SerLab.Models.Selection;
using SerLab.Numerics;

namespace SerLab.Runs;

/// <summary>What stands between a model's rows and its classifier, fitted on training rows: features are scaled and selected, scores of a stack scaled and set beside them. Immutable.</summary>
public sealed class FittedInput
{
    private readonly INormaliser normaliser;
    private readonly ColumnChoice? choice;
    private readonly INormaliser? ofScores;
    private readonly double stackShare;

    private FittedInput(INormaliser normaliser, ColumnChoice? choice, INormaliser? ofScores, double stackShare) =>
        (this.normaliser, this.choice, this.ofScores, this.stackShare) = (normaliser, choice, ofScores, stackShare);

    /// <summary>What was learned: <c>normalisation.</c>, <c>selection.</c> and <c>scores.</c> in front of the names of each part.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights =>
    [
        .. Named("normalisation.", normaliser.Weights),
        .. choice is null ? [] : Named("selection.", choice.Weights),
        .. ofScores is null ? [] : Named("scores.", ofScores.Weights),
    ];

    /// <summary>Learns from training rows.</summary>
    /// <param name="model">How.</param>
    /// <param name="training">Training rows only.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>What was learned, and the training rows as the classifier is to see them.</returns>
    public static (FittedInput Input, TrainingSet Set) Fit(ModelSpec model, Examples training, CancellationToken cancel)
    {
        var normaliser = model.Normalisation.Fit(training.Inputs);
        if (SharesRows(model, training))
            return (new FittedInput(normaliser, null, null, model.StackShare), TrainingSet.From(training.Shared!, training.Places!, training.Labels, training.Speakers, training.ClassCount, training.Threads));
        var (rows, sources) = training.WithCopiesAsRows();
        var scaled = normaliser.Apply(rows.Inputs, rows.Speakers, training.Inputs.Count);
        var choice = model.Selection is null ? null : new ColumnChoice(model.Selection.Choose(SetOf([.. scaled.Take(training.Inputs.Count)], training, null), cancel), scaled[0].Columns);
        var ofScores = training.Scores is null ? null : model.Normalisation.Fit(training.Scores);
        var input = new FittedInput(normaliser, choice, ofScores, model.StackShare);
        return (input, SetOf(input.Finish(scaled, rows), rows, sources));
    }

    /// <summary>The input that <see cref="Weights"/> holds.</summary>
    /// <param name="model">How it was fitted.</param>
    /// <param name="weights">All weights of the model.</param>
    /// <exception cref="Options.BadInputException">The weights do not fit.</exception>
    public static FittedInput Restore(ModelSpec model, Weights weights) => new(
        model.Normalisation.Restore(weights.Under("normalisation.")),
        model.Selection is null ? null : ColumnChoice.Restore(weights.Under("selection.")),
        model.Stack.Count == 0 || model.Classifier.Input == ExampleInput.Scores ? null : model.Normalisation.Restore(weights.Under("scores.")),
        model.StackShare);

    /// <summary>Rows as the classifier is to see them.</summary>
    public IReadOnlyList<MatrixView> Apply(Examples rows) => Finish(normaliser.Apply(rows.Inputs, rows.Speakers), rows);

    /// <summary>Rows as the classifier is to see them, and where they are among the experiment's rows.</summary>
    /// <param name="model">How the input was fitted.</param>
    /// <param name="rows">The rows.</param>
    public HeldOutRows HeldOut(ModelSpec model, Examples rows) =>
        SharesRows(model, rows) ? new HeldOutRows([.. rows.Places!.Select(place => rows.Shared!.Rows[place])], rows.Places) : new HeldOutRows(Apply(rows));

    // Rows that were scaled for the whole experiment serve where nothing else is done to them.
    private static bool SharesRows(ModelSpec model, Examples rows) =>
        rows.Shared is not null && rows.SharedScaling == model.Normalisation && model.Selection is null && rows.Scores is null;

    private static IEnumerable<KeyValuePair<string, Tensor>> Named(string prefix, Weights weights) => weights.Tensors.Select(pair => KeyValuePair.Create(prefix + pair.Key, pair.Value));

    // Where there is one speaker only, what is held in or out together is an utterance with its copies.
    private static TrainingSet SetOf(IReadOnlyList<MatrixView> inputs, Examples rows, IReadOnlyList<int>? sources) =>
        new(inputs, rows.Labels, sources is null || rows.Speakers.Distinct().Skip(1).Any() ? rows.Speakers : sources, rows.ClassCount)
        {
            Threads = rows.Threads,
            Sources = sources,
            Names = rows.Facts?.Ids,
            SoftLabels = rows.Facts?.SoftLabels,
            Auxiliary = rows.Facts?.Auxiliary,
            Checkpoint = rows.Checkpoint,
        };

    private IReadOnlyList<MatrixView> Finish(IReadOnlyList<MatrixView> scaled, Examples rows)
    {
        var chosen = choice?.Apply(scaled) ?? scaled;
        return ofScores is null || rows.Scores is null ? chosen : Join(chosen, ofScores.Apply(rows.Scores, rows.Speakers), stackShare);
    }

    // Columns of variance 1 on both sides: scores are lengthened until they make up their share of a row's squared length.
    private static IReadOnlyList<MatrixView> Join(IReadOnlyList<MatrixView> features, IReadOnlyList<MatrixView> scores, double share)
    {
        var factor = (float)Math.Sqrt(share / (1 - share) * features[0].Columns / scores[0].Columns);
        var joined = new MatrixView[features.Count];
        for (var i = 0; i < joined.Length; i++)
        {
            float[] row = [.. features[i].Span, .. scores[i].Span];
            for (var j = features[i].Columns; j < row.Length; j++) row[j] *= factor;
            joined[i] = MatrixView.OfRow(row);
        }

        return joined;
    }
}
