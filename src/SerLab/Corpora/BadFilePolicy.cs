namespace SerLab.Corpora;

/// <summary>What to do with a recording that cannot be used.</summary>
public enum BadFilePolicy
{
    /// <summary>Stop at the first one.</summary>
    Fail,

    /// <summary>Leave it out and name it, with the reason, in every record and report.</summary>
    Skip,
}
