namespace SerLab.Corpora;

/// <summary>What can be wrong with an utterance.</summary>
public enum FindingKind
{
    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>The file ends before the samples that its header announces.</summary>
    Truncated,

    /// <summary>Its stretch begins or ends after the recording does.</summary>
    OutsideRecording,

    /// <summary>It is shorter than anything useful.</summary>
    TooShort,

    /// <summary>Its level is that of no sound.</summary>
    Silent,

    /// <summary>Its peaks are cut off at full scale.</summary>
    Clipped,

    /// <summary>Sample for sample the same sound as another.</summary>
    Duplicate,

    /// <summary>A copy of another at another level, rate or start, with noise or through a codec.</summary>
    NearDuplicate,
}

/// <summary>Something wrong with one utterance. Immutable.</summary>
/// <param name="Id">The utterance's id.</param>
/// <param name="Location">Its recording.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">Value, limit and cure in one sentence.</param>
/// <param name="OtherId">For duplicates: the utterance that it is a copy of; else null.</param>
public sealed record CorpusFinding(string Id, string Location, FindingKind Kind, string Message, string? OtherId = null);
