using SerLab.Models;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>What is known of a comparison's rows beside features, label and speaker: for messages, for listeners' votes as targets, for a second task. Immutable.</summary>
/// <param name="Ids">Id of each row.</param>
/// <param name="SoftLabels">Votes per class of each row, [rows][classes]; null for a row without votes, or where no row has any.</param>
/// <param name="Auxiliary">Second labels; null where the model asks for none.</param>
public sealed record RowFacts(IReadOnlyList<string> Ids, IReadOnlyList<double[]?>? SoftLabels, AuxiliaryLabels? Auxiliary)
{
    /// <summary>Gathers what a classifier may ask for.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classNames">The classes, in the order of their numbers.</param>
    /// <param name="classifier">What will be trained.</param>
    public static RowFacts Of(IReadOnlyList<TableRow> rows, IReadOnlyList<string> classNames, ClassifierOptions classifier)
    {
        double[]?[] votes = [.. rows.Select(row => VotesOf(row, classNames))];
        return new RowFacts([.. rows.Select(row => row.Id)], votes.Any(vote => vote is not null) ? votes : null, classifier.AuxiliaryTarget is { } target ? AuxiliaryOf(rows, target) : null);
    }

    /// <summary>The facts of some of the rows, each as often as it is named.</summary>
    public RowFacts At(IReadOnlyList<int> positions) => new(
        [.. positions.Select(i => Ids[i])],
        SoftLabels is null ? null : [.. positions.Select(i => SoftLabels[i])],
        Auxiliary is null ? null : new AuxiliaryLabels([.. positions.Select(i => Auxiliary.Labels[i])], Auxiliary.ClassCount));

    // Votes that sum to less than 1 are shares of listeners of whom the others are not told of: theirs is spread over the classes without votes.
    private static double[]? VotesOf(TableRow row, IReadOnlyList<string> classNames)
    {
        if (row.Votes is null) return null;
        double[] votes = [.. classNames.Select(name => Math.Max(0, row.Votes.GetValueOrDefault(name)))];
        var (sum, without) = (votes.Sum(), votes.Count(vote => vote == 0));
        if (sum <= 0) return null;
        return sum < 1 && without > 0 ? [.. votes.Select(vote => vote == 0 ? (1 - sum) / without : vote)] : votes;
    }

    private static AuxiliaryLabels? AuxiliaryOf(IReadOnlyList<TableRow> rows, AuxiliaryTarget target)
    {
        string?[] values = [.. rows.Select(row => ValueOf(row, target))];
        var names = values.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? null : new AuxiliaryLabels([.. values.Select(value => value is null ? -1 : names.IndexOf(value))], names.Count);
    }

    private static string? ValueOf(TableRow row, AuxiliaryTarget target) => target switch
    {
        AuxiliaryTarget.Gender => row.Gender == Corpora.Gender.Unknown ? null : row.Gender.ToString(),
        AuxiliaryTarget.Corpus => row.Corpus,
        AuxiliaryTarget.Language => row.Language,
        _ => row.IsSpeakerKnown ? row.Speaker : null,
    };
}
