namespace SerLab.Corpora;

/// <summary>A speaker of the demo corpus and the place where they are recorded. Immutable.</summary>
/// <param name="Name">Unique in the corpus: "s03".</param>
/// <param name="Gender">Female or male.</param>
/// <param name="PitchHz">Mean F0 of neutral speech, Hz.</param>
/// <param name="TractScale">Formant frequencies over those of a tract of 17.5 cm; about 1.0 for men, 1.17 for women (G. Fant, STL-QPSR 4/1966).</param>
/// <param name="RateFactor">Articulation rate over the mean speaker's.</param>
/// <param name="OpenQuotient">Share of the neutral glottal cycle in which the folds are open; larger in women (Klatt and Klatt, JASA 87, 1990).</param>
/// <param name="TiltDb">Loss of the neutral voice source at 3 kHz, dB.</param>
/// <param name="BreathDb">Aspiration noise against the voice, dB.</param>
/// <param name="LevelDb">Habitual intensity against the mean speaker's, dB.</param>
/// <param name="RoomTiltDb">Loss of microphone and room at 3 kHz, dB.</param>
/// <param name="ReflectionDb">Level of the room's first reflection, dB.</param>
internal sealed record DemoVoice(
    string Name,
    Gender Gender,
    double PitchHz,
    double TractScale,
    double RateFactor,
    double OpenQuotient,
    double TiltDb,
    double BreathDb,
    double LevelDb,
    double RoomTiltDb,
    double ReflectionDb)
{
    /// <summary>Four women and four men.</summary>
    public static IReadOnlyList<DemoVoice> All { get; } =
    [
        new("s01", Gender.Female, PitchHz: 208, TractScale: 1.15, RateFactor: 1.00, OpenQuotient: 0.62, TiltDb: 9, BreathDb: -21, LevelDb: 0, RoomTiltDb: 1.0, ReflectionDb: -20),
        new("s02", Gender.Male, PitchHz: 112, TractScale: 1.00, RateFactor: 0.97, OpenQuotient: 0.52, TiltDb: 6, BreathDb: -26, LevelDb: 1, RoomTiltDb: 2.0, ReflectionDb: -18),
        new("s03", Gender.Female, PitchHz: 226, TractScale: 1.19, RateFactor: 1.06, OpenQuotient: 0.65, TiltDb: 10, BreathDb: -20, LevelDb: -1, RoomTiltDb: 0.5, ReflectionDb: -24),
        new("s04", Gender.Male, PitchHz: 98, TractScale: 0.96, RateFactor: 0.93, OpenQuotient: 0.50, TiltDb: 7, BreathDb: -27, LevelDb: 0, RoomTiltDb: 1.5, ReflectionDb: -16),
        new("s05", Gender.Female, PitchHz: 190, TractScale: 1.12, RateFactor: 0.95, OpenQuotient: 0.60, TiltDb: 8, BreathDb: -23, LevelDb: 2, RoomTiltDb: 2.5, ReflectionDb: -17),
        new("s06", Gender.Male, PitchHz: 128, TractScale: 1.03, RateFactor: 1.07, OpenQuotient: 0.55, TiltDb: 8, BreathDb: -24, LevelDb: -2, RoomTiltDb: 0.8, ReflectionDb: -22),
        new("s07", Gender.Female, PitchHz: 200, TractScale: 1.17, RateFactor: 1.03, OpenQuotient: 0.58, TiltDb: 7, BreathDb: -24, LevelDb: 1, RoomTiltDb: 1.2, ReflectionDb: -19),
        new("s08", Gender.Male, PitchHz: 118, TractScale: 0.98, RateFactor: 1.00, OpenQuotient: 0.54, TiltDb: 5, BreathDb: -25, LevelDb: -1, RoomTiltDb: 3.0, ReflectionDb: -21),
    ];
}
