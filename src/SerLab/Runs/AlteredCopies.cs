using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>Altered copies of a table's utterances, measured. They are found by their utterance only: no list of rows holds them. Immutable.</summary>
internal sealed class AlteredCopies
{
    private readonly FeatureTable table;
    private readonly ILookup<string, int> positions;

    private AlteredCopies(FeatureTable table, ILookup<string, int> positions, int missingCount) => (this.table, this.positions, MissingCount) = (table, positions, missingCount);

    /// <summary>Copies that could not be measured and were left out, as the spec's policy says.</summary>
    public int MissingCount { get; }

    /// <summary>Names every number of every copy.</summary>
    public string ContentHash => table.ContentHash;

    /// <summary>Alters and measures the utterances of a table.</summary>
    /// <param name="corpus">Where the recordings are.</param>
    /// <param name="recorded">What was measured of them; an utterance that is not in it gets no copies.</param>
    /// <param name="augmentation">What alters them, and how often.</param>
    /// <param name="builder">Measures; its cache knows a copy by its altered samples.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="Options.BadInputException">A copy cannot be measured and the policy is to fail.</exception>
    public static AlteredCopies Measure(Corpus corpus, FeatureTable recorded, TrainingAugmentation augmentation, FeatureTableBuilder builder, RandomSource random, CancellationToken cancel)
    {
        var ids = recorded.Rows.Select(row => row.Id).ToHashSet();
        var sources = new Dictionary<string, string>();
        var altered = new List<Utterance>();
        foreach (var utterance in corpus.Utterances.Where(utterance => ids.Contains(utterance.Id)))
        {
            for (var copy = 0; copy < augmentation.Copies; copy++)
            {
                altered.Add(CopyOf(utterance, copy, recorded.FrontEnd!, augmentation, random.For(utterance.Id)));
                sources[altered[^1].Id] = utterance.Id;
            }
        }

        var built = builder.Build(new Corpus(corpus.Name, altered, corpus.IsSynthetic), recorded.FrontEnd!, cancel);
        var positions = Enumerable.Range(0, built.Table.Rows.Count).ToLookup(i => sources[built.Table.Rows[i].Id]);
        return new AlteredCopies(built.Table, positions, built.Skipped.Count);
    }

    /// <summary>The copies of an utterance as a classifier looks at them, matrices [frames x features].</summary>
    /// <param name="id">The utterance's id.</param>
    /// <param name="input">Functionals or frames.</param>
    public IReadOnlyList<MatrixView> Of(string id, ExampleInput input) =>
        [.. positions[id].Select(position => input == ExampleInput.Frames ? table.FramesOf(position) : table.FeaturesOf(position))];

    // Altered at the rate that features are measured at, so that a ratio of speech to noise is that of what they see.
    private static Utterance CopyOf(Utterance utterance, int copy, FrontEnd frontEnd, TrainingAugmentation augmentation, RandomSource random)
    {
        var first = random.For("first kind").Open().NextInt(augmentation.Kinds.Count);
        var kind = augmentation.Kinds[(first + copy) % augmentation.Kinds.Count];
        return utterance with
        {
            Id = $"{utterance.Id}~{copy + 1}",
            Recording = new MemoryRecording(utterance.Recording.Location, Altered),
            StartSeconds = 0,
            EndSeconds = null,
        };

        Clip Altered()
        {
            var clip = utterance.Read(frontEnd.Mix);
            if (clip.SampleRateHz != frontEnd.SampleRateHz) clip = new Resampler(clip.SampleRateHz, frontEnd.SampleRateHz).Resample(clip);
            return kind.Apply(clip, random.For("copy", copy));
        }
    }
}
