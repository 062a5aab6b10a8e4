namespace SerLab.Corpora;

/// <summary>What the synthesiser is told for every control frame. Immutable; frames are <see cref="HopSamples"/> apart.</summary>
/// <param name="HopSamples">Samples between frames.</param>
/// <param name="PitchHz">F0, shape [frames], Hz; defined in silence too.</param>
/// <param name="Voice">Strength of the glottal pulses, shape [frames], linear.</param>
/// <param name="Breath">Standard deviation of glottal noise, shape [frames], linear.</param>
/// <param name="Noise">Standard deviation of mouth noise, shape [frames], linear.</param>
/// <param name="NoiseHz">Centre of the mouth noise, shape [frames], Hz.</param>
/// <param name="NoiseBandwidthHz">Its bandwidth, shape [frames], Hz.</param>
/// <param name="F1Hz">First formant, shape [frames], Hz.</param>
/// <param name="F2Hz">Second formant, shape [frames], Hz.</param>
/// <param name="F3Hz">Third formant, shape [frames], Hz.</param>
/// <param name="NasalZeroHz">Zero of the nose, shape [frames], Hz.</param>
internal sealed record DemoTracks(
    int HopSamples,
    float[] PitchHz,
    float[] Voice,
    float[] Breath,
    float[] Noise,
    float[] NoiseHz,
    float[] NoiseBandwidthHz,
    float[] F1Hz,
    float[] F2Hz,
    float[] F3Hz,
    float[] NasalZeroHz)
{
    /// <summary>Seconds between frames that the synthesiser works with: half of Klatt's 5 ms.</summary>
    public const double HopSeconds = 0.0025;

    /// <summary>Number of control frames.</summary>
    public int FrameCount => PitchHz.Length;

    /// <summary>Number of samples to make.</summary>
    public int SampleCount => FrameCount * HopSamples;
}
