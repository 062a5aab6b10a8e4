using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Models;
using SerLab.Runs;
using SerLab.Store;

namespace SerLab.Tests.Runs;

/// <summary>Models that look at what other models say.</summary>
public sealed class StackTests
{
    private static readonly ModelSpec Stacked = Toy.Svm with { Name = "both", Stack = ["GMM"] };

    [Fact]
    public void Scores_from_inner_folds_stand_beside_the_features()
    {
        // The order in which models are named does not matter: those under a stack are trained first.
        var record = Comparison.Run(Toy.Spec(Stacked, Toy.Svm, Toy.Gmm), Toy.Settings());
        var both = record.Models.Single(model => model.Name == "both");
        Assert.Equal("prosody + scores of GMM", both.Features);
        Assert.NotEqual(both.Predictions.SelectMany(p => p.LogPosterior), record.Models.Single(model => model.Name == "SVM").Predictions.SelectMany(p => p.LogPosterior));
        var again = Comparison.Run(Toy.Spec(Toy.Gmm, Toy.Svm, Stacked), Toy.Settings(threads: 1));
        Assert.Equal(both.Predictions.SelectMany(p => p.LogPosterior), again.Models.Single(model => model.Name == "both").Predictions.SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void A_model_that_others_stand_on_says_what_it_says_alone()
    {
        var alone = Comparison.Run(Toy.Spec(Toy.Gmm), Toy.Settings()).Models.Single(model => model.Name == "GMM");
        var under = Comparison.Run(Toy.Spec(Stacked, Toy.Gmm), Toy.Settings()).Models.Single(model => model.Name == "GMM");
        Assert.Equal(alone.Predictions.SelectMany(p => p.LogPosterior), under.Predictions.SelectMany(p => p.LogPosterior));
    }

    [Fact]
    public void Labels_of_the_held_out_speaker_reach_a_stack_in_no_way()
    {
        var corpus = new ToyCorpusOptions().Load();
        var labels = ToyCorpusOptions.Labels;
        var turned = corpus.Utterances.Select(utterance => utterance.Speaker == "toy/s1" ? utterance with { Label = labels[(Array.IndexOf(labels, utterance.Label) + 1) % labels.Length] } : utterance);
        var before = Run(corpus.Utterances);
        var after = Run(turned);
        Assert.Equal(Said(before), Said(after));

        RunRecord Run(IEnumerable<Utterance> utterances) =>
            Comparison.Run(Toy.Spec(Stacked, Toy.Gmm) with { Corpus = new GivenCorpusOptions(new Corpus("toy", utterances, true)) }, Toy.Settings());

        double[] Said(RunRecord record)
        {
            var ofSpeaker = record.Corpus.Utterances.Where(utterance => utterance.Speaker == "toy/s1").Select(utterance => utterance.Id).ToHashSet();
            return [.. record.Models.Single(model => model.Name == "both").Predictions.Where(p => ofSpeaker.Contains(p.Id)).SelectMany(p => p.LogPosterior)];
        }
    }

    [Fact]
    public void A_stack_on_a_per_speaker_normalised_model_is_transductive_too()
    {
        var record = Comparison.Run(Toy.Spec(Stacked, Toy.Gmm with { Normalisation = new SpeakerZNormalisationOptions() }), Toy.Settings());
        Assert.True(record.Models.Single(model => model.Name == "both").IsTransductive);
    }

    [Fact]
    public void A_stacked_model_survives_its_file()
    {
        using var folder = new TempFolder();
        var trained = ModelTrainer.Train(Toy.Spec(Stacked, Toy.Gmm), "both", Toy.Settings());
        ModelFile.Write(trained, folder.File("m.zip"), Toy.Json);
        var read = ModelFile.Read(folder.File("m.zip"), Toy.Json);
        var clip = new ToyCorpusOptions().Load().Utterances[0].Read(ChannelMix.Mean);
        Assert.Equal(trained.Predict([clip])[0], read.Predict([clip])[0]);
        Assert.Equal("GMM", Assert.Single(read.Stack).Note.Name);
    }

    [Fact]
    public void A_stack_that_cannot_be_is_refused_before_any_work()
    {
        Assert.Contains("did you mean \"GMM\"", Refusal(Toy.Svm with { Name = "both", Stack = ["GMN"] }, Toy.Gmm));
        Assert.Contains("stacked on itself", Refusal(Toy.Svm with { Name = "a", Stack = ["b"] }, Toy.Svm with { Name = "b", Stack = ["a"] }));
        Assert.Contains("looks at frames", Refusal(Toy.Gmm with { Name = "both", Stack = ["SVM"] }, Toy.Svm));
        Assert.Contains("stackShare is 1", Refusal(Stacked with { StackShare = 1 }, Toy.Gmm));
        Assert.Contains("use it for frames", Refusal(Toy.Svm with { Normalisation = new UtteranceMeanNormalisationOptions() }));
        Assert.Contains("use it for frames", Refusal(Toy.Svm with { Tune = new Dictionary<string, System.Text.Json.Nodes.JsonArray> { ["normalisation"] = ["z", "utterance-mean"] } }));
        Assert.Contains("features is missing", Refusal(Toy.Svm with { Features = null }, Toy.Gmm));

        static string Refusal(params ModelSpec[] models) => Assert.Throws<OptionsException>(() => Comparison.Run(Toy.Spec(models), Toy.Settings())).Message;
    }
}
