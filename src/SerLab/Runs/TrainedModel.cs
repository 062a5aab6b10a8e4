using SerLab.Audio;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>Where a trained model comes from.</summary>
/// <param name="Name">The model's name in its comparison.</param>
/// <param name="Corpus">The corpus it was trained on.</param>
/// <param name="CorpusFingerprint">Hash of that corpus.</param>
/// <param name="IsSynthetic">True when no human spoke in it.</param>
/// <param name="Utterances">Number of training utterances.</param>
/// <param name="Speakers">Number of training speakers.</param>
/// <param name="Tuned">Settings that folds of the training speakers chose, as JSON text.</param>
/// <param name="CodeVersion">Version of SerLab.</param>
/// <param name="Notices">What every user must know, such as LEAKY for a model chosen on a leaking split.</param>
public sealed record TrainingNote(
    string Name, string Corpus, string CorpusFingerprint, bool IsSynthetic, int Utterances, int Speakers, IReadOnlyDictionary<string, string> Tuned, string CodeVersion, IReadOnlyList<Notice> Notices);

/// <summary>Everything it takes to say what emotion is in a recording: front end, normalisation, classifier and class names. Immutable.</summary>
/// <param name="ClassNames">The classes, in the order of the posteriors.</param>
/// <param name="FrontEnd">What happens to a recording first.</param>
/// <param name="Columns">Names of the features the classifier looks at, in order.</param>
/// <param name="NormalisationRecipe">The normalisation's settings.</param>
/// <param name="Normaliser">The fitted normalisation.</param>
/// <param name="ClassifierRecipe">The classifier's settings, after tuning.</param>
/// <param name="Classifier">The trained classifier.</param>
/// <param name="Note">Where it comes from.</param>
public sealed record TrainedModel(
    IReadOnlyList<string> ClassNames, FrontEnd FrontEnd, IReadOnlyList<string> Columns, NormalisationOptions NormalisationRecipe, INormaliser Normaliser,
    ClassifierOptions ClassifierRecipe, IClassifier Classifier, TrainingNote Note)
{
    /// <summary>The words for what the model looks at, to compare a file's schema with the code's.</summary>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="input">What the classifier looks at.</param>
    public static IReadOnlyList<string> ColumnsOf(FrontEnd frontEnd, ExampleInput input) => input switch
    {
        ExampleInput.Functionals => frontEnd.Prepare().Schema.Functionals,
        ExampleInput.Frames => frontEnd.Prepare().Schema.Descriptors,
        _ => [input.ToString()],
    };

    /// <summary>Log posteriors of some clips, shape [clips][classes].</summary>
    /// <param name="clips">Clips of any rate; with a transductive normalisation all of one speaker.</param>
    /// <param name="names">What errors call the clips; null numbers them.</param>
    /// <exception cref="BadInputException">A clip is too short, or there are too few for a transductive normalisation.</exception>
    public IReadOnlyList<double[]> Predict(IReadOnlyList<Clip> clips, IReadOnlyList<string>? names = null)
    {
        const int FewestForSpeaker = 5;
        if (NormalisationRecipe.IsTransductive && clips.Count < FewestForSpeaker)
            throw new BadInputException(Note.Name, null,
                $"the model was trained with \"{NormalisationRecipe.Kind}\", which needs at least {FewestForSpeaker} recordings of the speaker and got {clips.Count}; give more, or train with \"z\".");
        var prepared = FrontEnd.Prepare();
        MatrixView[] examples = [.. clips.Select((clip, i) => Look(prepared, clip, names?[i] ?? $"clip {i}"))];
        var scaled = Normaliser.Apply(examples, new int[examples.Length]);
        var posteriors = new double[clips.Count][];
        for (var i = 0; i < posteriors.Length; i++)
        {
            posteriors[i] = new double[ClassNames.Count];
            Classifier.Score(scaled[i], posteriors[i]);
        }

        return posteriors;
    }

    private MatrixView Look(PreparedFrontEnd prepared, Clip clip, string name)
    {
        try
        {
            return Look(prepared, clip);
        }
        catch (BadInputException bad)
        {
            throw new BadInputException(name, bad.Place, bad.Message, bad);
        }
    }

    private MatrixView Look(PreparedFrontEnd prepared, Clip clip) => ClassifierRecipe.Input switch
    {
        ExampleInput.Functionals => MatrixView.OfRow(prepared.Measure(Sound.Of(clip)).Functionals),
        ExampleInput.Frames => prepared.Measure(Sound.Of(clip)).Frames,
        ExampleInput.Duration => MatrixView.OfRow(new[] { (float)clip.DurationSeconds }),
        ExampleInput.Loudness => MatrixView.OfRow(new[] { (float)FeatureTableBuilder.LevelDbOf(Sound.Of(clip)) }),
        _ => throw new OptionsException(ClassifierRecipe.Kind, ["this baseline knows only the speakers it was trained on, so it cannot judge new recordings; use another model."]),
    };
}
