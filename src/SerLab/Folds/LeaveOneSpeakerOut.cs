using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>One fold per speaker: train on all others, test on that one (LOSO).</summary>
[Kind("leave-one-speaker-out", "one fold per speaker: train on all others, test on that one (LOSO)")]
public sealed record LeaveOneSpeakerOutOptions : FoldSchemeOptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random) =>
        Partition.LeaveOneOut(rows, row => row.Speaker, "speaker", "label a corpus with more speakers, or use \"random-k-fold\" with \"allowLeak\": true, which every output then names LEAKY");
}
