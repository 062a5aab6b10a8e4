using System.Text.Json.Serialization;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>Settings of a feature scaler; it learns from training rows only, or says that it does not.</summary>
public abstract record NormalisationOptions : Recipe
{
    /// <summary>True when rows are scaled with statistics of the very rows that are scaled, test rows included (unlabelled): named in every table.</summary>
    [JsonIgnore]
    public virtual bool IsTransductive => false;

    /// <summary>True when a row's scaling depends on no other speaker's rows: the same in every fold, as long as folds hold whole speakers.</summary>
    [JsonIgnore]
    public virtual bool IsAlikeInFolds => false;

    /// <summary>True when it scales the frames of an utterance by each other, of which one row has none.</summary>
    [JsonIgnore]
    public virtual bool NeedsFrames => false;

    /// <summary>Learns from training examples.</summary>
    /// <param name="examples">Matrices [frames x features]; only read.</param>
    public abstract INormaliser Fit(IReadOnlyList<MatrixView> examples);

    /// <summary>Makes a normaliser of what one learned.</summary>
    /// <exception cref="BadInputException">The weights do not fit.</exception>
    public abstract INormaliser Restore(Weights weights);
}

/// <summary>Scales examples. Immutable: one instance serves every thread.</summary>
public interface INormaliser
{
    /// <summary>What was learned; empty for a transductive one.</summary>
    Weights Weights { get; }

    /// <summary>Scaled copies of a batch.</summary>
    /// <param name="examples">Matrices [frames x features]; only read.</param>
    /// <param name="speakers">Speaker of each example, shape [examples]; used by per-speaker normalisation only.</param>
    /// <param name="originalCount">
    /// How many examples, the first ones, were recorded; those after them are altered copies, scaled by the statistics of their speakers' originals: scaled by their own, what was
    /// altered would be taken out again. Null: all were recorded.
    /// </param>
    IReadOnlyList<MatrixView> Apply(IReadOnlyList<MatrixView> examples, IReadOnlyList<int> speakers, int? originalCount = null);
}
