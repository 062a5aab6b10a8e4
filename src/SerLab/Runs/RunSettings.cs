using SerLab.Models;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>How a run is carried out; nothing here changes a result.</summary>
/// <param name="Threads">Most threads at once, at least 1.</param>
public sealed record RunSettings(int Threads)
{
    /// <summary>One thread per logical processor, nothing cached, nobody told.</summary>
    public static RunSettings AllProcessors { get; } = new(System.Environment.ProcessorCount);

    /// <summary>The kinds there are and how they are written; plug-ins bring more than the built-in ones.</summary>
    public RecipeJson Json { get; init; } = RecipeJson.BuiltIn;

    /// <summary>Keeps measured features between runs; null measures everything anew.</summary>
    public FeatureCache? Cache { get; init; }

    /// <summary>Keeps finished folds, so that a run that was stopped goes on where it was.</summary>
    public ICheckpoint Checkpoint { get; init; } = new NoCheckpoint();

    /// <summary>Keeps the states of long trainings within a fold; null keeps none.</summary>
    public ITrainingStates? Trainings { get; init; }

    /// <summary>Told what is done; called from several threads.</summary>
    public IProgress<StageProgress>? Progress { get; init; }

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Keeps finished folds of a run under way.</summary>
public interface ICheckpoint
{
    /// <summary>The outcome kept under a key, or null.</summary>
    FoldOutcome? Find(string key);

    /// <summary>Keeps an outcome.</summary>
    void Keep(string key, FoldOutcome outcome);
}

/// <summary>Keeps the states of trainings under way.</summary>
public interface ITrainingStates
{
    /// <summary>Where the training of a fold keeps its state until the fold is finished.</summary>
    /// <param name="key">The fold's key, as in <see cref="ICheckpoint"/>.</param>
    ITrainingCheckpoint Of(string key);
}

/// <summary>Keeps nothing. Immutable.</summary>
public sealed class NoCheckpoint : ICheckpoint
{
    /// <inheritdoc/>
    public FoldOutcome? Find(string key) => null;

    /// <inheritdoc/>
    public void Keep(string key, FoldOutcome outcome)
    {
    }
}

/// <summary>What one model did in one fold.</summary>
/// <param name="Result">What happened.</param>
/// <param name="Predictions">What it said of each test utterance.</param>
public sealed record FoldOutcome(FoldResult Result, IReadOnlyList<Prediction> Predictions)
{
    /// <summary>What it said of each training utterance in an inner fold that held out the utterance's speaker; empty where nothing is stacked on the model.</summary>
    public IReadOnlyList<Prediction> Inner { get; init; } = [];
}
