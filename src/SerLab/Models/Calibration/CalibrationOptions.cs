using SerLab.Options;

namespace SerLab.Models.Calibration;

/// <summary>Settings of a calibration: what turns a classifier's posteriors into probabilities that come true as often as they say.</summary>
/// <remarks>Fitted on posteriors of training utterances whose speakers the judging classifier had not heard (inner folds); no test row is ever passed in.</remarks>
public abstract record CalibrationOptions : Recipe
{
    /// <summary>Learns from judgements and the truth.</summary>
    /// <param name="logPosteriors">Natural logarithms of posteriors, shape [examples][classes]; only read.</param>
    /// <param name="labels">True class of each example, shape [examples]; every class occurs.</param>
    /// <exception cref="OptionsException">The settings cannot work.</exception>
    public abstract ICalibrator Fit(IReadOnlyList<double[]> logPosteriors, IReadOnlyList<int> labels);

    /// <summary>Makes a calibrator of what one learned.</summary>
    /// <exception cref="BadInputException">The weights do not fit.</exception>
    public abstract ICalibrator Restore(Weights weights);
}

/// <summary>Calibrates posteriors. Immutable: one instance serves every thread.</summary>
public interface ICalibrator
{
    /// <summary>What was learned.</summary>
    Weights Weights { get; }

    /// <summary>Replaces posteriors by calibrated ones.</summary>
    /// <param name="logPosterior">Natural logarithms, shape [classes]; they sum to one before and after.</param>
    void Apply(Span<double> logPosterior);
}
