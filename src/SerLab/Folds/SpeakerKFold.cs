using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>k folds of whole speakers, with labels spread as evenly as whole speakers allow.</summary>
/// <param name="K">Number of folds, 2 to the number of speakers.</param>
[Kind("speaker-k-fold", "k folds of whole speakers, labels spread evenly (grouped, stratified)")]
public sealed record SpeakerKFoldOptions(int K = 5) : FoldSchemeOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(K >= 2, $"k is {K}; use at least 2.");

    /// <inheritdoc/>
    public override IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random)
    {
        var speakers = rows.Select(row => row.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        if (speakers.Count < K)
            throw new BadInputException("folds", null, $"{K} folds need {K} speakers and there are {speakers.Count}; set k to at most {speakers.Count}{(speakers.Count < 2 ? ", and label at least 2 speakers" : "")}.");
        var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var parts = GroupedFolds.Assign([.. rows.Select(row => labels.IndexOf(row.Label))], [.. rows.Select(row => speakers.IndexOf(row.Speaker))], labels.Count, K, random);
        return Partition.FromParts(rows.Count, parts, K, part => $"part {part + 1} of {K}");
    }
}
