using System.IO.Compression;
using System.Text;
using SerLab.Models;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Store;

/// <summary>A trained model as a zip of <c>model.json</c> (recipes, labels, feature schema, training note) and <c>weights.safetensors</c>: nothing in it can be executed.</summary>
public static class ModelFile
{
    private const int FormatVersion = 1;
    private const long MostEntryBytes = 1L << 31;
    private const string ClassifierPrefix = "classifier.";
    private const string NormalisationPrefix = "normalisation.";

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(TrainedModel model, string path, RecipeJson json) => SafeFile.Write(path, stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var weights = new MemoryStream();
        SafeTensors.Write(weights, new Weights(
            model.Classifier.Weights.Tensors.Select(pair => KeyValuePair.Create(ClassifierPrefix + pair.Key, pair.Value))
                .Concat(model.Normaliser.Weights.Tensors.Select(pair => KeyValuePair.Create(NormalisationPrefix + pair.Key, pair.Value)))));
        var description = new Description(FormatVersion, model.ClassNames, model.FrontEnd, model.FrontEnd.FeaturesVersion, model.Columns, model.NormalisationRecipe, model.ClassifierRecipe, RecipeHash.Of(weights.GetBuffer().AsSpan(0, (int)weights.Length)), model.Note);
        using (var entry = zip.CreateEntry("model.json").Open()) entry.Write(Encoding.UTF8.GetBytes(json.Write(description)));
        using (var entry = zip.CreateEntry("weights.safetensors").Open()) entry.Write(weights.GetBuffer().AsSpan(0, (int)weights.Length));
    });

    /// <summary>Reads a model.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="BadInputException">The file is missing, damaged, or was written for features that this version measures differently.</exception>
    public static TrainedModel Read(string path, RecipeJson json)
    {
        if (!File.Exists(path)) throw new BadInputException(path, null, "the model file is not there; train one with `serlab train SPEC --out MODEL.zip`.");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var description = json.Read<Description>(Encoding.UTF8.GetString(Entry(zip, "model.json", path)), path);
            if (description.FormatVersion != FormatVersion)
                throw new BadInputException(path, "model.json", $"format version {description.FormatVersion} is not {FormatVersion}; train the model again with this version of SerLab.");
            var columns = TrainedModel.ColumnsOf(description.FrontEnd, description.Classifier.Input);
            if (description.FeaturesVersion != description.FrontEnd.FeaturesVersion)
                throw new BadInputException(path, "model.json", $"the model was trained on version {description.FeaturesVersion} of its features, which this version of SerLab measures otherwise ({description.FrontEnd.FeaturesVersion}); train it again.");
            if (!columns.SequenceEqual(description.Columns))
                throw new BadInputException(path, "model.json", $"the model looks at {description.Columns.Count} features that this version names differently ({columns.Count}); train it again with this version of SerLab.");
            var bytes = Entry(zip, "weights.safetensors", path);
            if (RecipeHash.Of(bytes.AsSpan()) != description.WeightsHash) throw new BadInputException(path, "weights.safetensors", "the weights are not those the model was written with; the file is damaged, so copy it again or train the model again.");
            var weights = SafeTensors.Read(bytes, path);
            return new TrainedModel(
                description.ClassNames, description.FrontEnd, description.Columns,
                description.Normalisation, description.Normalisation.Restore(Part(weights, NormalisationPrefix)),
                description.Classifier, description.Classifier.Restore(Part(weights, ClassifierPrefix)), description.Note);
        }
        catch (OptionsException wrong)
        {
            throw new BadInputException(path, "model.json", $"it does not describe a model ({wrong.Problems[0]}); give a file that `serlab train` wrote.", wrong);
        }
        catch (BadInputException wrong) when (wrong.Path != path)
        {
            throw new BadInputException(path, wrong.Place, wrong.Message, wrong);
        }
        catch (InvalidDataException wrong)
        {
            throw new BadInputException(path, null, "this is not a model file (a zip of model.json and weights.safetensors); give one that `serlab train` wrote.", wrong);
        }
    }

    private static byte[] Entry(ZipArchive zip, string name, string path)
    {
        var entry = zip.GetEntry(name) ?? throw new BadInputException(path, name, "the entry is missing, so this is not a model file; give one that `serlab train` wrote.");
        if (entry.Length > MostEntryBytes) throw new BadInputException(path, name, $"the entry is said to hold {entry.Length} bytes, over {MostEntryBytes}; the file is damaged, so train the model again.");
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Weights Part(Weights weights, string prefix) => new(
        weights.Tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value)));

    private sealed record Description(
        int FormatVersion, IReadOnlyList<string> ClassNames, FrontEnd FrontEnd, int FeaturesVersion, IReadOnlyList<string> Columns, NormalisationOptions Normalisation, ClassifierOptions Classifier, string WeightsHash, TrainingNote Note);
}
