using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>The folds of a split file, so that everyone evaluates on the same rows.</summary>
/// <param name="Path">A file as a run writes it: <c>split.json</c>.</param>
/// <param name="Hash">The hash the split must have; null accepts the file's own.</param>
[Kind("split-file", "the folds of a split.json, checked by its hash")]
public sealed record SplitFileOptions(string Path, string? Hash = null) : FoldSchemeOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Path.Length > 0, $"path is empty; name the split.json.");

    /// <inheritdoc/>
    public override IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random)
    {
        var split = SplitFile.Read(Path);
        if (Hash is not null && Hash != split.Hash) throw new BadInputException(Path, "hash", $"the split's hash is {split.Hash}, the spec wants {Hash}; get the split that the spec was written for.");
        var positions = rows.Select((row, i) => (row.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var unknown = split.Folds.SelectMany(fold => fold.Train.Concat(fold.Test)).Where(id => !positions.ContainsKey(id)).Distinct().ToArray();
        if (unknown.Length > 0)
            throw new BadInputException(Path, null, $"{unknown.Length} ids are not in the corpus, the first is \"{unknown[0]}\"; use the corpus that the split was made for.");
        return [.. split.Folds.Select((fold, i) => Partition.Checked(
            new Fold(i, fold.Name, [.. fold.Train.Select(id => positions[id]).Order()], [.. fold.Test.Select(id => positions[id]).Order()]), Path))];
    }
}
