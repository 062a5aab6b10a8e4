using System.Globalization;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Metrics;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Benchmarks.Studies;

/// <summary>What the ingredients of mixtures are worth: leave-one-speaker-out among five speakers of EMO-DB, one row per recipe.</summary>
/// <remarks>The speakers 03, 08, 09, 10 and 11 are those on whom defaults may be chosen; the other five are never looked at. One thread. Argument: a word that rows must contain.</remarks>
internal sealed class GmmExploration : IStudy
{
    private const int Seeds = 2;
    private static readonly string[] Speakers = ["03", "08", "09", "10", "11"];

    public string Name => "gmm-ingredients";

    public void Run(IReadOnlyList<string> arguments)
    {
        var corpus = new EmoDbOptions(SharedData.Emodb).Load();
        corpus = new Corpus(corpus.Name, corpus.Utterances.Where(utterance => Speakers.Any(speaker => utterance.Speaker.EndsWith(speaker, StringComparison.Ordinal))), false);
        var tables = new Dictionary<string, FeatureTable>();
        Console.WriteLine($"{corpus.Utterances.Count} utterances of {Speakers.Length} speakers; MacroAccuracy in per cent, mean of {Seeds} seeds, and mean log-loss");
        foreach (var row in Rows)
        {
            if (arguments.Count > 0 && !row.Contains(arguments[0], StringComparison.Ordinal)) continue;
            var words = row.Split(' ', 3);
            if (!tables.TryGetValue(words[0], out var table)) tables[words[0]] = table = TableOf(corpus, words[0]);
            foreach (var normalisation in words[1].Split(',')) Print(table, normalisation, words[2], row);
        }
    }

    private static void Print(FeatureTable table, string normalisation, string recipe, string row)
    {
        var classifier = RecipeJson.BuiltIn.Read<ClassifierOptions>(recipe, "row");
        var labels = table.Rows.Select(utterance => utterance.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var examples = Examples.Of(table, table.Rows, [.. table.Rows.Select(utterance => labels.IndexOf(utterance.Label))], labels.Count, classifier);
        if (normalisation.StartsWith("cms+", StringComparison.Ordinal)) examples = examples with { Inputs = [.. examples.Inputs.Select(WithoutMean)] };
        var scaling = RecipeJson.BuiltIn.Read<NormalisationOptions>($"\"{normalisation.Split('+')[^1]}\"", "row");
        var (scores, losses) = (new List<double>(), new List<double>());
        var spent = CpuTime.Seconds(() =>
        {
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var (predicted, loss) = Judge(examples, scaling, classifier, new RandomSource(seed));
                scores.Add(ConfusionMatrix.Of(examples.Labels, predicted, labels).MacroAccuracy);
                losses.Add(loss);
            }
        });
        Console.WriteLine($"{100 * scores.Average(),6:F1} {losses.Average(),7:F3} {spent / Seeds,6:F1} s  {row.Split(' ')[0],-6} {normalisation,-14} {recipe}");
    }

    private static (int[] Predicted, double Loss) Judge(Examples examples, NormalisationOptions scaling, ClassifierOptions classifier, RandomSource random)
    {
        var (predicted, loss) = (new int[examples.Labels.Count], 0.0);
        foreach (var speaker in examples.Speakers.Distinct())
        {
            int[] test = [.. Enumerable.Range(0, predicted.Length).Where(i => examples.Speakers[i] == speaker)], train = [.. Enumerable.Range(0, predicted.Length).Except(test)];
            var (model, _) = FittedModel.Train(new ModelSpec(scaling, classifier), examples.At(train), random.For("fold", speaker), wantsInner: false, CancellationToken.None);
            var posteriors = model.Score(examples.At(test));
            for (var i = 0; i < test.Length; i++)
            {
                predicted[test[i]] = LogMath.ArgMax(posteriors[i]);
                loss -= posteriors[i][examples.Labels[test[i]]] / predicted.Length;
            }
        }

        return (predicted, loss);
    }

    // Cepstral mean subtraction: every utterance loses its own mean.
    private static MatrixView WithoutMean(MatrixView example)
    {
        var values = example.Values.ToArray();
        for (var d = 0; d < example.Columns; d++)
        {
            var mean = 0.0;
            for (var place = d; place < values.Length; place += example.Columns) mean += values[place];
            for (var place = d; place < values.Length; place += example.Columns) values[place] -= (float)(mean / example.Rows);
        }

        return new MatrixView(values, example.Rows, example.Columns);
    }

    private static FeatureTable TableOf(Corpus corpus, string features)
    {
        var front = new FrontEnd(16000, ChannelMix.Mean, [], RecipeJson.BuiltIn.Read<FeatureSetOptions>($"\"{features}\"", "row"));
        return new FeatureTableBuilder(1, null, BadFilePolicy.Fail, null).Build(corpus, front, CancellationToken.None).Table;
    }

    // Feature set, normalisations ("cms+": per-utterance mean subtraction before), classifier.
    private static readonly string[] Rows =
    [
        """mfcc z,speaker-z,cms+z,none {"kind": "gmm"}""",
        """lld z,speaker-z {"kind": "gmm"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 4}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 8}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 32}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 64}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 64, "size": "bic"}""",
        """mfcc z,speaker-z {"kind": "gmm", "start": "splitting"}""",
        """mfcc z,speaker-z {"kind": "gmm", "start": "random-frames"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 1, "covariance": "full"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 2, "covariance": "full"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 4, "covariance": "full"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 8, "covariance": "full"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 16, "covariance": "tied"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 32, "covariance": "tied"}""",
        """mfcc z,speaker-z {"kind": "gmm", "components": 16, "covariance": "spherical"}""",
        """mfcc z,speaker-z {"kind": "gmm", "varianceFloor": 0.1}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm"}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm", "relevance": 64}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm", "relevance": 256}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm", "adaptWeights": false}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm", "adaptVariances": true}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm", "adaptVariances": true, "background": {"components": 128}}""",
        """mfcc z,speaker-z {"kind": "gmm-ubm", "adaptVariances": true, "background": {"components": 32}}""",
        """lld z,speaker-z {"kind": "gmm-ubm", "adaptVariances": true}""",
        """mfcc z,speaker-z {"kind": "gmm-svm"}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "adaptWeights": false}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "svm": {"kernel": "linear", "c": 1}}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "svm": {"kernel": "linear", "c": 100}}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "svm": {"kernel": "rbf", "c": 10, "gamma": 0.5}}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "relevance": 4}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "background": {"components": 16}}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "background": {"components": 32}}""",
        """mfcc z,speaker-z {"kind": "gmm-svm", "background": {"components": 128}}""",
        """lld z,speaker-z {"kind": "gmm-svm"}""",
    ];
}
