using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>Small tasks whose right answer is known, and how well a classifier does them.</summary>
internal static class RecurrentTasks
{
    /// <summary>A network that a test trains in a moment, nothing hidden.</summary>
    public static readonly RecurrentNetworkSettings Small = new(Hidden: 8, FrameStep: 1, Dropout: 0, InputDropout: 0, InputShift: 0);

    public static readonly RecurrentTrainingSettings Short = new(Epochs: 20, Patience: 20, BatchSize: 8, LearningRate: 1e-2, LabelSmoothing: 0, ValidationShare: 0.15, Schedule: LearningSchedule.Cosine, AverageBest: 1);

    public static ClassifierOptions RecipeOf(string kind, RecurrentNetworkSettings network, RecurrentTrainingSettings training) => kind switch
    {
        "rnn" => new ElmanOptions { Network = network, Training = training },
        "rnn relu" => new ElmanOptions { Network = network, Training = training, Activation = RecurrentActivation.Relu },
        "gru" => new GruOptions { Network = network, Training = training },
        "lstm" => new LstmOptions { Network = network, Training = training },
        "lstm peepholes" => new LstmOptions { Network = network, Training = training, Peepholes = true },
        _ => throw new ArgumentException(kind),
    };

    /// <summary>Two features of noise; the class says which of them has the greater mean. Five speakers, unequal lengths.</summary>
    public static TrainingSet Louder(int count, long index) => Draw(count, index, (label, feature) => feature == label ? 1 : 0);

    /// <summary>Labels without meaning.</summary>
    public static TrainingSet Noise(int count, long index) => Draw(count, index, (_, _) => 0);

    /// <summary>
    /// The adding problem as a choice: signs, of which two are marked, somewhere in the first and in the second half; the class says whether those two agree.
    /// Neither tells anything alone. Column 0 holds signs, column 1 marks.
    /// </summary>
    public static TrainingSet MarkedSigns(int count, long index)
    {
        const int Steps = 20;
        var examples = new MatrixView[count];
        for (var i = 0; i < count; i++)
        {
            var stream = new RandomSource(9).For("signs", 10_000 * index + i).Open();
            var values = new float[2 * Steps];
            for (var t = 0; t < Steps; t++) values[2 * t] = stream.NextInt(2) * 2 - 1;
            int first = stream.NextInt(Steps / 2), second = Steps / 2 + stream.NextInt(Steps / 2);
            (values[2 * first], values[2 * first + 1]) = (i % 2 == 0 ? -1 : 1, 1);
            (values[2 * second], values[2 * second + 1]) = (i / 2 % 2 == 0 ? -1 : 1, 1);
            examples[i] = new MatrixView(values, Steps, 2);
        }

        return new TrainingSet(examples, [.. Enumerable.Range(0, count).Select(i => i % 2 == i / 2 % 2 ? 0 : 1)], new int[count], 2);
    }

    /// <summary>Remember one of four symbols, marked somewhere among the first five, over distractors of the same symbols to the end. Columns: four symbols, the mark.</summary>
    public static TrainingSet MarkedSymbol(int count, int steps, long index)
    {
        const int Symbols = 4, Columns = Symbols + 1;
        var examples = new MatrixView[count];
        for (var i = 0; i < count; i++)
        {
            var stream = new RandomSource(10).For("symbols", 10_000 * index + i).Open();
            var values = new float[Columns * steps];
            var marked = stream.NextInt(5);
            for (var t = 0; t < steps; t++) values[t * Columns + (t == marked ? i % Symbols : stream.NextInt(Symbols))] = 1;
            values[marked * Columns + Symbols] = 1;
            examples[i] = new MatrixView(values, steps, Columns);
        }

        return new TrainingSet(examples, [.. Enumerable.Range(0, count).Select(i => i % Symbols)], new int[count], Symbols);
    }

    public static double Accuracy(IClassifier classifier, TrainingSet set) =>
        Enumerable.Range(0, set.Examples.Count).Average(i => LogMath.ArgMax(Score(classifier, set.Examples[i], set.ClassCount)) == set.Labels[i] ? 1.0 : 0);

    public static double[] Score(IClassifier classifier, MatrixView example, int classes = 2)
    {
        var logPosterior = new double[classes];
        classifier.Score(example, logPosterior);
        return logPosterior;
    }

    /// <summary>All learned numbers.</summary>
    public static double[] Numbers(IClassifier classifier) => [.. classifier.Weights.Tensors.Values.SelectMany(tensor => tensor.Values)];

    private static TrainingSet Draw(int count, long index, Func<int, int, double> mean)
    {
        var examples = new MatrixView[count];
        for (var i = 0; i < count; i++)
        {
            var stream = new RandomSource(99).For("example", 1000 * index + i).Open();
            var rows = 5 + stream.NextInt(15);
            var values = new float[2 * rows];
            for (var j = 0; j < values.Length; j++) values[j] = (float)(mean(i % 2, j % 2) + 0.7 * stream.NextGaussian());
            examples[i] = new MatrixView(values, rows, 2);
        }

        return new TrainingSet(examples, [.. Enumerable.Range(0, count).Select(i => i % 2)], [.. Enumerable.Range(0, count).Select(i => i / 2 % 5)], 2);
    }
}
