using BenchmarkDotNet.Attributes;
using SerLab.Models;
using SerLab.Numerics;

namespace SerLab.Benchmarks;

/// <summary>One fit of each classical model on one thread, on drawn data of EMO-DB's size: 480 utterances, 7 classes, 9 speakers.</summary>
public class ClassicalBenchmark
{
    private const int Utterances = 480, Classes = 7, Speakers = 9;
    private TrainingSet rows = null!;
    private TrainingSet frames = null!;

    [GlobalSetup]
    public void Draw() => (rows, frames) = (Set(1, 2500), Set(280, 39));

    [Benchmark]
    public IClassifier Svm() => new SvmOptions().Train(rows, new RandomSource(1));

    [Benchmark]
    public IClassifier Gmm() => new GaussianMixtureOptions(Iterations: 10, Tolerance: 0).Train(frames, new RandomSource(1));

    [Benchmark]
    public IClassifier Hmm() => new HiddenMarkovOptions(Iterations: 5, Tolerance: 0).Train(frames, new RandomSource(1));

    private static TrainingSet Set(int rowsEach, int features)
    {
        var stream = new RandomSource(3).Open();
        int[] labels = [.. Enumerable.Range(0, Utterances).Select(i => i % Classes)];
        MatrixView[] examples = [.. labels.Select(label =>
            new MatrixView(Enumerable.Range(0, rowsEach * features).Select(i => (float)(stream.NextGaussian() + (i % features % Classes == label ? 0.3 : 0))).ToArray(), rowsEach, features))];
        return new TrainingSet(examples, labels, [.. Enumerable.Range(0, Utterances).Select(i => i / Classes % Speakers)], Classes);
    }
}
