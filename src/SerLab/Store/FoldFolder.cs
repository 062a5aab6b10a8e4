using SerLab.Models;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Store;

/// <summary>Keeps finished folds of a run under way in a folder, one JSON file each, so that a run that was stopped goes on where it was. Immutable; the folder grows.</summary>
public sealed class FoldFolder : ICheckpoint, ITrainingStates
{
    private readonly string folder;

    /// <param name="folder">The folder; made when the first fold is kept.</param>
    public FoldFolder(string folder) => this.folder = folder;

    /// <inheritdoc/>
    public FoldOutcome? Find(string key)
    {
        var path = PathOf(key);
        if (!File.Exists(path)) return null;
        try
        {
            return RecipeJson.BuiltIn.Read<FoldOutcome>(File.ReadAllText(path), path);
        }
        catch (OptionsException)
        {
            return null; // A damaged checkpoint is as good as none: the fold is trained again.
        }
    }

    /// <inheritdoc/>
    public void Keep(string key, FoldOutcome outcome)
    {
        SafeFile.WriteText(PathOf(key), RecipeJson.BuiltIn.Write(outcome));
        File.Delete(TrainingPathOf(key));
    }

    /// <inheritdoc/>
    public ITrainingCheckpoint Of(string key) => new TrainingFile(TrainingPathOf(key));

    /// <summary>Number of folds kept.</summary>
    public int Count => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Length : 0;

    /// <summary>Removes the folder, once the run is complete.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private string TrainingPathOf(string key) => Path.Combine(folder, key + ".training.safetensors");

    private string PathOf(string key) => Path.Combine(folder, key + ".json");
}
