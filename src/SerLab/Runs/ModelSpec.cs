using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SerLab.Features;
using SerLab.Models;
using SerLab.Models.Calibration;
using SerLab.Models.Selection;

namespace SerLab.Runs;

/// <summary>One model of a comparison: features, normalised, selected, classified, calibrated; every step learns from training rows only. Immutable.</summary>
/// <param name="Normalisation">How features are scaled.</param>
/// <param name="Classifier">What is trained.</param>
public sealed record ModelSpec(NormalisationOptions Normalisation, ClassifierOptions Classifier)
{
    /// <summary>The model's name in tables; null makes one of its kinds.</summary>
    public string? Name { get; init; }

    /// <summary>What is measured; null for a classifier that looks at no features, such as one of other models' scores.</summary>
    [JsonPropertyOrder(-1)]
    public FeatureSetOptions? Features { get; init; }

    /// <summary>Which scaled features are kept; null keeps all.</summary>
    public SelectionOptions? Selection { get; init; }

    /// <summary>What makes the posteriors believable; null leaves them as the classifier gives them. Fitted on the inner folds.</summary>
    public CalibrationOptions? Calibration { get; init; }

    /// <summary>Names of other models of the comparison whose log posteriors the classifier sees too, beside the features or instead of them.</summary>
    /// <remarks>
    /// Training rows carry what models said of them in the inner folds, trained without their speakers; test rows what the model of the fold says (D. Wolpert,
    /// "Stacked generalization", Neural Networks 5, 1992).
    /// </remarks>
    public IReadOnlyList<string> Stack { get; init; } = [];

    /// <summary>Share of the squared length of a row that the stack's scores make up beside features, above 0 and below 1: twenty scores would drown in thousands of features.</summary>
    public double StackShare { get; init; } = 0.5;

    /// <summary>Altered copies of the training utterances, which the classifier learns from too; null for none. Test rows and rows held out in inner folds are as they were recorded.</summary>
    public TrainingAugmentation? Augment { get; init; }

    /// <summary>Settings to choose among in the inner folds: a list of values per setting, tried in all combinations. <see cref="TuningGrid"/> says how settings are named.</summary>
    public IReadOnlyDictionary<string, JsonArray>? Tune { get; init; }

    /// <summary>Number of inner folds, grouped by training speakers, that tuning, calibration and stacking use.</summary>
    public int InnerFolds { get; init; } = 5;
}
