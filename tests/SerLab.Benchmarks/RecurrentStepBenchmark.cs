using BenchmarkDotNet.Attributes;
using SerLab.Models;
using SerLab.Numerics;

namespace SerLab.Benchmarks;

/// <summary>Forward, backward and AdamW for a batch of 32 sequences of 300 steps of 40 features on one thread: the shapes of ../shared/peers/torch_rnn.py.</summary>
public class RecurrentStepBenchmark
{
    private const int Rows = 32, Steps = 300, Inputs = 40, Classes = 7;
    private readonly MatrixView[] sequences = new MatrixView[Rows];
    private RecurrentShape shape = null!;
    private RecurrentScratch scratch = null!;
    private AdamW optimiser = null!;
    private SequenceLayout layout = null!;
    private SequenceLayout one = null!;
    private float[] weights = [], gradient = [];

    /// <summary>Cell, layers x units, directions.</summary>
    [Params("lstm 2x128 both", "lstm 1x256 one", "rnn 2x128 both")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Draw()
    {
        var words = Network.Split(' ', 'x');
        var settings = new RecurrentNetworkSettings(int.Parse(words[2]), int.Parse(words[1]), words[3] == "both", TimePooling.Mean);
        shape = new RecurrentShape(words[0] == "lstm" ? LstmCell.Instance : ElmanCell.Instance, settings, Inputs, Classes);
        weights = RecurrentStart.Draw(shape, new RandomSource(1));
        gradient = new float[weights.Length];
        (scratch, optimiser) = (new RecurrentScratch(shape), new AdamW(weights.Length));
        (layout, one) = (new SequenceLayout(Enumerable.Repeat(Steps, Rows).ToArray()), new SequenceLayout([Steps]));
        var stream = new RandomSource(2).Open();
        for (var row = 0; row < Rows; row++)
            sequences[row] = new MatrixView(Enumerable.Range(0, Steps * Inputs).Select(_ => (float)stream.NextGaussian()).ToArray(), Steps, Inputs);
    }

    [Benchmark]
    public void TrainingStep()
    {
        var logits = RecurrentNetwork.Forward(shape, weights, sequences, layout, null, scratch);
        Span<double> logPosterior = stackalloc double[Classes];
        for (var row = 0; row < Rows; row++)
        {
            var own = logits.Slice(row * Classes, Classes);
            SoftmaxLoss.Of(own, row % Classes, 1, 0, logPosterior);
            SoftmaxLoss.Gradient(logPosterior, row % Classes, 1, 0, 1.0 / Rows, own);
        }

        RecurrentNetwork.Backward(shape, weights, layout, null, logits, scratch, gradient);
        optimiser.Begin();
        optimiser.Step(0, gradient, 1e-3, 1e-2, weights);
    }

    [Benchmark]
    public void InferenceOfOne() => RecurrentNetwork.Forward(shape, weights, sequences.AsSpan(0, 1), one, null, scratch);

    [GlobalCleanup]
    public void Return() => scratch.Dispose();
}
