using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>One training of a recurrent network: the same set, settings and source give the same weights, bit for bit, on any number of threads and after any stop.</summary>
internal sealed class RecurrentTraining : IDisposable
{
    private readonly string kind;
    private readonly RecurrentTrainingSettings settings;
    private readonly TrainingSet set;
    private readonly RandomSource random;
    private readonly int[] lengths;
    private readonly LearningTargets targets;
    private readonly RecurrentShape shape;
    private readonly TrainingState state;
    private readonly BatchTrainer trainer;

    private RecurrentTraining(string kind, RecurrentCell cell, RecurrentNetworkSettings network, RecurrentTrainingSettings settings, TrainingSet set, RandomSource random)
    {
        (this.kind, this.settings, this.set, this.random) = (kind, settings, set, random);
        MatrixView[] sequences = [.. set.Examples.Select(example => FrameSteps.Average(example, network.FrameStep))];
        lengths = [.. sequences.Select(sequence => sequence.Rows)];
        targets = new LearningTargets(set, settings);
        shape = new RecurrentShape(cell, network, set.FeatureCount, set.ClassCount, settings.Auxiliary is null ? 0 : set.Auxiliary!.ClassCount);
        state = new TrainingState(shape, settings, RecurrentStart.Draw(shape, random.For("weights")));
        trainer = new BatchTrainer(shape, settings, set, sequences, targets, state.Weights, state.Optimiser);
    }

    /// <summary>Trains a network, or as many as the ensemble has members.</summary>
    /// <exception cref="OptionsException">The loss is not a number any more.</exception>
    public static RecurrentClassifier Run(
        string kind, RecurrentCell cell, RecurrentNetworkSettings network, RecurrentTrainingSettings settings, TrainingSet set, RandomSource random, CancellationToken cancel)
    {
        var members = new List<RecurrentMember>();
        var finished = new List<KeyValuePair<string, Tensor>>();
        IReadOnlyList<EpochRecord> history = [];
        for (var member = 0; member < settings.Members; member++)
        {
            // The first member is the network that a training without an ensemble would give.
            var own = member == 0 ? random : random.For("member", member);
            using var training = new RecurrentTraining(kind, cell, network, settings, set, own);
            members.Add(training.Run(settings.Members == 1 ? "" : $"member.{member}.", finished, cancel));
            if (member == 0) history = training.state.History;
        }

        return new RecurrentClassifier(members, history);
    }

    /// <summary>Gives the scratch back.</summary>
    public void Dispose() => trainer.Dispose();

    // What the checkpoint keeps of the members before is handed on, so that none is trained twice.
    private RecurrentMember Run(string prefix, List<KeyValuePair<string, Tensor>> finished, CancellationToken cancel)
    {
        var held = HeldIn.Choose(set, settings.ValidationShare, random.For("held-in"));
        int[] learning = [.. Enumerable.Range(0, held.Length).Where(i => !held[i])], watching = [.. set.Originals.Where(i => held[i])];
        Resume(prefix);
        while (state.History.Count < settings.Epochs && (watching.Length == 0 || state.History.Count - state.BestEpoch < settings.Patience))
        {
            var epoch = state.History.Count + 1;
            var trainLoss = Learn(learning, epoch, cancel);
            var (loss, macroAccuracy) = watching.Length == 0 ? (null, null) : Watch(watching, cancel);
            if (loss is { } value && !double.IsFinite(value)) throw Diverged($"the loss of the held-in examples is {value} after epoch {epoch}");
            state.End(new EpochRecord(epoch, trainLoss, loss, macroAccuracy), settings.PlateauEpochs);
            set.Checkpoint?.Offer(() => new Weights([.. finished, .. Prefixed(prefix)]));
        }

        if (set.Checkpoint is not null) finished.AddRange(Prefixed(prefix));
        return new RecurrentMember(shape, state.Result());
    }

    private void Resume(string prefix)
    {
        if (set.Checkpoint?.Load() is not { } saved || !saved.Tensors.ContainsKey($"{random.Name}.{prefix}weights")) return;
        state.Restore(saved.Under($"{random.Name}.{prefix}"));
        trainer.Refresh();
    }

    private IEnumerable<KeyValuePair<string, Tensor>> Prefixed(string prefix) => state.Save().Tensors.Select(pair => KeyValuePair.Create($"{random.Name}.{prefix}{pair.Key}", pair.Value));

    // One pass over the examples; the mean loss.
    private double Learn(int[] examples, int epoch, CancellationToken cancel)
    {
        var pieces = BatchPlan.Cut(examples, lengths, settings.ChunkSteps);
        var batches = BatchPlan.Draw(pieces, settings.BatchSize, random.For("order", epoch).Open());
        var total = 0.0;
        for (var batch = 0; batch < batches.Length; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            var rate = RateAt(settings, epoch - 1 + (double)batch / batches.Length, state.PlateauShare);
            var loss = trainer.Learn(batches[batch], random.For("epoch", epoch).For("batch", batch), rate, cancel);
            if (!double.IsFinite(loss)) throw NotFinite(loss, epoch, batch, batches);
            total += loss * batches[batch].Length;
        }

        return total / examples.Length;
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="settings">Schedule, peak and warm-up.</param>
    /// <param name="epochsDone">Epochs before the step, with their fraction.</param>
    /// <param name="plateauShare">What the plateau schedule has brought the rate down to, as a share.</param>
    internal static double RateAt(RecurrentTrainingSettings settings, double epochsDone, double plateauShare)
    {
        if (epochsDone < settings.WarmUpEpochs) return settings.LearningRate * Math.Min(1, (epochsDone + 1e-3) / settings.WarmUpEpochs); // above 0 from the first step on
        var done = (epochsDone - settings.WarmUpEpochs) / (settings.Epochs - settings.WarmUpEpochs);
        return settings.LearningRate * settings.Schedule switch
        {
            LearningSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done)),
            LearningSchedule.Plateau => plateauShare,
            _ => 1,
        };
    }

    private OptionsException NotFinite(double loss, int epoch, int batch, Piece[][] batches)
    {
        var names = string.Join(", ", batches[batch].Select(piece => set.Names?[piece.Example] ?? $"example {piece.Example}").Distinct().Take(32));
        return Diverged($"the loss is {loss} in epoch {epoch}, batch {batch + 1} of {batches.Length} ({names})");
    }

    private OptionsException Diverged(string what) =>
        new(kind, [$"{what}, with LearningRate {settings.LearningRate}; use a tenth of it, or check the features for extreme values."]);

    // Mean cross-entropy and mean recall of the classes, nothing hidden.
    private (double? Loss, double? MacroAccuracy) Watch(int[] examples, CancellationToken cancel)
    {
        Span<double> logPosterior = stackalloc double[shape.Classes];
        int[] right = new int[shape.Classes], count = new int[shape.Classes];
        double loss = 0, weight = 0;
        foreach (var batch in BatchPlan.Draw(BatchPlan.Cut(examples, lengths, 0), settings.BatchSize, null))
        {
            cancel.ThrowIfCancellationRequested();
            var logits = trainer.Score(batch);
            for (var row = 0; row < batch.Length; row++)
            {
                var label = set.Labels[batch[row].Example];
                var own = logits.Slice(row * shape.Classes, shape.Classes);
                loss += targets.WeightOfClass(label) * SoftmaxLoss.CrossEntropy(own, label, logPosterior);
                weight += targets.WeightOfClass(label);
                count[label]++;
                if (TensorPrimitives.IndexOfMax<float>(own) == label) right[label]++;
            }
        }

        var recalls = Enumerable.Range(0, shape.Classes).Where(c => count[c] > 0).Select(c => (double)right[c] / count[c]);
        return (loss / weight, recalls.Average());
    }
}
