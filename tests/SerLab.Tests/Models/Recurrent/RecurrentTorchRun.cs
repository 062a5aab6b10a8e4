using System.Runtime.CompilerServices;
using System.Text.Json;
using SerLab.Models;
using SerLab.Store;

namespace SerLab.Tests.Models;

/// <summary>A network and a loss that PyTorch is asked about.</summary>
/// <param name="Cell">As <see cref="SmallNetwork.Cell"/> calls it.</param>
/// <param name="Directions">1 or 2.</param>
/// <param name="Convolutions">In front, of width 3 and stride 2; 0 for none.</param>
/// <param name="Auxiliary">Whether there is a second task of two classes, unknown for one example.</param>
/// <param name="Examples">Several shards beyond 16.</param>
/// <param name="Longest">Most steps; several blocks of steps where a shard has more than 256.</param>
internal sealed record TorchCase(
    string Cell, int Layers, int Directions, TimePooling Pooling, bool Norm = false, int Convolutions = 0, bool Auxiliary = false,
    double Smoothing = 0, bool Balance = false, double Gamma = 0, int Examples = 5, int Longest = 11, int Hidden = 6)
{
    private const int Inputs = 4, Classes = 3;
    private const double AuxiliaryWeight = 0.3;

    public RecurrentNetworkSettings Network => new(
        Hidden, Layers, Directions == 2, Pooling, FrameStep: 1, Dropout: 0, InputDropout: 0, InputShift: 0, LayerNorm: Norm,
        Convolution: Convolutions == 0 ? null : new(Channels: 5, Width: 3, Stride: 2, Layers: Convolutions));

    public RecurrentTrainingSettings Training => new(
        LabelSmoothing: Smoothing, BalanceClasses: Balance, FocalGamma: Gamma, Auxiliary: Auxiliary ? new(Weight: AuxiliaryWeight) : null);

    public RecurrentShape Shape => new(SmallNetwork.Cell(Cell), Network, Inputs, Classes, Auxiliary ? 2 : 0);

    /// <summary>Unequal lengths, labels that are not balanced.</summary>
    public TrainingSet Set
    {
        get
        {
            var stream = new RandomSource(12).Open();
            int[] lengths = [.. Enumerable.Range(0, Examples).Select(i => 1 + i * 5 % Longest)];
            MatrixView[] examples = [.. lengths.Select(length => new MatrixView(SmallNetwork.Draw(length * Inputs, 1.5, stream), length, Inputs))];
            return new TrainingSet(examples, Labels, new int[Examples], Classes) { Auxiliary = new(AuxiliaryLabels, 2) };
        }
    }

    public override string ToString() =>
        $"{Cell}, {Layers} layers, {Directions} ways, {Pooling}{(Norm ? ", norm" : "")}, {Convolutions} convolutions{(Auxiliary ? ", auxiliary" : "")}, "
        + $"{Smoothing} {Balance} {Gamma}, {Examples} x {Longest}, {Hidden}";

    /// <summary>The case as the script reads it.</summary>
    public object Question(bool inDouble) => new
    {
        kind = "network",
        cell = Cell,
        inputs = Inputs,
        hidden = Hidden,
        layers = Layers,
        directions = Directions,
        pooling = Pooling.ToString(),
        norm = Norm,
        classes = Classes,
        convolutions = Convolutions,
        channels = Convolutions == 0 ? 0 : 5,
        width = 3,
        stride = 2,
        auxiliaryClasses = Auxiliary ? 2 : 0,
        auxiliaryWeight = AuxiliaryWeight,
        labels = Labels,
        auxiliaryLabels = AuxiliaryLabels,
        smoothing = Smoothing,
        balance = Balance,
        gamma = Gamma,
        @double = inDouble,
    };

    private int[] Labels => [.. Enumerable.Range(0, Examples).Select(i => i % 5 == 4 ? 2 : i % 2)];

    private int[] AuxiliaryLabels => [.. Enumerable.Range(0, Examples).Select(i => i % 3 - 1)];
}

/// <summary>All questions put to PyTorch in one run of the script, because its start takes seconds.</summary>
public sealed class RecurrentTorchRun : IDisposable
{
    private readonly TempFolder folder = new();

    public RecurrentTorchRun() => Ask();

    /// <summary>Cases with our weights, in which every gradient is asked for.</summary>
    internal static Dictionary<string, TorchCase> Gradients { get; } = AllGradients().ToDictionary(one => one.ToString());

    /// <summary>Cases in which PyTorch draws the weights as it does by default.</summary>
    internal static Dictionary<string, TorchCase> Drawn { get; } = AllDrawn().ToDictionary(one => one.ToString());

    /// <summary>Networks trained here, by kind.</summary>
    internal Dictionary<string, IClassifier> Trained { get; } = [];

    /// <summary>The case that the trained networks are of.</summary>
    internal static TorchCase TrainedCase(string kind) => new(kind, 2, 2, TimePooling.Attention);

    /// <summary>Our weights of a case, small enough that a rectified state does not grow from step to step.</summary>
    internal static float[] WeightsOf(TorchCase one) => SmallNetwork.Draw(one.Shape.ParameterCount, 0.6 * Math.Sqrt(6.0 / one.Hidden), new RandomSource(13).Open());

    /// <summary>Learning rates, a matrix and a bias for the optimiser, and their gradients at each step.</summary>
    internal static (double[] Rates, double Decay, ParameterBlock[] Blocks, float[] Weights, float[][] Gradients) OptimiserCase()
    {
        var stream = new RandomSource(14).Open();
        double[] rates = [0.01, 0.03, 0.02, 0.005, 0.001];
        return (rates, 0.2, [new("matrix", [3, 5], 0), new("bias", [7], 15)], SmallNetwork.Draw(22, 1, stream), [.. rates.Select(_ => SmallNetwork.Draw(22, 0.1, stream))]);
    }

    /// <summary>What PyTorch answered, by name.</summary>
    internal Weights Answer(string name) => SafeTensors.Read(File.ReadAllBytes(folder.File(FileName(name) + ".answer.safetensors")), name);

    public void Dispose() => folder.Dispose();

    private static IEnumerable<TorchCase> AllGradients()
    {
        string[] cells = ["rnn", "rnn relu", "gru", "lstm", "lstm peepholes"];
        foreach (var cell in cells)
        {
            foreach (var layers in (int[])[1, 2])
                foreach (var directions in (int[])[1, 2])
                    foreach (var pooling in Enum.GetValues<TimePooling>()) yield return new(cell, layers, directions, pooling);
            yield return new(cell, 2, 2, TimePooling.Attention, Norm: true);
            yield return new(cell, 2, 1, TimePooling.Mean, Convolutions: 2);
            yield return new(cell, 2, 2, TimePooling.MeanDeviation, true, 2, true, 0.1, true, 2);
            yield return new(cell, 1, 2, TimePooling.Attention, Examples: 16, Longest: 73, Hidden: 19);
        }

        yield return new("gru", 1, 2, TimePooling.Last, Auxiliary: true);
        yield return new("lstm", 1, 1, TimePooling.Mean, Smoothing: 0.1);
        yield return new("lstm", 1, 1, TimePooling.Mean, Balance: true);
        yield return new("lstm", 1, 1, TimePooling.Mean, Gamma: 1.5);
        yield return new("lstm", 1, 2, TimePooling.Attention, Auxiliary: true, Smoothing: 0.2, Balance: true, Gamma: 0.5, Examples: 37);
    }

    private static IEnumerable<TorchCase> AllDrawn()
    {
        foreach (var cell in (string[])["rnn", "rnn relu", "gru", "lstm"])
        {
            yield return new(cell, 2, 2, TimePooling.Attention);
            yield return new(cell, 1, 1, TimePooling.Last);
            yield return new(cell, 2, 2, TimePooling.MeanDeviation, true, 1);
        }
    }

    private void Ask([CallerFilePath] string here = "")
    {
        if (Python.Missing("torch", "numpy") is not null) return; // the tests are skipped and say why
        foreach (var (name, one) in Gradients) Write("gradient " + name, one.Question(true), [.. Named("", one.Shape.Blocks, WeightsOf(one)), .. Examples(one)]);
        foreach (var (name, one) in Drawn) Write("drawn " + name, one.Question(false), Examples(one));
        foreach (var kind in (string[])["rnn", "gru", "lstm"])
        {
            var one = TrainedCase(kind);
            Trained[kind] = RecurrentTasks.RecipeOf(kind, one.Network, one.Training with { Epochs = 3, BatchSize = 2, ValidationShare = 0 }).Train(one.Set, new RandomSource(1));
            Write("trained " + kind, one.Question(false), [.. Trained[kind].Weights.Tensors, .. Examples(one)]);
        }

        var (rates, decay, blocks, weights, gradients) = OptimiserCase();
        Write("optimiser", new { kind = "optimiser", rates, decay }, [.. Named("weight:", blocks, weights), .. gradients.SelectMany((gradient, t) => Named($"gradient{t}:", blocks, gradient))]);
        Python.Run(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "torch_reference.py")), folder.Path);
    }

    private void Write(string name, object question, KeyValuePair<string, Tensor>[] tensors)
    {
        folder.Write(FileName(name) + ".json", JsonSerializer.Serialize(question));
        using var file = File.Create(folder.File(FileName(name) + ".safetensors"));
        SafeTensors.Write(file, new Weights(tensors));
    }

    private static string FileName(string name) => name.Replace(' ', '_').Replace(',', '_').Replace('.', '_');

    private static KeyValuePair<string, Tensor>[] Examples(TorchCase one) =>
        [.. one.Set.Examples.Select((example, i) => KeyValuePair.Create($"example.{i}", TensorOf([example.Rows, example.Columns], example.Span)))];

    private static KeyValuePair<string, Tensor>[] Named(string prefix, IEnumerable<ParameterBlock> blocks, float[] values) =>
        [.. blocks.Select(block => KeyValuePair.Create(prefix + block.Name, TensorOf(block.Shape, block.In(values.AsSpan()))))];

    private static Tensor TensorOf(int[] shape, ReadOnlySpan<float> values) => new(shape, Array.ConvertAll(values.ToArray(), value => (double)value));
}

/// <summary>A fact that needs Debian's Python with PyTorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = Python.Missing("torch", "numpy");
}

/// <summary>A theory that needs Debian's Python with PyTorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = Python.Missing("torch", "numpy");
}
