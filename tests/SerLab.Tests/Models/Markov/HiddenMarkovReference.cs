using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerLab.Models;
using SerLab.Models.Markov;

namespace SerLab.Tests.Models.Markov;

/// <summary>What hidden_markov_reference.py makes of a model and some sequences.</summary>
internal sealed class HiddenMarkovReference
{
    private readonly JsonNode answer;

    /// <param name="model">Where it starts; with a relevance, the background too.</param>
    /// <param name="sequences">Shape [frames x features] each.</param>
    /// <param name="training">Which paths count.</param>
    /// <param name="variances">Which components share variances.</param>
    /// <param name="relevance">Above 0 to adapt the means alone.</param>
    public HiddenMarkovReference(
        HiddenMarkovModel model, IReadOnlyList<MatrixView> sequences, int iterations, double[] floor, HmmTraining training = HmmTraining.BaumWelch,
        HmmVariances variances = HmmVariances.PerComponent, double relevance = 0, [CallerFilePath] string here = "")
    {
        var features = sequences[0].Columns;
        var (states, mixtures) = (model.StateCount, model.MixtureCount);
        var job = new JsonObject
        {
            ["model"] = new JsonObject
            {
                ["initial"] = Nested(model.Initial.ToArray()),
                ["transition"] = Nested(model.Transition.ToArray(), states),
                ["shares"] = Nested(model.Shares.ToArray(), mixtures),
                ["means"] = Nested(model.Gaussians.Means.ToArray(), mixtures * features, features),
                ["variances"] = Nested(model.Gaussians.Variances.ToArray(), mixtures * features, features),
            },
            ["sequences"] = new JsonArray([.. sequences.Select(x => Nested([.. x.Values.ToArray().Select(value => (double)value)], features))]),
            ["iterations"] = iterations, ["floor"] = Nested(floor), ["training"] = training.ToString(), ["variances"] = variances.ToString(), ["relevance"] = relevance,
        };
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Path.GetDirectoryName(here)!, "hidden_markov_reference.py")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var python = Process.Start(start)!;
        python.StandardInput.Write(job.ToJsonString());
        python.StandardInput.Close();
        answer = JsonNode.Parse(python.StandardOutput.ReadToEnd())!;
        python.WaitForExit();
    }

    public double[] LogLikelihoods => Numbers(answer["logLikelihoods"]!);

    public double[] PathLogs => Numbers(answer["pathLogs"]!);

    public int[][] Paths => answer["paths"].Deserialize<int[][]>()!;

    public double[] Scores => Numbers(answer["scores"]!);

    /// <summary>One array of the model after the last iteration, flat.</summary>
    public double[] Model(string name) => Numbers(answer["model"]![name]!);

    private static JsonArray Nested(double[] values, params int[] sizes) =>
        sizes.Length == 0 ? [.. values.Select(value => (JsonNode)value)] : [.. values.Chunk(sizes[0]).Select(chunk => Nested(chunk, sizes[1..]))];

    private static double[] Numbers(JsonNode node) => node is JsonArray items ? [.. items.SelectMany(item => Numbers(item!))] : [(double)node];
}

/// <summary>A theory that needs Debian's Python with NumPy.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NumpyTheoryAttribute : TheoryAttribute
{
    public NumpyTheoryAttribute() => Skip = Python.Missing("numpy");
}
