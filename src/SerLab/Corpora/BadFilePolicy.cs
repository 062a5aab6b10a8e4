namespace SerLab.Corpora;

/// <summary>What happens when a recording of a corpus cannot be used.</summary>
public enum BadFilePolicy
{
    /// <summary>The first bad file stops everything.</summary>
    Fail,

    /// <summary>Bad files are left out, and every output says which and why; never silently.</summary>
    Skip,
}
