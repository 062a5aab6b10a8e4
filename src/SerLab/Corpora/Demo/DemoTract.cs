namespace SerLab.Corpora;

/// <summary>The vocal tract: a cascade of resonators for what comes from the glottis, one resonator beside it for noise made in the mouth.</summary>
/// <remarks>
/// D. Klatt, JASA 67(3), 1980. The cascade holds as many formants as fit below half the sample rate, so the spectrum slopes as a tube's does, without a correction.
/// The source is the derivative of the flow, so radiation from the lips is already in it.
/// </remarks>
internal static class DemoTract
{
    private const double NeutralSpacingHz = 1000;
    private const double HighestShare = 0.48;
    private const double NasalBandwidthHz = 100;

    /// <summary>Filters the excitation by the formants and the nose.</summary>
    /// <param name="tracks">Formants per frame.</param>
    /// <param name="tractScale">Formant frequencies over those of a tract of 17.5 cm; places the fixed upper formants.</param>
    /// <param name="openQuotient">Share of the cycle in which the glottis is open: it damps the first formant.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="samples">Excitation on entry, sound at the lips on return, shape [samples].</param>
    public static void Filter(DemoTracks tracks, double tractScale, double openQuotient, int sampleRateHz, Span<float> samples)
    {
        DemoResonator first = new(), second = new(), third = new(), nose = new(), noseZero = new();
        var firstBandwidthHz = 50 + 100 * Math.Max(0, openQuotient - 0.4);
        nose.Tune(DemoSegment.ClosedNoseHz, NasalBandwidthHz, sampleRateHz);
        for (var frameIndex = 0; frameIndex < tracks.FrameCount; frameIndex++)
        {
            first.Tune(tracks.F1Hz[frameIndex], firstBandwidthHz, sampleRateHz);
            second.Tune(tracks.F2Hz[frameIndex], 50 + 0.03 * tracks.F2Hz[frameIndex], sampleRateHz);
            third.Tune(tracks.F3Hz[frameIndex], 0.05 * tracks.F3Hz[frameIndex], sampleRateHz);
            noseZero.Tune(tracks.NasalZeroHz[frameIndex], NasalBandwidthHz, sampleRateHz);
            foreach (ref var sample in samples.Slice(frameIndex * tracks.HopSamples, tracks.HopSamples))
                sample = third.Resonate(second.Resonate(first.Resonate(nose.Resonate(noseZero.Cancel(sample)))));
        }

        for (var hz = 3.5 * NeutralSpacingHz * tractScale; hz < HighestShare * sampleRateHz; hz += NeutralSpacingHz * tractScale)
        {
            var upper = new DemoResonator();
            upper.Tune(hz, 0.06 * hz, sampleRateHz);
            foreach (ref var sample in samples) sample = upper.Resonate(sample);
        }
    }

    /// <summary>Adds the noise of fricatives and bursts.</summary>
    /// <param name="tracks">Level, centre and width of the noise per frame.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="noise">White noise of variance 1, shape [samples]; only read.</param>
    /// <param name="samples">Added to, shape [samples].</param>
    public static void AddFriction(DemoTracks tracks, int sampleRateHz, ReadOnlySpan<float> noise, Span<float> samples)
    {
        var mouth = new DemoResonator();
        for (var frameIndex = 0; frameIndex < tracks.FrameCount; frameIndex++)
        {
            if (tracks.Noise[frameIndex] == 0) continue;
            mouth.TuneToUnitPower(tracks.NoiseHz[frameIndex], tracks.NoiseBandwidthHz[frameIndex], sampleRateHz);
            var firstSample = frameIndex * tracks.HopSamples;
            for (var n = firstSample; n < firstSample + tracks.HopSamples; n++) samples[n] += tracks.Noise[frameIndex] * mouth.Resonate(noise[n]);
        }
    }
}
