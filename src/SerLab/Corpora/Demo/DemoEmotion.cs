using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>One emotion of the demo corpus: its acoustic correlates and the emotion it is most easily taken for. Immutable.</summary>
/// <param name="Label">The label, an English word.</param>
/// <param name="Neighbour">The label towards which some utterances lean.</param>
/// <param name="Correlates">Difference from the speaker's neutral voice at full expression.</param>
/// <remarks>
/// <para>Directions follow the published reviews; sizes lie inside the ranges they report and were scaled down until classifiers err about as often as on acted speech.</para>
/// <list type="bullet">
/// <item><b>Mean F0</b>: raised in anger, joy and fear, lowered in sadness and boredom (Scherer, Speech Communication 40, 2003, table 2; Juslin and Laukka,
/// Psychological Bulletin 129, 2003, tables 7 and 11); lower in disgust (Murray and Arnott, JASA 93, 1993, table 1).</item>
/// <item><b>F0 range</b>: wide in anger and widest in joy, narrow in sadness and boredom, little variability in fear (the same; joy's accents: Burkhardt and Sendlmeier,
/// ISCA Workshop on Speech and Emotion, 2000; boredom: Burkhardt et al., Interspeech 2005, the database of Berlin).</item>
/// <item><b>Final movement</b>: rising contours in anger, fear and joy, falling in sadness (Juslin and Laukka); wide downward terminal inflections in disgust (Murray and Arnott).
/// Anger's is kept level, because abrupt falls are reported as well.</item>
/// <item><b>Rate and pauses</b>: fast in anger, fear and joy, slow with long pauses in sadness, boredom and disgust (Juslin and Laukka; Murray and Arnott; Banse and Scherer,
/// Journal of Personality and Social Psychology 70, 1996).</item>
/// <item><b>Intensity and its variability</b>: high in anger and joy, low in sadness and boredom; in fear low to medium unless it is panic (Banse and Scherer; Juslin and Laukka).</item>
/// <item><b>Tilt and open quotient</b>: much high-frequency energy in anger, little in sadness and boredom (Scherer; Banse and Scherer); tense phonation in anger, breathy in sadness,
/// (Burkhardt and Sendlmeier; Gobl and Ní Chasaide, Speech Communication 40, 2003).</item>
/// <item><b>Jitter and shimmer</b>: "irregular voicing" in fear, "grumbled chest tone" in disgust (Murray and Arnott); irregular microstructure in anger, fear and sadness, regular in joy (Juslin and Laukka).</item>
/// <item><b>Breath</b>: breathy in sadness and, through a high and lax voice, in fear (Burkhardt and Sendlmeier; Gobl and Ní Chasaide).</item>
/// <item><b>Precision</b>: tense articulation in anger, precise in fear, slurred in sadness (Murray and Arnott); imprecise in boredom (Burkhardt and Sendlmeier).</item>
/// <item><b>Lip spread</b>: F1 and F2 up to a tenth higher in joy (Burkhardt and Sendlmeier; Tartter, Perception and Psychophysics 27, 1980).</item>
/// </list>
/// </remarks>
internal sealed record DemoEmotion(string Label, string Neighbour, DemoCorrelates Correlates)
{
    /// <summary>The seven emotions, by label.</summary>
    public static IReadOnlyList<DemoEmotion> All { get; } =
    [
        new("anger", "happiness", new(
            PitchSemitones: 5, RangePercent: 45, FinalSemitones: 0, RatePercent: 8, PausePercent: -20, LevelDb: 6, StressDb: 2,
            TiltDb: -6, OpenQuotient: -0.12, JitterPercent: 0.4, ShimmerDb: 0.25, BreathDb: -3, PrecisionPercent: 15)),
        new("boredom", "neutral", new(
            PitchSemitones: -2.5, RangePercent: -50, FinalSemitones: -0.5, RatePercent: -16, PausePercent: 20, LevelDb: -2.5, StressDb: -0.5,
            TiltDb: 3, OpenQuotient: 0.05, JitterPercent: 0, ShimmerDb: 0, BreathDb: 1, PrecisionPercent: -30)),
        new("disgust", "fear", new(
            PitchSemitones: -1, RangePercent: 25, FinalSemitones: -2.5, RatePercent: -18, PausePercent: 40, LevelDb: -1, StressDb: 1.5,
            TiltDb: -2, OpenQuotient: -0.06, JitterPercent: 0.8, ShimmerDb: 0.5, BreathDb: 2, PrecisionPercent: 5)),
        new("fear", "disgust", new(
            PitchSemitones: 6.5, RangePercent: -20, FinalSemitones: 2, RatePercent: 16, PausePercent: 0, LevelDb: -1, StressDb: 0,
            TiltDb: 2, OpenQuotient: 0.04, JitterPercent: 0.8, ShimmerDb: 0.3, BreathDb: 4, PrecisionPercent: 5)),
        new("happiness", "anger", new(
            PitchSemitones: 5, RangePercent: 75, FinalSemitones: 2.5, RatePercent: 5, PausePercent: -20, LevelDb: 4, StressDb: 1,
            TiltDb: -3, OpenQuotient: -0.04, JitterPercent: -0.1, ShimmerDb: 0, BreathDb: 0, PrecisionPercent: 10, LipSpreadPercent: 7)),
        new("neutral", "boredom", new()),
        new("sadness", "boredom", new(
            PitchSemitones: -1, RangePercent: -40, FinalSemitones: -1, RatePercent: -20, PausePercent: 60, LevelDb: -4.5, StressDb: -1,
            TiltDb: 6, OpenQuotient: 0.12, JitterPercent: 0.3, ShimmerDb: 0.2, BreathDb: 6, PrecisionPercent: -15)),
    ];

    /// <summary>How far two neutral utterances differ, one standard deviation per correlate: what makes the emotions overlap.</summary>
    public static DemoCorrelates Deviations { get; } = new(
        PitchSemitones: 1, RangePercent: 20, FinalSemitones: 1, RatePercent: 7, PausePercent: 40, LevelDb: 2, StressDb: 1,
        TiltDb: 2, OpenQuotient: 0.05, JitterPercent: 0.2, ShimmerDb: 0.15, BreathDb: 2, PrecisionPercent: 10, LipSpreadPercent: 2);

    /// <summary>The way one utterance is spoken: more or less expressive, leaning a little to the neighbouring emotion, and scattered.</summary>
    /// <param name="habit">The speaker's own way with this emotion: the same for all their utterances of it.</param>
    /// <param name="chance">The utterance's stream.</param>
    public DemoCorrelates Draw(RandomStream habit, RandomStream chance)
    {
        var expression = Math.Clamp(1 + 0.2 * chance.NextGaussian(), 0.3, 1.4);
        var lean = 0.5 * Math.Pow(chance.NextDouble(), 2);
        var neighbour = All.First(emotion => emotion.Label == Neighbour);
        return new DemoCorrelates()
            .Plus(Correlates, () => expression * (1 - lean))
            .Plus(neighbour.Correlates, () => expression * lean)
            .Scattered(Deviations, 0.5, habit)
            .Scattered(Deviations, 0.7, chance);
    }
}
