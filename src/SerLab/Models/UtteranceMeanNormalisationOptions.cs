using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Subtracts a share of each utterance's own mean from its frames, then scales as <c>z</c> does: what a voice or a microphone adds to all frames goes.</summary>
/// <remarks>
/// Cepstral mean subtraction (S. Furui, "Cepstral analysis technique for automatic speaker verification", IEEE Trans. ASSP 29(2), 1981). Not transductive: an utterance is scaled by
/// its own frames and by training rows. What is constant over an utterance may also be what it expresses, hence the share. For frames only: of one row nothing would be left.
/// </remarks>
/// <param name="Share">Share of the utterance's mean that is subtracted, 0 (nothing: as <c>z</c>) to 1 (all of it).</param>
/// <param name="ClipSigmas">Results are cut to -ClipSigmas ... ClipSigmas, above 0.</param>
[Kind("utterance-mean", "a share of each utterance's own mean off its frames, then mean 0 and standard deviation 1 over the training rows")]
public sealed record UtteranceMeanNormalisationOptions(double Share = 1, double ClipSigmas = 10) : NormalisationOptions
{
    /// <inheritdoc/>
    public override bool NeedsFrames => true;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        AffineScaler.CheckClip(ClipSigmas, problems);
        problems.Unless(Share is >= 0 and <= 1, $"Share is {Share}; use 0 to 1, such as 1 for all of the mean.");
    }

    /// <inheritdoc/>
    public override INormaliser Fit(IReadOnlyList<MatrixView> examples)
    {
        Validate();
        var centred = UtteranceMeanScaler.Centred(examples, Share);
        var (centre, scale) = ColumnStatistics.MeanAndDeviation(centred);
        return new UtteranceMeanScaler(new AffineScaler(centre, scale, ClipSigmas), Share);
    }

    /// <inheritdoc/>
    public override INormaliser Restore(Weights weights) => new UtteranceMeanScaler(AffineScaler.Restore(weights, ClipSigmas), Share);
}

/// <summary>Each utterance's own mean off, then a scaler. Immutable.</summary>
internal sealed class UtteranceMeanScaler : INormaliser
{
    private readonly AffineScaler scaler;
    private readonly double share;

    public UtteranceMeanScaler(AffineScaler scaler, double share) => (this.scaler, this.share) = (scaler, share);

    public Weights Weights => scaler.Weights;

    /// <summary>Copies of examples less a share of their own means.</summary>
    /// <exception cref="BadInputException">An example has one row.</exception>
    public static IReadOnlyList<MatrixView> Centred(IReadOnlyList<MatrixView> examples, double share)
    {
        ColumnStatistics.Check(examples);
        var centred = new MatrixView[examples.Count];
        for (var i = 0; i < centred.Length; i++)
        {
            var example = examples[i];
            if (example.Rows == 1)
                throw new BadInputException("examples", $"example {i}", "it has 1 row, of which its own mean would leave nothing; use \"utterance-mean\" for frames (gmm, hmm, rnn, lstm) and \"z\" for functionals.");
            var mean = new double[example.Columns];
            for (var row = 0; row < example.Rows; row++)
                for (var j = 0; j < mean.Length; j++) mean[j] += example.Row(row)[j];
            var values = example.Values.ToArray();
            for (var place = 0; place < values.Length; place++) values[place] -= (float)(share * mean[place % mean.Length] / example.Rows);
            centred[i] = new MatrixView(values, example.Rows, example.Columns);
        }

        return centred;
    }

    public IReadOnlyList<MatrixView> Apply(IReadOnlyList<MatrixView> examples, IReadOnlyList<int> speakers, int? originalCount = null)
    {
        ColumnStatistics.Check(examples, Weights.Tensors["centre"].Values.Length);
        return scaler.Apply(Centred(examples, share), speakers);
    }
}
