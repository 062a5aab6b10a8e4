using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>One fold per corpus: train on all others, test on that one (cross-corpus).</summary>
[Kind("leave-one-corpus-out", "one fold per corpus: train on all others, test on that one (cross-corpus)")]
public sealed record LeaveOneCorpusOutOptions : FoldSchemeOptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random) =>
        Partition.LeaveOneOut(rows, row => row.Corpus, "corpus", "join several corpora with the kind \"joined\"");
}
