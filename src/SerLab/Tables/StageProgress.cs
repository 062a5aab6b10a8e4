namespace SerLab.Tables;

/// <summary>How far long work is.</summary>
/// <param name="Stage">What is being done: "features mfcc", "training".</param>
/// <param name="Item">The item just finished: an utterance's id, "svm, fold 3 (speaker 09)".</param>
/// <param name="Done">Items finished.</param>
/// <param name="Total">Items in all.</param>
public sealed record StageProgress(string Stage, string Item, int Done, int Total);
