using SerLab.Features.Descriptors;

namespace SerLab.Features.Rhythm;

/// <summary>Finds syllable nuclei: voiced peaks of sonority, as many as their probabilities add up to. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// N. H. de Jong and T. Wempe, "Behavior Research Methods" 41(2), 2009, take every voiced peak of intensity with a dip of 2 dB on both sides; D. Wang and S. Narayanan, IEEE TASL 15(8), 2007,
/// a peak of the correlation of compressed subbands. Here the contour is a sum of compressed mel bands, nearly every dip makes a candidate, and a logistic model weighs the depth of the dips
/// with level, voicing, the shape of the spectrum and the neighbours. The count is the expected number of nuclei, rounded: counting the peaks above one half follows the rate less well, since
/// doubtful peaks are many. The most probable peaks are the ones given.
/// </remarks>
public sealed class SyllableFinder
{
    private readonly SpectrumPlan spectrum;
    private readonly MelFilterbank bands;
    private readonly SyllableModel model;

    /// <param name="sampleRateHz">Samples per second of the clips to come.</param>
    public SyllableFinder(int sampleRateHz)
        : this(sampleRateHz, SyllableModel.Default)
    {
    }

    internal SyllableFinder(int sampleRateHz, SyllableModel model)
    {
        spectrum = new SpectrumPlan(0.025, sampleRateHz);
        bands = Sonority.BandsOf(spectrum);
        this.model = model;
    }

    /// <summary>Times of the syllable nuclei, seconds from the clip's start, rising.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    public IReadOnlyList<double> Find(ClipAnalysis analysis) => Find(Candidates(analysis), model);

    /// <summary>The peaks that <see cref="Find(ClipAnalysis)"/> chooses from.</summary>
    internal SyllableCues Candidates(ClipAnalysis analysis)
    {
        using var sonority = Sonority.Measure(analysis, spectrum, bands);
        return sonority is null ? new SyllableCues([], []) : SyllableCues.Find(sonority, analysis);
    }

    internal static IReadOnlyList<double> Find(SyllableCues candidates, SyllableModel model)
    {
        var probabilities = model.Probabilities(candidates);
        var frames = (int[])candidates.Frames.Clone();
        var count = (int)Math.Round(model.ExpectedCount(probabilities));
        Array.Sort(Array.ConvertAll(probabilities, probability => -probability), frames);
        return [.. frames.Take(count).Order().Select(FrameGrid.CentreSeconds)];
    }
}
