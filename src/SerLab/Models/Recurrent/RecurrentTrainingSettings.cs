using SerLab.Options;

namespace SerLab.Models;

/// <summary>What turns a gradient into a step.</summary>
public enum RecurrentOptimiser
{
    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>How the learning rate falls.</summary>
public enum LearningSchedule
{
    /// <summary>Along half a cosine to 0 at the last epoch (I. Loshchilov and F. Hutter, ICLR 2017, without restarts).</summary>
    Cosine,

    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>To a half whenever the held-in speakers' loss has not fallen for <see cref="RecurrentTrainingSettings.PlateauEpochs"/> epochs.</summary>
    Plateau,
}

/// <summary>A second thing the network must tell from the same vector, so that it learns what both have in common (R. Caruana, Machine Learning 28, 1997).</summary>
/// <param name="Target">What it must tell.</param>
/// <param name="Weight">What its loss weighs beside that of the labels, above 0 to 10. Examples whose target is unknown take no part in it.</param>
public sealed record AuxiliaryTaskSettings(AuxiliaryTarget Target = AuxiliaryTarget.Gender, double Weight = 0.3)
{
    internal void Check(Problems problems) => problems
        .Unless(Enum.IsDefined(Target), $"Training.Auxiliary.Target is {Target}; use {string.Join(" or ", Enum.GetNames<AuxiliaryTarget>())}.")
        .Unless(Weight is > 0 and <= 10, $"Training.Auxiliary.Weight is {Weight}; use above 0 to 10, about 0.3, or no auxiliary task.");
}

/// <summary>How the recurrent kinds are trained: cross-entropy, early stopping on groups (speakers) of the training set that are held in for it.</summary>
/// <param name="Epochs">Most passes over the examples.</param>
/// <param name="Patience">Epochs without a better validation loss before training stops; the best epoch's weights are kept.</param>
/// <param name="BatchSize">Examples per step of the optimiser.</param>
/// <param name="LearningRate">Peak size of a step.</param>
/// <param name="WeightDecay">Share of the weights (not the biases) taken away per unit of learning rate.</param>
/// <param name="MaxGradientNorm">Longest gradient; longer ones are shortened to it (R. Pascanu, T. Mikolov and Y. Bengio, ICML 2013, algorithm 1).</param>
/// <param name="LabelSmoothing">Share of the target spread evenly over all classes, in [0, 1) (C. Szegedy et al., CVPR 2016, section 7).</param>
/// <param name="BalanceClasses">Whether every class weighs the same in the loss however many examples it has.</param>
/// <param name="ValidationShare">
/// Share of the training examples held in for early stopping, whole groups at a time; 0 trains on all for all epochs. Of six training speakers of EMO-DB one held in cost five
/// points of MacroAccuracy (study recurrent-ingredients); with fifty or more, about 0.15 finds the number of epochs.
/// </param>
/// <param name="Optimiser">What turns a gradient into a step.</param>
/// <param name="Momentum">Share of the last step that SGD takes again, in [0, 1); AdamW has its own.</param>
/// <param name="Schedule">How the learning rate falls.</param>
/// <param name="PlateauEpochs">Epochs without a better validation loss before the plateau schedule halves the rate.</param>
/// <param name="WarmUpEpochs">Epochs in which the rate rises from 0 to its peak, step by step.</param>
/// <param name="FocalGamma">Exponent g of the focal loss -(1 - p)^g log p, which turns away from what is already known (T.-Y. Lin et al., ICCV 2017, eq. 4); 0 is the cross-entropy.</param>
/// <param name="SoftLabels">Whether the listeners' votes are the target where the corpus has them, instead of the label alone (H. Fayek, M. Lech and L. Cavedon, IJCNN 2016).</param>
/// <param name="Mixup">
/// a of the Beta(a, a) from which the share of a second example of the batch in the first is drawn (H. Zhang et al., ICLR 2018, eq. 1), at most 1; 0 mixes none.
/// The second is repeated or cut to the first one's length; the greater share is always the first one's.
/// </param>
/// <param name="Masking">Stretches of steps and bands of features that are hidden; null for none.</param>
/// <param name="AverageBest">
/// Number of epochs whose weights are averaged, all where there are fewer: the best ones by validation loss, or the last ones without validation (P. Izmailov et al., UAI 2018).
/// </param>
/// <param name="ChunkSteps">Longest stretch of steps that is trained on at once: longer examples are cut into equal chunks, which share the example's weight; 0 never cuts.</param>
/// <param name="Members">Networks trained from different starts on the same examples, whose posteriors are averaged.</param>
/// <param name="Auxiliary">A second task; null for none.</param>
public sealed record RecurrentTrainingSettings(
    int Epochs = 40, int Patience = 10, int BatchSize = 16, double LearningRate = 2e-3, double WeightDecay = 1e-2, double MaxGradientNorm = 1,
    double LabelSmoothing = 0.1, bool BalanceClasses = true, double ValidationShare = 0, RecurrentOptimiser Optimiser = RecurrentOptimiser.AdamW, double Momentum = 0.9,
    LearningSchedule Schedule = LearningSchedule.Constant, int PlateauEpochs = 3, double WarmUpEpochs = 0, double FocalGamma = 0, bool SoftLabels = false, double Mixup = 0,
    MaskingSettings? Masking = null, int AverageBest = 10, int ChunkSteps = 0, int Members = 1, AuxiliaryTaskSettings? Auxiliary = null)
{
    internal void Check(Problems problems)
    {
        problems
            .Unless(Epochs >= 1, $"Training.Epochs is {Epochs}; use at least 1.")
            .Unless(Patience >= 1, $"Training.Patience is {Patience}; use at least 1, or ValidationShare 0 to train for all epochs.")
            .Unless(BatchSize is >= 1 and <= 4096, $"Training.BatchSize is {BatchSize}; use 1 to 4096.")
            .Unless(LearningRate is > 0 and <= 10, $"Training.LearningRate is {LearningRate}; use above 0 to 10, about 0.001 for AdamW and 0.1 for SGD.")
            .Unless(WeightDecay is >= 0 and <= 10, $"Training.WeightDecay is {WeightDecay}; use 0 (none) to 10.")
            .Unless(MaxGradientNorm > 0, $"Training.MaxGradientNorm is {MaxGradientNorm}; use above 0, about 1.")
            .Unless(LabelSmoothing is >= 0 and < 1, $"Training.LabelSmoothing is {LabelSmoothing}; use 0 (none) to below 1.")
            .Unless(ValidationShare is >= 0 and <= 0.5, $"Training.ValidationShare is {ValidationShare}; use 0 (none) to 0.5.")
            .Unless(Enum.IsDefined(Optimiser), $"Training.Optimiser is {Optimiser}; use {string.Join(" or ", Enum.GetNames<RecurrentOptimiser>())}.")
            .Unless(Momentum is >= 0 and < 1, $"Training.Momentum is {Momentum}; use 0 to below 1, about 0.9.")
            .Unless(Enum.IsDefined(Schedule), $"Training.Schedule is {Schedule}; use {string.Join(" or ", Enum.GetNames<LearningSchedule>())}.")
            .Unless(Schedule != LearningSchedule.Plateau || ValidationShare > 0, $"Training.Schedule is Plateau and ValidationShare is {ValidationShare}, so there is no loss to watch; use ValidationShare 0.15, or Cosine.")
            .Unless(PlateauEpochs >= 1, $"Training.PlateauEpochs is {PlateauEpochs}; use at least 1, about 3.")
            .Unless(WarmUpEpochs >= 0 && WarmUpEpochs < Math.Max(1, Epochs), $"Training.WarmUpEpochs is {WarmUpEpochs} of {Epochs} epochs; use 0 (none) to below the number of epochs, about 2.")
            .Unless(FocalGamma is >= 0 and <= 10, $"Training.FocalGamma is {FocalGamma}; use 0 (cross-entropy) to 10, about 2.")
            .Unless(Mixup is >= 0 and <= 1, $"Training.Mixup is {Mixup}; use 0 (none) to 1, about 0.3.")
            .Unless(AverageBest >= 1, $"Training.AverageBest is {AverageBest}; use 1 (no average) or more, about a quarter of the epochs.")
            .Unless(ChunkSteps is 0 or >= 8, $"Training.ChunkSteps is {ChunkSteps}; use 0 (never cut) or at least 8 steps.")
            .Unless(Members is >= 1 and <= 100, $"Training.Members is {Members}; use 1 (no ensemble) to 100, about 5.");
        Masking?.Check(problems);
        Auxiliary?.Check(problems);
    }
}
