namespace SerLab.Options;

/// <summary>Data that cannot be used: names the file, the place in it and the cure. The fault is the input's, not the program's.</summary>
public sealed class BadInputException : Exception
{
    /// <param name="path">The file, folder or utterance at fault.</param>
    /// <param name="place">Where in it ("byte 44", "row 3", "frame 120"), or null for the whole.</param>
    /// <param name="message">Value, limit and cure in one sentence.</param>
    /// <param name="inner">What a library said, where there is more to know.</param>
    public BadInputException(string path, string? place, string message, Exception? inner = null)
        : base(place is null ? $"{path}: {message}" : $"{path} ({place}): {message}", inner)
        => (Path, Place) = (path, place);

    /// <summary>The file, folder or utterance at fault.</summary>
    public string Path { get; }

    /// <summary>Where in it, or null for the whole.</summary>
    public string? Place { get; }
}
