using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Another corpus with its labels mapped, so that corpora that are joined speak one language of emotions.</summary>
/// <param name="Corpus">The corpus whose labels are mapped.</param>
/// <param name="Labels">The map: a dictionary, or the name of a ready-made one.</param>
[Kind("relabelled", "another corpus with its labels mapped: {\"surprise\": null}, or \"seven\"")]
public sealed record RelabelledOptions(CorpusOptions Corpus, LabelMap Labels) : CorpusOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Include(nameof(Corpus), Corpus);

    /// <inheritdoc/>
    public override Corpus Load() => Labels.Apply(Corpus.Load());
}
