using SerLab.Options;

namespace SerLab.Models.Selection;

/// <summary>Keeps the columns whose class means lie furthest apart, each judged alone: quick, but it keeps ten copies of one good column.</summary>
/// <remarks>R. A. Fisher's one-way analysis of variance. With frames only the order of the columns means something: frames of an utterance are not independent.</remarks>
/// <param name="Count">Columns kept, at least 1; more than there are keeps all.</param>
[Kind("anova-f", "keeps the columns with the largest F statistic between classes")]
public sealed record AnovaFOptions(int Count = 500) : SelectionOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => ColumnRanking.CheckCount(Count, problems);

    /// <inheritdoc/>
    public override IReadOnlyList<int> Choose(TrainingSet set, CancellationToken cancel = default)
    {
        Validate();
        cancel.ThrowIfCancellationRequested();
        return ColumnRanking.Best(FStatistic.Of(set, cancel), Count);
    }
}
