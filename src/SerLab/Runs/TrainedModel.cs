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

/// <summary>Everything it takes to say what emotion is in a recording: front end, fitted model and class names. Immutable.</summary>
/// <param name="ClassNames">The classes, in the order of the posteriors.</param>
/// <param name="FrontEnd">What happens to a recording first.</param>
/// <param name="Columns">Names of the features the classifier looks at, in order.</param>
/// <param name="Fitted">The model with all that it learned.</param>
/// <param name="Note">Where it comes from.</param>
public sealed record TrainedModel(IReadOnlyList<string> ClassNames, FrontEnd FrontEnd, IReadOnlyList<string> Columns, FittedModel Fitted, TrainingNote Note)
{
    /// <summary>The models whose scores this one looks at, in the order of its stack.</summary>
    public IReadOnlyList<TrainedModel> Stack { get; init; } = [];

    /// <summary>True when it or a model under it scales a speaker's recordings by each other: they must be judged together.</summary>
    public bool IsTransductive => Fitted.Recipe.Normalisation.IsTransductive || Stack.Any(model => model.IsTransductive);

    /// <summary>The words for what the model looks at, to compare a file's schema with the code's.</summary>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="model">The model's settings.</param>
    public static IReadOnlyList<string> ColumnsOf(FrontEnd frontEnd, ModelSpec model) => model.Classifier.Input switch
    {
        ExampleInput.Functionals => frontEnd.Prepare().Schema.Functionals,
        ExampleInput.Frames => frontEnd.Prepare().Schema.Descriptors,
        var input => [input.ToString()],
    };

    /// <summary>Log posteriors of some clips, shape [clips][classes].</summary>
    /// <param name="clips">Clips of any rate; with a transductive normalisation all of one speaker.</param>
    /// <param name="names">What errors call the clips; null numbers them.</param>
    /// <exception cref="BadInputException">A clip is too short, or there are too few for a transductive normalisation.</exception>
    public IReadOnlyList<double[]> Predict(IReadOnlyList<Clip> clips, IReadOnlyList<string>? names = null)
    {
        const int FewestForSpeaker = 5;
        if (IsTransductive && clips.Count < FewestForSpeaker)
            throw new BadInputException(Note.Name, null,
                $"the model was trained with per-speaker normalisation, which needs at least {FewestForSpeaker} recordings of the speaker and got {clips.Count}; give more, or train with \"z\".");
        var prepared = FrontEnd.Prepare();
        var nobody = new int[clips.Count]; // Labels are not looked at, and all clips are one speaker's.
        var rows = new Examples([.. clips.Select((clip, i) => Look(prepared, clip, names?[i] ?? $"clip {i}"))], nobody, nobody, ClassNames.Count);
        if (Stack.Count == 0) return Fitted.Score(rows);
        var said = Stack.Select(model => model.Predict(clips, names)).ToArray();
        MatrixView[] scores = [.. Enumerable.Range(0, clips.Count).Select(i => StackScores.Row(said.Select(of => of[i])))];
        return Fitted.Score(rows.WithScores(scores, Fitted.Recipe.Classifier.Input));
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

    private MatrixView Look(PreparedFrontEnd prepared, Clip clip) => Fitted.Recipe.Classifier.Input switch
    {
        ExampleInput.Functionals => MatrixView.OfRow(prepared.Measure(Sound.Of(clip)).Functionals),
        ExampleInput.Frames => prepared.Measure(Sound.Of(clip)).Frames,
        ExampleInput.Duration => MatrixView.OfRow(new[] { (float)clip.DurationSeconds }),
        ExampleInput.Scores => new MatrixView(default, 1, 0),
        ExampleInput.Loudness => MatrixView.OfRow(new[] { (float)FeatureTableBuilder.LevelDbOf(Sound.Of(clip)) }),
        _ => throw new OptionsException(Fitted.Recipe.Classifier.Kind, ["this baseline knows only the speakers it was trained on, so it cannot judge new recordings; use another model."]),
    };
}
