using SerLab.Features;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>Feature values that were measured before, keyed by content: (audio hash, front end, version). Immutable; the folder grows.</summary>
/// <remarks>A key never means two things, so entries are never out of date and a run that was stopped goes on where it was.</remarks>
public sealed class FeatureCache
{
    private readonly string folder;

    /// <param name="folder">Where the values are kept; made when it is missing.</param>
    public FeatureCache(string folder) => this.folder = folder;

    /// <summary>The values of a key, or null when they were never measured or cannot be read.</summary>
    /// <param name="key">Names content and settings.</param>
    /// <param name="schema">The columns the values must have.</param>
    public FeatureValues? Find(string key, FeatureSchema schema)
    {
        var path = PathOf(key);
        if (!File.Exists(path)) return null;
        try
        {
            var (values, shape) = Npy.ReadFloats(path);
            var (functionals, columns) = (schema.Functionals.Count, schema.Descriptors.Count);
            var frameCount = columns == 0 ? 0 : (values.Length - functionals) / columns;
            if (shape.Length != 1 || values.Length != functionals + frameCount * columns) return null;
            return new FeatureValues(values.AsMemory(0, functionals), new MatrixView(values.AsMemory(functionals), frameCount, columns));
        }
        catch (Exception damaged) when (damaged is BadInputException or IOException)
        {
            return null; // A damaged entry is as good as none: the values are measured again and the entry is replaced.
        }
    }

    /// <summary>Keeps the values of a key.</summary>
    /// <param name="key">Names content and settings.</param>
    /// <param name="values">What was measured.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public void Keep(string key, FeatureValues values) => SafeFile.Write(PathOf(key), stream => Npy.WriteRow(stream, values.Functionals.Span, values.Frames.Span));

    // Two levels, so that no folder holds more than some thousands of files.
    private string PathOf(string key) => Path.Combine(folder, key[..2], key + ".npy");
}
