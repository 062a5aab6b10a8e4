namespace SerLab.Folds;

/// <summary>One division of the rows into training and test. Immutable.</summary>
/// <param name="Index">0, 1, ...; every chance stream of the fold is keyed by it.</param>
/// <param name="Name">What is held out: "speaker emodb/03", "part 2 of 5".</param>
/// <param name="Train">Positions of the training rows, ascending.</param>
/// <param name="Test">Positions of the test rows, ascending.</param>
public sealed record Fold(int Index, string Name, IReadOnlyList<int> Train, IReadOnlyList<int> Test);
