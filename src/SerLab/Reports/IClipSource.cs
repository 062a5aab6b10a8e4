using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Reports;

/// <summary>Where a report finds the sound of an utterance.</summary>
public interface IClipSource
{
    /// <summary>The clip of an utterance, or null when it is not known here.</summary>
    /// <param name="id">The utterance's id.</param>
    /// <exception cref="BadInputException">The recording cannot be read.</exception>
    Clip? Find(string id);
}
