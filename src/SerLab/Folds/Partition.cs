using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>Ways to write down folds once it is known which part each row is in.</summary>
internal static class Partition
{
    /// <summary>One fold per value of a column, by value in ordinal order.</summary>
    public static IReadOnlyList<Fold> LeaveOneOut(IReadOnlyList<TableRow> rows, Func<TableRow, string> column, string columnName, string cure)
    {
        var values = rows.Select(column).Distinct().Order(StringComparer.Ordinal).ToList();
        if (values.Count < 2)
            throw new BadInputException("folds", null, $"there is {values.Count} {columnName} (\"{values.FirstOrDefault()}\") and leaving one out needs at least 2; {cure}.");
        return FromParts(rows.Count, [.. rows.Select(row => values.IndexOf(column(row)))], values.Count, part => $"{columnName} {values[part]}");
    }

    /// <summary>One fold per part: the part's rows are its test rows, all others train.</summary>
    public static IReadOnlyList<Fold> FromParts(int rowCount, IReadOnlyList<int> parts, int partCount, Func<int, string> name) =>
    [
        .. Enumerable.Range(0, partCount).Select(part => Checked(
            new Fold(part, name(part), [.. Enumerable.Range(0, rowCount).Where(i => parts[i] != part)], [.. Enumerable.Range(0, rowCount).Where(i => parts[i] == part)]), "folds")),
    ];

    /// <summary>The fold, if it has training and test rows and none in both.</summary>
    public static Fold Checked(Fold fold, string source)
    {
        if (fold.Train.Count == 0 || fold.Test.Count == 0)
            throw new BadInputException(source, fold.Name, $"it has {fold.Train.Count} training and {fold.Test.Count} test rows; give at least one of each.");
        var both = fold.Train.Intersect(fold.Test).Count();
        if (both > 0) throw new BadInputException(source, fold.Name, $"{both} rows are in training and in test; a row must be in one of them only.");
        return fold;
    }
}
