using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Takes steps on batches, each cut into shards that two threads can work on. Belongs to one training.</summary>
/// <remarks>
/// A shard is every so-manieth row of the batch, so all have about the same steps. Their number follows from the batch alone, each draws from a stream of its own and their
/// gradients are summed in their order: the weights are the same for any number of threads.
/// </remarks>
internal sealed class BatchTrainer : IDisposable
{
    /// <summary>Rows of a shard: two tiles of the product that a step of the recurrence is.</summary>
    private const int ShardRows = 16;

    private readonly RecurrentShape shape;
    private readonly RecurrentTrainingSettings settings;
    private readonly TrainingSet set;
    private readonly IReadOnlyList<MatrixView> sequences;
    private readonly LearningTargets targets;
    private readonly float[] inputShift;
    private readonly float[] weights;
    private readonly PackedNetwork packed;
    private readonly Optimiser optimiser;
    private readonly List<Shard> shards = [];

    /// <param name="shape">The network's sizes.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="set">Labels; number of threads.</param>
    /// <param name="sequences">The examples as steps.</param>
    /// <param name="targets">What to say of them.</param>
    /// <param name="weights">All learned numbers; changed in place by every step.</param>
    /// <param name="optimiser">What turns gradients into steps.</param>
    public BatchTrainer(
        RecurrentShape shape, RecurrentTrainingSettings settings, TrainingSet set, IReadOnlyList<MatrixView> sequences, LearningTargets targets, float[] weights, Optimiser optimiser)
    {
        (this.shape, this.settings, this.set, this.sequences, this.targets, this.weights, this.optimiser) = (shape, settings, set, sequences, targets, weights, optimiser);
        var shift = shape.Settings.InputShift;
        inputShift = shift == 0 ? [] : [.. FrameSteps.Deviations(sequences).Select(deviation => (float)(shift * deviation))];
        packed = new PackedNetwork(shape, weights, forTraining: true);
    }

    /// <summary>Gives the scratch back.</summary>
    public void Dispose()
    {
        foreach (var shard in shards) shard.Scratch.Dispose();
    }

    /// <summary>Lays changed weights out anew.</summary>
    public void Refresh() => packed.Refresh(weights);

    /// <summary>One step: forward, backward, gradients of the shards summed and shortened, weights changed.</summary>
    /// <param name="batch">Pieces that fall in length.</param>
    /// <param name="random">The source of this batch.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Mean loss per piece; not finite when the gradient is not.</returns>
    public double Learn(Piece[] batch, RandomSource random, double rate, CancellationToken cancel)
    {
        var loss = Gradient(batch, random, cancel);
        var gradient = shards[0].Gradient;
        var norm = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(gradient));
        if (!double.IsFinite(norm)) return norm;
        if (norm > settings.MaxGradientNorm) TensorPrimitives.Multiply(gradient, (float)(settings.MaxGradientNorm / norm), gradient);
        optimiser.Step(shape.Blocks, gradient, rate, settings.WeightDecay, weights);
        Refresh();
        return loss;
    }

    /// <summary>The gradient of a batch, summed into the first shard's.</summary>
    /// <returns>Mean loss per piece.</returns>
    internal double Gradient(Piece[] batch, RandomSource random, CancellationToken cancel)
    {
        var count = (batch.Length + ShardRows - 1) / ShardRows;
        while (shards.Count < count) shards.Add(new Shard(new RecurrentScratch(shape), new float[shape.ParameterCount]));
        var mixing = Mixing.Draw(batch.Length, settings.Mixup, random.For("mixup"));
        var losses = new double[count];
        Workers.ForEach(count, set.Threads, i => losses[i] = RunShard(shards[i], batch, i, count, mixing, random.For("noise", i)), cancel);
        for (var i = 1; i < count; i++) TensorPrimitives.Add(shards[0].Gradient, shards[i].Gradient, shards[0].Gradient);
        return losses.Sum() / batch.Length;
    }

    /// <summary>The summed gradient that <see cref="Gradient(Piece[], RandomSource, CancellationToken)"/> left.</summary>
    internal ReadOnlySpan<float> LastGradient => shards[0].Gradient;

    /// <summary>Logits of a batch, nothing hidden.</summary>
    /// <param name="batch">Pieces that fall in length.</param>
    /// <returns>Shape [pieces x classes]; good until the next call.</returns>
    public Span<float> Score(Piece[] batch)
    {
        if (shards.Count == 0) shards.Add(new Shard(new RecurrentScratch(shape), new float[shape.ParameterCount]));
        var layout = new SequenceLayout([.. batch.Select(piece => piece.Steps)]);
        layout.Fill([.. batch.Select(StepsOf)], shards[0].Scratch.Input.Take(layout.Total * shape.Inputs));
        var network = new RecurrentNetwork(shape, weights, packed, layout, null, shards[0].Scratch);
        network.Forward();
        return network.Logits;
    }

    private double RunShard(Shard shard, Piece[] batch, int index, int count, Mixing mixing, RandomSource random)
    {
        int[] rows = [.. Enumerable.Range(0, (batch.Length - index + count - 1) / count).Select(i => index + i * count)];
        var layout = new SequenceLayout([.. rows.Select(row => batch[row].Steps)]);
        var input = shard.Scratch.Input.Take(layout.Total * shape.Inputs);
        layout.Fill([.. rows.Select(row => StepsOf(batch[row]))], input);
        for (var i = 0; i < rows.Length && mixing.IsOn; i++) mixing.MixInput(layout, i, rows[i], StepsOf(batch[mixing.PartnerOf(rows[i])]), input);
        var noise = new LockedNoise(inputShift, shape.Settings, settings.Masking, random.Open());
        var network = new RecurrentNetwork(shape, weights, packed, layout, noise, shard.Scratch);
        network.Forward();
        var loss = 0.0;
        Span<float> logits = network.Logits, auxiliary = network.AuxiliaryLogits;
        for (var i = 0; i < rows.Length; i++)
        {
            loss += Loss(batch, rows[i], mixing, logits.Slice(i * shape.Classes, shape.Classes));
            if (shape.AuxiliaryClasses > 0) loss += AuxiliaryLoss(batch, rows[i], auxiliary.Slice(i * shape.AuxiliaryClasses, shape.AuxiliaryClasses));
        }

        network.Backward(logits, auxiliary, shard.Gradient);
        return loss;
    }

    private double Loss(Piece[] batch, int row, Mixing mixing, Span<float> logits)
    {
        Span<double> logPosterior = stackalloc double[shape.Classes], target = stackalloc double[shape.Classes];
        var (own, other) = (batch[row].Example, batch[mixing.PartnerOf(row)].Example);
        var share = mixing.ShareOf(row);
        for (var c = 0; c < target.Length; c++) target[c] = share * targets.Targets[own][c] + (1 - share) * targets.Targets[other][c];
        var weight = batch[row].Weight * (share * targets.Weights[own] + (1 - share) * targets.Weights[other]);
        return SoftmaxLoss.Apply(logits, target, weight, settings.FocalGamma, 1.0 / batch.Length, logPosterior);
    }

    // The auxiliary target of a mixed example is that of its greater share.
    private double AuxiliaryLoss(Piece[] batch, int row, Span<float> logits)
    {
        var label = set.Auxiliary!.Labels[batch[row].Example];
        if (label < 0)
        {
            logits.Clear();
            return 0;
        }

        Span<double> logPosterior = stackalloc double[logits.Length], target = stackalloc double[logits.Length];
        target.Clear();
        target[label] = 1;
        return SoftmaxLoss.Apply(logits, target, batch[row].Weight * settings.Auxiliary!.Weight, 0, 1.0 / batch.Length, logPosterior);
    }

    private MatrixView StepsOf(Piece piece) => sequences[piece.Example].Slice(piece.First, piece.Steps);

    private sealed record Shard(RecurrentScratch Scratch, float[] Gradient);
}
