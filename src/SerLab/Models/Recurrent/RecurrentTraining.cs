using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One training of a recurrent network, on the caller's thread: the same set, settings and source give the same weights, bit for bit.</summary>
internal sealed class RecurrentTraining : IDisposable
{
    private readonly string kind;
    private readonly RecurrentNetworkSettings network;
    private readonly RecurrentTrainingSettings settings;
    private readonly TrainingSet set;
    private readonly RandomSource random;
    private readonly MatrixView[] sequences;
    private readonly int[] lengths;
    private readonly double[] classWeights;
    private readonly float[] inputShift;
    private readonly RecurrentShape shape;
    private readonly RecurrentScratch scratch;
    private readonly AdamW optimiser;
    private readonly float[] weights;
    private readonly float[] gradient;

    private RecurrentTraining(string kind, RecurrentCell cell, RecurrentNetworkSettings network, RecurrentTrainingSettings settings, TrainingSet set, RandomSource random)
    {
        (this.kind, this.network, this.settings, this.set, this.random) = (kind, network, settings, set, random);
        sequences = [.. set.Examples.Select(example => FrameSteps.Average(example, network.FrameStep))];
        lengths = [.. sequences.Select(sequence => sequence.Rows)];
        classWeights = settings.BalanceClasses ? SoftmaxLoss.BalancedWeights(set.CountPerClass()) : [.. Enumerable.Repeat(1.0, set.ClassCount)];
        inputShift = network.InputShift == 0 ? [] : [.. FrameSteps.Deviations(sequences).Select(deviation => (float)(network.InputShift * deviation))];
        shape = new RecurrentShape(cell, network, set.FeatureCount, set.ClassCount);
        scratch = new RecurrentScratch(shape);
        optimiser = new AdamW(shape.ParameterCount);
        weights = RecurrentStart.Draw(shape, random.For("weights"));
        gradient = new float[shape.ParameterCount];
    }

    /// <summary>Trains a network.</summary>
    /// <exception cref="OptionsException">The loss is not a number any more.</exception>
    public static RecurrentClassifier Run(
        string kind, RecurrentCell cell, RecurrentNetworkSettings network, RecurrentTrainingSettings settings, TrainingSet set, RandomSource random, CancellationToken cancel)
    {
        using var training = new RecurrentTraining(kind, cell, network, settings, set, random);
        return training.Run(cancel);
    }

    /// <summary>Gives the scratch back.</summary>
    public void Dispose() => scratch.Dispose();

    private RecurrentClassifier Run(CancellationToken cancel)
    {
        var held = HeldIn.Choose(set, settings.ValidationShare, random.For("held-in"));
        int[] learning = [.. Enumerable.Range(0, held.Length).Where(i => !held[i])], watching = [.. Enumerable.Range(0, held.Length).Where(i => held[i])];
        var best = (float[])weights.Clone();
        var (bestLoss, bestEpoch) = (double.PositiveInfinity, 0);
        var history = new List<EpochRecord>();
        for (var epoch = 1; epoch <= settings.Epochs && epoch - bestEpoch <= settings.Patience; epoch++)
        {
            var trainLoss = Learn(learning, epoch, cancel);
            var (loss, macroAccuracy) = watching.Length == 0 ? (null, null) : Watch(watching, cancel);
            history.Add(new EpochRecord(epoch, trainLoss, loss, macroAccuracy));
            if (loss >= bestLoss) continue;
            (bestLoss, bestEpoch) = (loss ?? bestLoss, epoch);
            weights.CopyTo(best, 0);
        }

        return new RecurrentClassifier(shape, network.FrameStep, best, history);
    }

    // One pass over the examples; the mean loss.
    private double Learn(int[] examples, int epoch, CancellationToken cancel)
    {
        var batches = BatchPlan.Draw(examples, lengths, settings.BatchSize, random.For("order", epoch).Open());
        var noise = new LockedNoise(inputShift, network.InputDropout, network.Dropout, random.For("noise", epoch).Open());
        var total = 0.0;
        for (var batch = 0; batch < batches.Length; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            var done = (epoch - 1 + (double)batch / batches.Length) / settings.Epochs;
            var rate = settings.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * done));
            var loss = LearnBatch(batches[batch], noise, rate);
            if (!double.IsFinite(loss))
            {
                var place = $"epoch {epoch}, batch {batch + 1} of {batches.Length}";
                throw new OptionsException(kind, [$"the loss is {loss} in {place}, with LearningRate {settings.LearningRate}; use a tenth of it, or check the features for extreme values."]);
            }

            total += loss * batches[batch].Length;
        }

        return total / examples.Length;
    }

    private double LearnBatch(int[] batch, LockedNoise noise, double rate)
    {
        var layout = LayoutOf(batch);
        var logits = RecurrentNetwork.Forward(shape, weights, [.. batch.Select(i => sequences[i])], layout, noise, scratch);
        Span<double> logPosterior = stackalloc double[shape.Classes];
        var loss = 0.0;
        for (var row = 0; row < batch.Length; row++)
        {
            var label = set.Labels[batch[row]];
            var own = logits.Slice(row * shape.Classes, shape.Classes);
            loss += SoftmaxLoss.Of(own, label, classWeights[label], settings.LabelSmoothing, logPosterior);
            SoftmaxLoss.Gradient(logPosterior, label, classWeights[label], settings.LabelSmoothing, 1.0 / batch.Length, own);
        }

        RecurrentNetwork.Backward(shape, weights, layout, noise, logits, scratch, gradient);
        var norm = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(gradient));
        if (norm > settings.MaxGradientNorm) TensorPrimitives.Multiply(gradient, (float)(settings.MaxGradientNorm / norm), gradient);
        optimiser.Begin();
        foreach (var block in shape.Blocks)
            optimiser.Step(block.Start, block.In((ReadOnlySpan<float>)gradient), rate, block.Columns > 0 ? settings.WeightDecay : 0, block.In(weights.AsSpan()));
        return double.IsFinite(norm) ? loss / batch.Length : norm;
    }

    // Mean cross-entropy and mean recall of the classes, nothing hidden.
    private (double? Loss, double? MacroAccuracy) Watch(int[] examples, CancellationToken cancel)
    {
        Span<double> logPosterior = stackalloc double[shape.Classes];
        int[] right = new int[shape.Classes], count = new int[shape.Classes];
        double loss = 0, weight = 0;
        foreach (var batch in BatchPlan.Draw(examples, lengths, settings.BatchSize, null))
        {
            cancel.ThrowIfCancellationRequested();
            var logits = RecurrentNetwork.Forward(shape, weights, [.. batch.Select(i => sequences[i])], LayoutOf(batch), null, scratch);
            for (var row = 0; row < batch.Length; row++)
            {
                var label = set.Labels[batch[row]];
                var own = logits.Slice(row * shape.Classes, shape.Classes);
                loss += SoftmaxLoss.Of(own, label, classWeights[label], 0, logPosterior);
                weight += classWeights[label];
                count[label]++;
                if (TensorPrimitives.IndexOfMax<float>(own) == label) right[label]++;
            }
        }

        var recalls = Enumerable.Range(0, shape.Classes).Where(c => count[c] > 0).Select(c => (double)right[c] / count[c]);
        return (loss / weight, recalls.Average());
    }

    private SequenceLayout LayoutOf(int[] batch) => new([.. batch.Select(i => lengths[i])]);
}
