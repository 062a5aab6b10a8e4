using System.IO.Compression;
using System.Text;
using SerLab.Models;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Store;

/// <summary>A trained model as a zip of <c>model.json</c> (recipes, labels, feature schema, training note) and <c>weights.safetensors</c>: nothing in it can be executed.</summary>
/// <remarks>Models that it is stacked on lie beside it as <c>stack/0/model.json</c> and so on, each with weights of its own.</remarks>
public static class ModelFile
{
    private const int FormatVersion = 2;
    private const long MostEntryBytes = 1L << 31;
    private const string DescriptionName = "model.json";
    private const string WeightsName = "weights.safetensors";

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="json">Knows the kinds.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(TrainedModel model, string path, RecipeJson json) => SafeFile.Write(path, stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteInto(zip, "", model, json);
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
            return ReadFrom(zip, "", path, json);
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

    private static void WriteInto(ZipArchive zip, string folder, TrainedModel model, RecipeJson json)
    {
        var weights = new MemoryStream();
        SafeTensors.Write(weights, model.Fitted.Weights);
        var bytes = weights.GetBuffer().AsSpan(0, (int)weights.Length);
        var description = new Description(
            FormatVersion, model.ClassNames, model.FrontEnd, model.FrontEnd.FeaturesVersion, model.Columns, model.Fitted.Recipe, RecipeHash.Of(bytes), model.Stack.Count, model.Note);
        using (var entry = zip.CreateEntry(folder + DescriptionName).Open()) entry.Write(Encoding.UTF8.GetBytes(json.Write(description)));
        using (var entry = zip.CreateEntry(folder + WeightsName).Open()) entry.Write(bytes);
        for (var i = 0; i < model.Stack.Count; i++) WriteInto(zip, $"{folder}stack/{i}/", model.Stack[i], json);
    }

    private static TrainedModel ReadFrom(ZipArchive zip, string folder, string path, RecipeJson json)
    {
        var place = folder + DescriptionName;
        var description = json.Read<Description>(Encoding.UTF8.GetString(Entry(zip, place, path)), path);
        if (description.FormatVersion != FormatVersion)
            throw new BadInputException(path, place, $"format version {description.FormatVersion} is not {FormatVersion}; train the model again with this version of SerLab.");
        var columns = TrainedModel.ColumnsOf(description.FrontEnd, description.Model);
        if (description.FeaturesVersion != description.FrontEnd.FeaturesVersion)
            throw new BadInputException(path, place, $"the model was trained on version {description.FeaturesVersion} of its features, which this version of SerLab measures otherwise ({description.FrontEnd.FeaturesVersion}); train it again.");
        if (!columns.SequenceEqual(description.Columns))
            throw new BadInputException(path, place, $"the model looks at {description.Columns.Count} features that this version names differently ({columns.Count}); train it again with this version of SerLab.");
        if (description.StackCount != description.Model.Stack.Count)
            throw new BadInputException(path, place, $"it holds {description.StackCount} models for a stack of {description.Model.Stack.Count}; the file is damaged, so train the model again.");
        var bytes = Entry(zip, folder + WeightsName, path);
        if (RecipeHash.Of(bytes.AsSpan()) != description.WeightsHash) throw new BadInputException(path, folder + WeightsName, "the weights are not those the model was written with; the file is damaged, so copy it again or train the model again.");
        return new TrainedModel(description.ClassNames, description.FrontEnd, description.Columns, FittedModel.Restore(description.Model, SafeTensors.Read(bytes, path)), description.Note)
        {
            Stack = [.. Enumerable.Range(0, description.StackCount).Select(i => ReadFrom(zip, $"{folder}stack/{i}/", path, json))],
        };
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

    private sealed record Description(
        int FormatVersion, IReadOnlyList<string> ClassNames, FrontEnd FrontEnd, int FeaturesVersion, IReadOnlyList<string> Columns, ModelSpec Model, string WeightsHash, int StackCount, TrainingNote Note);
}
