using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Scales each speaker's rows by that speaker's own mean and standard deviation, over the rows of the batch that is scaled.</summary>
/// <remarks>
/// <para>Transductive: the statistics of a test speaker come from that speaker's unlabelled test rows, so a result holds only where several
/// utterances of a speaker are at hand before the first is judged, and where speakers do not each show one class only.</para>
/// <para>A speaker needs at least two rows (utterances, or frames of one utterance): one row minus its own mean is all zeros whatever was said,
/// so it is refused rather than judged.</para>
/// </remarks>
/// <param name="ClipSigmas">Results are cut to -ClipSigmas ... ClipSigmas, above 0.</param>
[Kind("speaker-z", "mean 0 and standard deviation 1 over each speaker's own rows, test rows included (transductive)")]
public sealed record SpeakerZNormalisationOptions(double ClipSigmas = 10) : NormalisationOptions
{
    /// <inheritdoc/>
    public override bool IsTransductive => true;

    /// <inheritdoc/>
    public override bool IsAlikeInFolds => true;

    /// <inheritdoc/>
    public override void Check(Problems problems) => AffineScaler.CheckClip(ClipSigmas, problems);

    /// <inheritdoc/>
    public override INormaliser Fit(IReadOnlyList<MatrixView> examples)
    {
        Validate();
        ColumnStatistics.Check(examples);
        return new SpeakerScaler(ClipSigmas);
    }

    /// <inheritdoc/>
    public override INormaliser Restore(Weights weights) => new SpeakerScaler(ClipSigmas);
}

/// <summary>Fits a scaler to each speaker of the batch. Immutable.</summary>
internal sealed class SpeakerScaler : INormaliser
{
    private readonly double clip;

    public SpeakerScaler(double clip) => this.clip = clip;

    public Weights Weights { get; } = new([]);

    public IReadOnlyList<MatrixView> Apply(IReadOnlyList<MatrixView> examples, IReadOnlyList<int> speakers, int? originalCount = null)
    {
        if (speakers.Count != examples.Count) throw new ArgumentException($"{examples.Count} examples and {speakers.Count} speakers; give one speaker per example.", nameof(speakers));
        ColumnStatistics.Check(examples);
        var scaled = new MatrixView[examples.Count];
        foreach (var speaker in Enumerable.Range(0, examples.Count).GroupBy(i => speakers[i]))
        {
            var own = speaker.Where(i => i < (originalCount ?? examples.Count)).Select(i => examples[i]).ToArray();
            if (own.Sum(example => example.Rows) < 2)
                throw new BadInputException("examples", $"speaker {speaker.Key}", $"there is {own.Sum(example => example.Rows)} row of this speaker; per-speaker normalisation needs at least 2, so add utterances of the speaker or use the normalisation \"z\".");
            var (centre, scale) = ColumnStatistics.MeanAndDeviation(own);
            var scaler = new AffineScaler(centre, scale, clip);
            foreach (var i in speaker) scaled[i] = scaler.Scaled(examples[i]);
        }

        return scaled;
    }
}
