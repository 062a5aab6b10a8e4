using SerLab.Enhancement.Augmentation;

namespace SerLab.Runs;

/// <summary>Altered copies of the training utterances that a model learns from, beside the utterances themselves. Immutable.</summary>
/// <remarks>
/// A copy bears its utterance's label and speaker and goes where its utterance goes: a row that is tested or held out keeps its copies out of training. Copies teach the classifier only;
/// what is fitted before it (scaling, selection) and after it (calibration) looks at recorded rows. The copies follow from the seed, the utterance's id and the copy's number, so models
/// with the same features and augmentation learn from the same ones.
/// </remarks>
/// <param name="Kinds">What alters an utterance, each copy one of them in turn, from a drawn one on: as many copies as kinds give every kind once.</param>
/// <param name="Copies">Altered copies of each training utterance, 1 to 20.</param>
public sealed record TrainingAugmentation(IReadOnlyList<AugmentationOptions> Kinds, int Copies = 1)
{
    /// <summary>Most copies of an utterance.</summary>
    internal const int MostCopies = 20;

    /// <summary>The augmentation in the words of tables and notices: "2 altered copies of each training utterance (speed, noise)".</summary>
    public string Words() => $"{Copies} altered {(Copies == 1 ? "copy" : "copies")} of each training utterance ({string.Join(", ", Kinds.Select(kind => kind.Kind))})";
}
