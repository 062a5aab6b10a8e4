using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Several corpora as one: what leave-one-corpus-out and training on more data need.</summary>
/// <remarks>
/// Ids and text keys get the corpus's name in front ("emodb/03a01Fa", "savee/a01"), for corpora number their files and sentences independently; speakers carry it already.
/// Labels stay as each corpus has them: put <see cref="RelabelledOptions"/> around a part, or around the whole, to make them agree.
/// </remarks>
/// <param name="Corpora">At least two corpora of different names.</param>
/// <param name="Name">The name of the whole.</param>
[Kind("joined", "several corpora as one")]
public sealed record JoinedOptions(IReadOnlyList<CorpusOptions> Corpora, string Name = "joined") : CorpusOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        problems.Unless(Corpora.Count >= 2, $"Corpora has {Corpora.Count} entries; join at least 2.")
            .Unless(Name.Length > 0, $"Name is empty; write a word.");
        for (var i = 0; i < Corpora.Count; i++) problems.Include($"{nameof(Corpora)}[{i}]", Corpora[i]);
    }

    /// <inheritdoc/>
    public override Corpus Load()
    {
        Validate();
        var parts = Corpora.Select(part => part.Load()).ToArray();
        var twice = parts.SelectMany(part => part.Utterances.Select(utterance => utterance.Corpus).Distinct()).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new BadInputException(Name, null, $"two corpora are named \"{twice.Key}\", so their speakers could not be told apart; give one another name, or take it out.");
        return new Corpus(Name, parts.SelectMany(part => part.Utterances).Select(Prefixed), parts.Any(part => part.IsSynthetic));
    }

    private static Utterance Prefixed(Utterance utterance) => utterance with
    {
        Id = $"{utterance.Corpus}/{utterance.Id}",
        Text = utterance.Text is null ? null : $"{utterance.Corpus}/{utterance.Text}",
    };
}
