namespace SerLab.Models;

/// <summary>A classifier that was trained in epochs and remembers them.</summary>
public interface ITrainingHistory
{
    /// <summary>One record per epoch; empty for a classifier that was restored from a file.</summary>
    IReadOnlyList<EpochRecord> History { get; }
}

/// <summary>One epoch of training.</summary>
/// <param name="Epoch">1, 2, ...</param>
/// <param name="TrainLoss">Mean cross-entropy over the training examples, nats.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the held-in speakers, nats.</param>
/// <param name="ValidationMacroAccuracy">MacroAccuracy over the held-in speakers.</param>
public sealed record EpochRecord(int Epoch, double TrainLoss, double ValidationLoss, double ValidationMacroAccuracy);
