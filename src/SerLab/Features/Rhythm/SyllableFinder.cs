using SerLab.Features.Descriptors;

namespace SerLab.Features.Rhythm;

/// <summary>Finds syllable nuclei: peaks of sonority, as many as a trained model expects of them altogether. Immutable: one instance serves every thread.</summary>
/// <remarks>
/// N. H. de Jong and T. Wempe, "Behavior Research Methods" 41(2), 2009, take every voiced peak of intensity with a dip of 2 dB on both sides; D. Wang and S. Narayanan, IEEE TASL 15(8), 2007,
/// a peak of the correlation of compressed subbands. Here the contour is a sum of compressed mel bands, nearly every dip makes a candidate, and two small nets weigh the depth of the dips
/// with level, voicing, the spectrum around and the neighbours. The count is the expected number of nuclei, rounded: counting the peaks above one half follows the rate less well, since
/// doubtful peaks are many. The peaks of which most is expected are the ones given, and a peak of which clearly more than one is expected gives two.
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
        return sonority is null ? new SyllableCues([], [0], [], []) : SyllableCues.Find(sonority, analysis);
    }

    /// <summary>The nuclei of a clip whose peaks are known.</summary>
    internal static IReadOnlyList<double> Find(SyllableCues candidates, SyllableModel model)
    {
        var expected = model.Expected(candidates);
        var count = (int)Math.Round(expected.Sum());
        // A second nucleus is due where more than one is expected, by what goes beyond the first.
        var nuclei = new List<(double Due, double Seconds)>(2 * expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            nuclei.Add((expected[i], FrameGrid.CentreSeconds(candidates.Frames[i])));
            nuclei.Add((expected[i] - 1, SyllableStretches.SecondNucleus(candidates.Frames[i], candidates.Dips[i], candidates.Dips[i + 1])));
        }

        return [.. nuclei.OrderByDescending(nucleus => nucleus.Due).Take(count).Select(nucleus => nucleus.Seconds).Order()];
    }
}
