namespace SerLab.Features.Descriptors;

/// <summary>The cochlea's filters as weights on the bins of a power spectrum.</summary>
/// <remarks>
/// R. D. Patterson et al., "An Efficient Auditory Filterbank Based on the Gammatone Function", APU report 2341, 1987, and M. Slaney, Apple technical report 35,
/// 1993: fourth order, bandwidth b = 1.019 ERB, with ERB = 24.7 (4.37 f / 1000 + 1) Hz (B. R. Glasberg and B. C. J. Moore, Hearing Research 47, 1990). The power
/// response around the centre is (1 + ((f - centre) / b)^2)^-4, 1 at the centre; what lies 80 dB under that is left out. Weighting a spectrum forgets the phases
/// that a filter in time would keep: energies over a frame are the same.
/// </remarks>
internal static class GammatoneFilterbank
{
    private const double LeastWeight = 1e-8;

    /// <summary>Weights of filters whose centres lie in the middles of equal steps of the ERB-rate scale.</summary>
    public static BandWeights Weights(SpectrumPlan spectrum, int bandCount, double minHz, double maxHz)
    {
        var weights = new float[bandCount][];
        for (var band = 0; band < bandCount; band++)
        {
            var centre = CentreHz(band, bandCount, minHz, maxHz);
            weights[band] = [.. Enumerable.Range(0, spectrum.BinCount).Select(bin => (float)Weight(bin * spectrum.BinHz, centre))];

            // Filters narrower than the distance of bins may fall between two: they take of the nearest what they would hear of white noise.
            var share = BandwidthHz(centre) * 5 * Math.PI / 16 / spectrum.BinHz;
            var nearest = Math.Min((int)Math.Round(centre / spectrum.BinHz), spectrum.BinCount - 1);
            if (BandwidthHz(centre) < spectrum.BinHz) weights[band][nearest] = (float)Math.Max(weights[band][nearest], share);
        }

        return new BandWeights(weights);
    }

    /// <summary>Centre of a filter, Hz.</summary>
    public static double CentreHz(int band, int bandCount, double minHz, double maxHz)
    {
        double low = ErbRate(minHz), high = ErbRate(maxHz);
        return (Math.Exp((low + (band + 0.5) * (high - low) / bandCount) / ErbRateScale) - 1) * 1000 / 4.37;
    }

    private const double ErbRateScale = 1000 / (24.7 * 4.37);

    private static double Weight(double hz, double centreHz)
    {
        var away = (hz - centreHz) / BandwidthHz(centreHz);
        var weight = Math.Pow(1 + away * away, -4);
        return weight < LeastWeight ? 0 : weight;
    }

    private static double BandwidthHz(double centreHz) => 1.019 * 24.7 * (4.37 * centreHz / 1000 + 1);

    // Integral of 1 / ERB.
    private static double ErbRate(double hz) => ErbRateScale * Math.Log(4.37 * hz / 1000 + 1);
}
