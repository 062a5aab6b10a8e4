using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>k folds of utterances drawn at random, labels spread evenly, speakers ignored: leaks test speakers, so it is refused unless asked for.</summary>
/// <remarks>Here to show how much the common protocol inflates figures: 7 to 28 points of MacroAccuracy on acted corpora.</remarks>
/// <param name="K">Number of folds, 2 to the number of utterances.</param>
[Kind("random-k-fold", "k random folds of utterances: LEAKS speakers, needs \"allowLeak\": true")]
public sealed record RandomKFoldOptions(int K = 5) : FoldSchemeOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(K >= 2, $"k is {K}; use at least 2.");

    /// <inheritdoc/>
    public override IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random)
    {
        if (rows.Count < K) throw new BadInputException("folds", null, $"{K} folds need {K} utterances and there are {rows.Count}; set k to at most {rows.Count}.");
        var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var parts = GroupedFolds.Assign([.. rows.Select(row => labels.IndexOf(row.Label))], [.. Enumerable.Range(0, rows.Count)], labels.Count, K, random);
        return Partition.FromParts(rows.Count, parts, K, part => $"random part {part + 1} of {K}");
    }
}
