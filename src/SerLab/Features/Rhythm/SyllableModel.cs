namespace SerLab.Features.Rhythm;

/// <summary>How many syllables each peak of sonority stands for. Immutable.</summary>
/// <remarks>
/// The mean of two opinions, whose errors differ: the probability that the peak is a nucleus (a small net on the cues of the peak alone), and the number of nuclei between its dips
/// (a net that also sees the spectrum around it and the neighbours, and may say that a vowel after a vowel has made no peak of its own).
/// </remarks>
internal sealed class SyllableModel
{
    // More would count loud vowels between silences twice (RhythmTests) and brings little on speech.
    private const double MaxPerStretch = 1.1;

    private readonly double syllablesPerPeak;
    private readonly double syllablesPerStretch;
    private readonly SyllableNet peaks;
    private readonly SyllableNet stretches;

    /// <param name="syllablesPerPeak">Syllables that a nucleus of <paramref name="peaks"/> stands for; near 1.</param>
    /// <param name="syllablesPerStretch">Syllables that a nucleus of <paramref name="stretches"/> stands for; near 1.</param>
    /// <param name="peaks">Log odds that a peak is a nucleus, from <see cref="SyllableCues.Values"/>.</param>
    /// <param name="stretches">Number of nuclei between the dips by way of <see cref="PerStretch"/>, from <see cref="SyllableCues.StretchValues"/>.</param>
    public SyllableModel(double syllablesPerPeak, double syllablesPerStretch, SyllableNet peaks, SyllableNet stretches) =>
        (this.syllablesPerPeak, this.syllablesPerStretch, this.peaks, this.stretches) = (syllablesPerPeak, syllablesPerStretch, peaks, stretches);

    /// <summary>Trained on the syllable labels of all ten speakers of EMO-DB, clean and in white noise at 20 dB, by <c>study rate-truth</c>, which prints these numbers and how well
    /// models of the same form do on speakers and on sentences that they were not trained on.</summary>
    public static SyllableModel Default { get; } = Parse(SyllableWeights.Base64);

    /// <summary>Syllables, on average, that each peak of a clip stands for.</summary>
    /// <param name="cues">The peaks.</param>
    public double[] Expected(SyllableCues cues)
    {
        var odds = peaks.Outputs(cues.Values);
        var counts = stretches.Outputs(cues.StretchValues);
        return [.. odds.Zip(counts, (odd, count) => (syllablesPerPeak * Sigmoid(odd) + syllablesPerStretch * PerStretch(count)) / 2)];
    }

    /// <summary>Nuclei between two dips, given the output of the net: its softplus, bounded.</summary>
    public static double PerStretch(double output) => Math.Min(MaxPerStretch, SoftPlus(output));

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>ln(1 + e^x), without overflow.</summary>
    public static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>All numbers as halves (11 bits), little-endian, in base 64.</summary>
    public string ToBase64()
    {
        float[] all = [(float)syllablesPerPeak, (float)syllablesPerStretch, peaks.Hidden, .. peaks.Learned, stretches.Hidden, .. stretches.Learned];
        var bytes = new byte[2 * all.Length];
        for (var i = 0; i < all.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)all[i]);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The model that <see cref="ToBase64"/> wrote.</summary>
    /// <param name="text">Base 64; white space does not count.</param>
    public static SyllableModel Parse(string text)
    {
        var bytes = Convert.FromBase64String(text);
        var all = new float[bytes.Length / 2];
        for (var i = 0; i < all.Length; i++) all[i] = (float)System.Buffers.Binary.BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i));
        var next = 2;
        return new SyllableModel(all[0], all[1], Net(SyllableCues.Names.Count), Net(SyllableStretches.CueCount));

        SyllableNet Net(int inputs)
        {
            var hidden = (int)all[next++];
            return new SyllableNet(Take(inputs), Take(inputs), Take(SyllableNet.WeightCount(inputs, hidden)));
        }

        float[] Take(int count) => all[(next)..(next += count)];
    }
}
