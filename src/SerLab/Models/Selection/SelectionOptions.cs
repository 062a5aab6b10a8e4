using SerLab.Options;

namespace SerLab.Models.Selection;

/// <summary>Settings of a feature selection; it learns from scaled training rows only.</summary>
public abstract record SelectionOptions : Recipe
{
    /// <summary>Chooses columns by what the training examples and their labels say.</summary>
    /// <param name="set">Scaled training examples; only read. Frames of an utterance all carry its label.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <returns>Positions of the kept columns, ascending and different, at least one.</returns>
    /// <exception cref="OptionsException">The settings cannot work, or not with this set.</exception>
    public abstract IReadOnlyList<int> Choose(TrainingSet set, CancellationToken cancel = default);
}
