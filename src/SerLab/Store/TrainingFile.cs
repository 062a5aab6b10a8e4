using System.Diagnostics;
using SerLab.Models;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Store;

/// <summary>The state of a long training in a file, written anew at most every so-many seconds. Belongs to one training.</summary>
public sealed class TrainingFile : ITrainingCheckpoint
{
    private readonly string path;
    private readonly TimeSpan interval;
    private readonly Stopwatch sinceWritten = Stopwatch.StartNew();

    /// <param name="path">The file; made when there is something to keep.</param>
    /// <param name="intervalSeconds">Least time between two states, seconds.</param>
    public TrainingFile(string path, double intervalSeconds = 10) => (this.path, interval) = (path, TimeSpan.FromSeconds(intervalSeconds));

    /// <inheritdoc/>
    public Weights? Load()
    {
        if (!File.Exists(path)) return null;
        try
        {
            return SafeTensors.Read(File.ReadAllBytes(path), path);
        }
        catch (BadInputException)
        {
            return null; // A damaged state is as good as none: the training begins again.
        }
    }

    /// <inheritdoc/>
    public void Offer(Func<Weights> state)
    {
        if (sinceWritten.Elapsed < interval) return;
        SafeFile.Write(path, stream => SafeTensors.Write(stream, state()));
        sinceWritten.Restart();
    }
}
