using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Where a corpus is and how its files are to be understood.</summary>
/// <remarks>Kinds that live in a folder or file take it as <c>path</c>, so that <c>--corpus KIND:PATH</c> works for every one.</remarks>
public abstract record CorpusOptions : Recipe
{
    /// <summary>Lists the utterances; reads names and tables, not sound.</summary>
    /// <exception cref="BadInputException">The folder is missing, empty, or holds names the kind does not understand.</exception>
    public abstract Corpus Load();
}
