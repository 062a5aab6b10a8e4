namespace SerLab.Corpora;

/// <summary>How a way of speaking differs from a speaker's own neutral one; all zeros is neutral. Immutable.</summary>
/// <param name="PitchSemitones">Mean F0, semitones.</param>
/// <param name="RangePercent">Size of the pitch movements (accents, declination), percent.</param>
/// <param name="FinalSemitones">Pitch movement on the last syllable, semitones; negative falls further.</param>
/// <param name="RatePercent">Articulation rate, percent; positive is faster.</param>
/// <param name="PausePercent">Length of pauses, percent.</param>
/// <param name="LevelDb">Mean intensity, dB.</param>
/// <param name="StressDb">Intensity of stressed over unstressed syllables, dB.</param>
/// <param name="TiltDb">Loss of the voice source at 3 kHz, dB; negative is sharper.</param>
/// <param name="OpenQuotient">Share of the glottal cycle in which the folds are open; negative is tenser.</param>
/// <param name="JitterPercent">Standard deviation of successive periods, percent.</param>
/// <param name="ShimmerDb">Standard deviation of successive pulses' strength, dB.</param>
/// <param name="BreathDb">Aspiration noise against the voice, dB.</param>
/// <param name="PrecisionPercent">Size of the vowel space and quickness of articulation, percent.</param>
/// <param name="LipSpreadPercent">Rise of F1 and F2 from spread lips (a shorter tract), percent.</param>
internal sealed record DemoCorrelates(
    double PitchSemitones = 0,
    double RangePercent = 0,
    double FinalSemitones = 0,
    double RatePercent = 0,
    double PausePercent = 0,
    double LevelDb = 0,
    double StressDb = 0,
    double TiltDb = 0,
    double OpenQuotient = 0,
    double JitterPercent = 0,
    double ShimmerDb = 0,
    double BreathDb = 0,
    double PrecisionPercent = 0,
    double LipSpreadPercent = 0)
{
    /// <summary>This plus another, each of whose values is multiplied by its own factor.</summary>
    /// <param name="other">What is added.</param>
    /// <param name="factor">Called once per correlate, in the order of the parameters: a constant, or a random draw for each.</param>
    public DemoCorrelates Plus(DemoCorrelates other, Func<double> factor) => new(
        PitchSemitones + factor() * other.PitchSemitones,
        RangePercent + factor() * other.RangePercent,
        FinalSemitones + factor() * other.FinalSemitones,
        RatePercent + factor() * other.RatePercent,
        PausePercent + factor() * other.PausePercent,
        LevelDb + factor() * other.LevelDb,
        StressDb + factor() * other.StressDb,
        TiltDb + factor() * other.TiltDb,
        OpenQuotient + factor() * other.OpenQuotient,
        JitterPercent + factor() * other.JitterPercent,
        ShimmerDb + factor() * other.ShimmerDb,
        BreathDb + factor() * other.BreathDb,
        PrecisionPercent + factor() * other.PrecisionPercent,
        LipSpreadPercent + factor() * other.LipSpreadPercent);
}
