using SerLab.Folds;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Finds folds that cannot be trained before any is.</summary>
public static class FoldCheck
{
    /// <summary>Every class must have a training row in every fold.</summary>
    /// <param name="folds">The split.</param>
    /// <param name="tables">The rows.</param>
    /// <exception cref="BadInputException">A fold holds out all of a class; names fold, class and speakers.</exception>
    public static void EveryFoldCanTrain(IReadOnlyList<Fold> folds, ComparisonTables tables)
    {
        foreach (var fold in folds)
        {
            var trained = fold.Train.Select(i => tables.Rows[i].Label).ToHashSet();
            foreach (var missing in tables.ClassNames.Where(name => !trained.Contains(name)))
            {
                string[] speakers = [.. tables.Rows.Where(row => row.Label == missing).Select(row => row.Speaker).Distinct()];
                throw new BadInputException(tables.Summary.Name, fold.Name,
                    $"\"{missing}\" is spoken by {string.Join(", ", speakers.Take(3))} only, so nothing is left to train on when that is held out; record more speakers, or drop it with \"labels\": {{ \"{missing}\": null }}.");
            }
        }
    }
}
