namespace SerLab.Corpora;

/// <summary>Labelled utterances that belong together, in a fixed order (by id). Immutable.</summary>
public sealed class Corpus
{
    /// <param name="name">The corpus's name, as tables and reports show it.</param>
    /// <param name="utterances">At least one; ids are unique.</param>
    /// <param name="isSynthetic">True when no human spoke: every output that shows a number then says so.</param>
    /// <exception cref="Options.BadInputException">No utterance, or one id twice.</exception>
    public Corpus(string name, IEnumerable<Utterance> utterances, bool isSynthetic)
    {
        (Name, IsSynthetic) = (name, isSynthetic);
        Utterances = [.. utterances.OrderBy(utterance => utterance.Id, StringComparer.Ordinal)];
        if (Utterances.Count == 0) throw new Options.BadInputException(name, null, "the corpus has no utterances; check the folder and the corpus kind.");
        for (var i = 1; i < Utterances.Count; i++)
            if (Utterances[i].Id == Utterances[i - 1].Id)
                throw new Options.BadInputException(Utterances[i].Recording.Location, null, $"the id \"{Utterances[i].Id}\" is there twice; ids must be unique, so rename one.");
    }

    /// <summary>The corpus's name.</summary>
    public string Name { get; }

    /// <summary>The utterances, by id in ordinal order.</summary>
    public IReadOnlyList<Utterance> Utterances { get; }

    /// <summary>True when no human spoke.</summary>
    public bool IsSynthetic { get; }
}
