namespace SerLab.Models;

/// <summary>What else than the label may be known of an example.</summary>
public enum AuxiliaryTarget
{
    /// <summary>The speaker's gender.</summary>
    Gender,

    /// <summary>The corpus the recording is from.</summary>
    Corpus,

    /// <summary>The language spoken.</summary>
    Language,

    /// <summary>The speaker.</summary>
    Speaker,
}

/// <summary>Second labels of examples, for a model that learns two tasks at once.</summary>
/// <param name="Labels">Class of each example, -1 where it is unknown, shape [examples].</param>
/// <param name="ClassCount">Number of classes, at least 1.</param>
public sealed record AuxiliaryLabels(IReadOnlyList<int> Labels, int ClassCount);

/// <summary>Where a training under way keeps what it needs to go on after a stop, bit for bit.</summary>
public interface ITrainingCheckpoint
{
    /// <summary>What was kept last; null at the beginning.</summary>
    Weights? Load();

    /// <summary>May keep the state, which is only made when it is kept.</summary>
    /// <param name="state">Makes the arrays that <see cref="Load"/> is to give back.</param>
    void Offer(Func<Weights> state);
}
