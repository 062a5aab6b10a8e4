namespace SerLab.Metrics;

/// <summary>What every public door of this room checks once: equal lengths, known classes.</summary>
internal static class LabelChecks
{
    /// <exception cref="ArgumentException">There are no labels, or the second list has another length.</exception>
    public static void SamePlaces<T, TOther>(IReadOnlyCollection<T> labels, IReadOnlyCollection<TOther> others, string name)
    {
        if (labels.Count == 0) throw new ArgumentException("There are no utterances; give at least one.");
        if (others.Count != labels.Count) throw new ArgumentException($"{labels.Count} utterances and {others.Count} values; give one value per utterance.", name);
    }

    /// <exception cref="ArgumentException">A label is not 0 ... classes - 1.</exception>
    public static void InRange(IReadOnlyList<int> labels, int classCount, string name)
    {
        for (var i = 0; i < labels.Count; i++)
            if (labels[i] < 0 || labels[i] >= classCount)
                throw new ArgumentException($"Utterance {i} has class {labels[i]}; with {classCount} classes use 0 to {classCount - 1}.", name);
    }
}
