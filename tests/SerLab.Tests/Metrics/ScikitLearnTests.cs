using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SerLab.Metrics;

namespace SerLab.Tests.Metrics;

/// <summary>A fact that needs scikit-learn as an oracle.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScikitLearnFactAttribute : FactAttribute
{
    public ScikitLearnFactAttribute() => Skip = Python.Missing("sklearn");
}

/// <summary>Debian's Python with scikit-learn: runs a script on text and gives the text it prints.</summary>
internal static class ScikitLearn
{
    public static string Run(string script, string input)
    {
        var start = new ProcessStartInfo(Python.Program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "-c", script } };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var python = Process.Start(start)!;
        python.StandardInput.Write(input);
        python.StandardInput.Close();
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output;
    }
}

public sealed class ScikitLearnTests
{
    private const string Script =
        """
        import sys, json, numpy as np
        from sklearn import metrics as m
        d = np.loadtxt(sys.stdin, delimiter=',')
        y, p, q = d[:,0].astype(int), d[:,1].astype(int), d[:,2:]
        k = q.shape[1]
        print(json.dumps(dict(macro=m.balanced_accuracy_score(y, p), micro=m.accuracy_score(y, p), f1=m.f1_score(y, p, average='macro'),
            weighted=m.f1_score(y, p, average='weighted'), recall=list(m.recall_score(y, p, average=None)), precision=list(m.precision_score(y, p, average=None)),
            loss=m.log_loss(y, q), top2=m.top_k_accuracy_score(y, q, k=2), counts=m.confusion_matrix(y, p).tolist())))
        """;

    [ScikitLearnFact]
    public void Agrees_with_scikit_learn_to_twelve_digits()
    {
        var (actual, predicted, posteriors) = Draw(utterances: 500, classes: 7);
        var rows = new StringBuilder();
        for (var i = 0; i < actual.Length; i++)
            rows.Append(CultureInfo.InvariantCulture, $"{actual[i]},{predicted[i]},{string.Join(',', posteriors[i].Select(log => Math.Exp(log).ToString("R", CultureInfo.InvariantCulture)))}\n");
        using var oracle = JsonDocument.Parse(ScikitLearn.Run(Script, rows.ToString()));
        var expected = oracle.RootElement;

        var matrix = ConfusionMatrix.Of(actual, predicted, [.. "abcdefg".Select(letter => letter.ToString())]);
        Near(expected.GetProperty("macro").GetDouble(), matrix.MacroAccuracy);
        Near(expected.GetProperty("micro").GetDouble(), matrix.MicroAccuracy);
        Near(expected.GetProperty("f1").GetDouble(), matrix.MacroF1);
        Near(expected.GetProperty("weighted").GetDouble(), matrix.WeightedF1);
        Near(expected.GetProperty("loss").GetDouble(), ProbabilityMetrics.LogLoss(posteriors, actual));
        Near(expected.GetProperty("top2").GetDouble(), ProbabilityMetrics.TopKAccuracy(posteriors, actual, 2));
        for (var c = 0; c < 7; c++)
        {
            Near(expected.GetProperty("recall")[c].GetDouble(), matrix.PerClassRecall[c]);
            Near(expected.GetProperty("precision")[c].GetDouble(), matrix.PerClassPrecision[c]);
            Assert.Equal(expected.GetProperty("counts")[c].EnumerateArray().Select(count => count.GetInt32()), matrix.Counts[c]);
        }
    }

    private static (int[] Actual, int[] Predicted, double[][] Posteriors) Draw(int utterances, int classes)
    {
        var random = new RandomSource(7).Open();
        var (actual, predicted, posteriors) = (new int[utterances], new int[utterances], new double[utterances][]);
        for (var i = 0; i < utterances; i++)
        {
            actual[i] = Math.Min(random.NextInt(classes), random.NextInt(classes));
            posteriors[i] = [.. Enumerable.Range(0, classes).Select(c => random.NextGaussian() + (c == actual[i] ? 1.5 : 0))];
            LogMath.Normalise(posteriors[i]);
            predicted[i] = LogMath.ArgMax(posteriors[i]);
        }

        return (actual, predicted, posteriors);
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected - 1e-12, expected + 1e-12);
}
