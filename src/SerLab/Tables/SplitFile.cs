using SerLab.Options;

namespace SerLab.Tables;

/// <summary>A fixed split as a file that can be shared: ids of training and test per fold, and a hash over them.</summary>
/// <param name="Hash">Hash of all folds' ids, as <see cref="HashOf"/> computes it.</param>
/// <param name="Folds">The folds.</param>
public sealed record SplitFile(string Hash, IReadOnlyList<SplitFold> Folds)
{
    /// <summary>Reads a split and checks its hash.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote, or one like it.</param>
    /// <exception cref="BadInputException">The file is missing, or its hash does not fit its ids.</exception>
    public static SplitFile Read(string path)
    {
        if (!File.Exists(path)) throw new BadInputException(path, null, "the split file is not there; check its path.");
        SplitFile split;
        try
        {
            split = RecipeJson.BuiltIn.Read<SplitFile>(File.ReadAllText(path), path);
        }
        catch (OptionsException wrong)
        {
            throw new BadInputException(path, null, $"it is no split file ({wrong.Problems[0]}); give a split.json that a run wrote.", wrong);
        }

        var actual = HashOf(split.Folds);
        return split.Hash == actual ? split : throw new BadInputException(path, "hash", $"the hash is {split.Hash} but the ids hash to {actual}; the split was changed, so get the original or write the new hash knowingly.");
    }

    /// <summary>Writes a split.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="folds">The folds.</param>
    public static void Write(string path, IReadOnlyList<SplitFold> folds) => SafeFile.WriteText(path, RecipeJson.BuiltIn.Write(new SplitFile(HashOf(folds), folds)));

    /// <summary>Hash of all folds' ids; the order of ids within a fold does not matter, that of folds does.</summary>
    public static string HashOf(IReadOnlyList<SplitFold> folds) =>
        RecipeHash.Of([.. folds.SelectMany(fold => (string[])[fold.Name, .. fold.Train.Order(StringComparer.Ordinal), "test", .. fold.Test.Order(StringComparer.Ordinal)])]);
}

/// <summary>One fold of a fixed split.</summary>
/// <param name="Name">What is held out.</param>
/// <param name="Train">Ids of the training utterances.</param>
/// <param name="Test">Ids of the test utterances.</param>
public sealed record SplitFold(string Name, IReadOnlyList<string> Train, IReadOnlyList<string> Test);
