namespace SerLab.Models;

/// <summary>Everything that a training under way needs to go on: it is what a checkpoint holds. Belongs to one training.</summary>
internal sealed class TrainingState
{
    private readonly RecurrentShape shape;
    private readonly int averageBest;
    private readonly List<Kept> best = [];

    /// <param name="shape">The network's sizes.</param>
    /// <param name="settings">Optimiser; how many epochs are averaged.</param>
    /// <param name="weights">The numbers to start from.</param>
    public TrainingState(RecurrentShape shape, RecurrentTrainingSettings settings, float[] weights)
    {
        (this.shape, averageBest, Weights) = (shape, settings.AverageBest, weights);
        Optimiser = Optimiser.Of(settings, weights.Length);
    }

    /// <summary>All learned numbers as they are now.</summary>
    public float[] Weights { get; }

    /// <summary>What turns gradients into steps.</summary>
    public Optimiser Optimiser { get; }

    /// <summary>Epochs that are done.</summary>
    public List<EpochRecord> History { get; } = [];

    /// <summary>The epoch with the lowest validation loss; 0 before the first, or without validation.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>What the plateau schedule has brought the rate down to, as a share.</summary>
    public double PlateauShare { get; private set; } = 1;

    private int PlateauSince { get; set; }

    private double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>Takes note of an epoch: keeps its weights while they are among the best, lowers the rate on a plateau.</summary>
    /// <param name="record">How the epoch went.</param>
    /// <param name="plateauEpochs">Epochs without a better loss before the rate falls.</param>
    public void End(EpochRecord record, int plateauEpochs)
    {
        History.Add(record);
        var loss = record.ValidationLoss ?? -record.Epoch; // without validation the last ones are the best
        best.Add(new Kept(loss, (float[])Weights.Clone()));
        if (best.Count > averageBest) best.Remove(best.MaxBy(kept => kept.Loss)!);
        if (loss < BestLoss)
        {
            (BestLoss, BestEpoch, PlateauSince) = (loss, record.Epoch, 0);
        }
        else if (++PlateauSince >= plateauEpochs)
        {
            (PlateauShare, PlateauSince) = (PlateauShare / 2, 0);
        }
    }

    /// <summary>The mean of the weights of the best epochs.</summary>
    public float[] Result()
    {
        var sum = new double[Weights.Length];
        foreach (var kept in best)
            for (var i = 0; i < sum.Length; i++) sum[i] += kept.Weights[i];
        return [.. sum.Select(value => (float)(value / best.Count))];
    }

    /// <summary>The state as named arrays.</summary>
    public Weights Save() => new(
    [
        Pair("weights", Weights),
        .. Optimiser.State.Select(part => Pair("optimiser." + part.Name, part.Values)),
        .. best.Select((kept, i) => Pair($"best.{i}", kept.Weights)),
        KeyValuePair.Create("best.losses", new Tensor([best.Count], [.. best.Select(kept => kept.Loss)])),
        KeyValuePair.Create("progress", new Tensor([5], [Optimiser.Count, BestEpoch, PlateauShare, PlateauSince, double.IsFinite(BestLoss) ? BestLoss : double.MaxValue])),
        KeyValuePair.Create("history", new Tensor([History.Count, 4], [.. History.SelectMany(record => (double[])[record.Epoch, record.TrainLoss, record.ValidationLoss ?? -1, record.ValidationMacroAccuracy ?? -1])])),
    ]);

    /// <summary>Takes over a state that <see cref="Save"/> made.</summary>
    /// <exception cref="Options.BadInputException">It is of another network or optimiser.</exception>
    public void Restore(Weights saved)
    {
        Read(saved, "weights", Weights);
        foreach (var (name, values) in Optimiser.State) Read(saved, "optimiser." + name, values);
        var losses = saved.Get("best.losses", -1).Values;
        best.Clear();
        for (var i = 0; i < losses.Length; i++)
        {
            best.Add(new Kept(losses[i], new float[shape.ParameterCount]));
            Read(saved, $"best.{i}", best[i].Weights);
        }

        var progress = saved.Get("progress", 5).Values;
        (Optimiser.Count, BestEpoch, PlateauShare, PlateauSince, BestLoss) = ((int)progress[0], (int)progress[1], progress[2], (int)progress[3], progress[4]);
        History.Clear();
        foreach (var row in saved.Get("history", -1, 4).Values.Chunk(4))
            History.Add(new EpochRecord((int)row[0], row[1], row[2] < 0 ? null : row[2], row[3] < 0 ? null : row[3]));
    }

    private static void Read(Weights saved, string name, float[] destination)
    {
        var values = saved.Get(name, destination.Length).Values;
        for (var i = 0; i < values.Length; i++) destination[i] = (float)values[i];
    }

    private static KeyValuePair<string, Tensor> Pair(string name, float[] values) => KeyValuePair.Create(name, new Tensor([values.Length], Array.ConvertAll(values, value => (double)value)));

    private sealed record Kept(double Loss, float[] Weights);
}
