namespace SerLab.Corpora;

/// <summary>A stretch of steady targets inside a phone. Immutable.</summary>
/// <param name="Seconds">Length at the mean speaker's neutral rate, seconds.</param>
/// <param name="F1Hz">First formant of a tract of 17.5 cm, Hz.</param>
/// <param name="F2Hz">Second formant, Hz.</param>
/// <param name="F3Hz">Third formant, Hz.</param>
/// <param name="VoiceDb">Level of the voice, dB below a vowel's; <see cref="Off"/> for none.</param>
/// <param name="BreathDb">Level of noise made at the glottis, dB below a vowel's voice.</param>
/// <param name="NoiseDb">Level of noise made at a narrowing in the mouth, dB below a vowel's voice.</param>
/// <param name="NoiseHz">Where that noise is strongest, Hz.</param>
/// <param name="NoiseBandwidthHz">Its bandwidth, Hz.</param>
/// <param name="NasalZeroHz">The zero that the nose brings, Hz; <see cref="ClosedNoseHz"/> when the nose is shut.</param>
internal sealed record DemoSegment(
    double Seconds,
    double F1Hz,
    double F2Hz,
    double F3Hz,
    double VoiceDb = DemoSegment.Off,
    double BreathDb = DemoSegment.Off,
    double NoiseDb = DemoSegment.Off,
    double NoiseHz = 4000,
    double NoiseBandwidthHz = 2000,
    double NasalZeroHz = DemoSegment.ClosedNoseHz)
{
    /// <summary>A level that counts as silence, dB.</summary>
    public const double Off = -90;

    /// <summary>Frequency of the nasal pole; a zero at the same place cancels it (Klatt 1980, section II.B), Hz.</summary>
    public const double ClosedNoseHz = 270;
}

/// <summary>One phone of the made-up language: a letter and what the mouth does for it. Immutable.</summary>
/// <param name="Letter">How sentences write it.</param>
/// <param name="IsVowel">Whether it is the nucleus of a syllable.</param>
/// <param name="Segments">One for a steady sound; closure, burst and breath for a plosive.</param>
/// <remarks>Formants of consonants follow the tables of D. Klatt, JASA 67(3), 1980, rounded; the five vowels are the cardinal ones, a little centralised.</remarks>
internal sealed record DemoPhone(char Letter, bool IsVowel, IReadOnlyList<DemoSegment> Segments)
{
    private const double BurstSeconds = 0.012;

    /// <summary>Silence: the mouth at rest.</summary>
    public static DemoSegment Rest { get; } = new(0, 500, 1500, 2500);

    /// <summary>The phones by letter.</summary>
    public static IReadOnlyDictionary<char, DemoPhone> All { get; } = new DemoPhone[]
    {
        new('a', true, [new(0.085, 750, 1250, 2500, VoiceDb: -3)]),
        new('e', true, [new(0.075, 430, 2050, 2600, VoiceDb: 0)]),
        new('i', true, [new(0.070, 290, 2250, 2950, VoiceDb: 0)]),
        new('o', true, [new(0.080, 450, 850, 2450, VoiceDb: 0)]),
        new('u', true, [new(0.070, 310, 800, 2300, VoiceDb: 0)]),
        new('m', false, [new(0.070, 480, 1250, 2150, VoiceDb: -6, NasalZeroHz: 450)]),
        new('n', false, [new(0.065, 480, 1350, 2450, VoiceDb: -6, NasalZeroHz: 450)]),
        new('l', false, [new(0.060, 310, 1050, 2850, VoiceDb: -5)]),
        new('r', false, [new(0.055, 310, 1100, 1500, VoiceDb: -5)]),
        new('j', false, [new(0.060, 260, 2100, 3000, VoiceDb: -5)]),
        new('w', false, [new(0.060, 290, 650, 2150, VoiceDb: -5)]),
        new('v', false, [new(0.065, 220, 1100, 2100, VoiceDb: -9, NoiseDb: -26, NoiseHz: 5500, NoiseBandwidthHz: 4000)]),
        new('z', false, [new(0.075, 240, 1400, 2550, VoiceDb: -11, NoiseDb: -18, NoiseHz: 6000, NoiseBandwidthHz: 1500)]),
        new('f', false, [new(0.090, 340, 1100, 2100, NoiseDb: -22, NoiseHz: 6000, NoiseBandwidthHz: 5000)]),
        new('s', false, [new(0.100, 320, 1400, 2550, NoiseDb: -12, NoiseHz: 6000, NoiseBandwidthHz: 1500)]),
        new('x', false, [new(0.100, 300, 1850, 2750, NoiseDb: -10, NoiseHz: 3200, NoiseBandwidthHz: 1200)]),
        new('h', false, [new(0.060, 500, 1500, 2500, BreathDb: -14)]),
        Voiceless('p', 400, 1100, 2150, burstDb: -22, burstHz: 1000, burstBandwidthHz: 2500),
        Voiceless('t', 400, 1600, 2600, burstDb: -14, burstHz: 4500, burstBandwidthHz: 2500),
        Voiceless('k', 300, 2000, 2850, burstDb: -14, burstHz: 2000, burstBandwidthHz: 800),
        Voiced('b', 200, 1100, 2150, burstDb: -26, burstHz: 1000, burstBandwidthHz: 2500),
        Voiced('d', 200, 1600, 2600, burstDb: -18, burstHz: 4500, burstBandwidthHz: 2500),
        Voiced('g', 200, 2000, 2850, burstDb: -18, burstHz: 2000, burstBandwidthHz: 800),
    }.ToDictionary(phone => phone.Letter);

    // Closure without sound, burst, and breath until the voice sets in.
    private static DemoPhone Voiceless(char letter, double f1Hz, double f2Hz, double f3Hz, double burstDb, double burstHz, double burstBandwidthHz) => new(letter, false,
    [
        new(0.055, f1Hz, f2Hz, f3Hz),
        new(BurstSeconds, f1Hz, f2Hz, f3Hz, NoiseDb: burstDb, NoiseHz: burstHz, NoiseBandwidthHz: burstBandwidthHz),
        new(0.025, f1Hz, f2Hz, f3Hz, BreathDb: -16),
    ]);

    // Closure with a weak voice heard through the cheeks, then the burst.
    private static DemoPhone Voiced(char letter, double f1Hz, double f2Hz, double f3Hz, double burstDb, double burstHz, double burstBandwidthHz) => new(letter, false,
    [
        new(0.050, f1Hz, f2Hz, f3Hz, VoiceDb: -20),
        new(BurstSeconds, f1Hz, f2Hz, f3Hz, VoiceDb: -12, NoiseDb: burstDb, NoiseHz: burstHz, NoiseBandwidthHz: burstBandwidthHz),
    ]);
}
