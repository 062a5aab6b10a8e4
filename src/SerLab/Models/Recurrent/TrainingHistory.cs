namespace SerLab.Models;

/// <summary>How training stood after one epoch.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="TrainLoss">Mean loss per training example during the epoch, nats, dropout and smoothing included.</param>
/// <param name="ValidationLoss">Mean cross-entropy per held-in example, nats, classes weighted as in training; null without validation.</param>
/// <param name="ValidationMacroAccuracy">Mean recall of the classes among the held-in examples, 0 to 1; null without validation.</param>
public sealed record EpochRecord(int Epoch, double TrainLoss, double? ValidationLoss, double? ValidationMacroAccuracy);

/// <summary>A classifier that knows how its training went. A restored one has forgotten it.</summary>
public interface ITrainingHistory
{
    /// <summary>One record per epoch, in order.</summary>
    IReadOnlyList<EpochRecord> History { get; }
}
