using System.Numerics;
using System.Runtime.InteropServices;
using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>Two fingerprints that are alike.</summary>
/// <param name="First">Index of one.</param>
/// <param name="Second">Index of the other, larger than <paramref name="First"/>.</param>
/// <param name="Similarity">See <see cref="AudioFingerprint.Similarity(AudioFingerprint, AudioFingerprint)"/>.</param>
public sealed record FingerprintPair(int First, int Second, double Similarity);

/// <summary>What a recording sounds like over time, in a form that a copy keeps at another level, rate or start, with some noise or through a codec. Immutable.</summary>
/// <remarks>
/// After J. Haitsma and T. Kalker, "A Highly Robust Audio Fingerprinting System", ISMIR 2002: the sign of the difference, between neighbouring bands and between times,
/// of the band energies. Deviations, because utterances are short and full of pauses: logarithms of the energies above a floor, two spans of time, and differences too
/// small to be told from noise count as 0, so that a fingerprint is a sequence of -1, 0 and +1, and two are compared by their cosine.
/// </remarks>
public sealed class AudioFingerprint
{
    /// <summary>
    /// Recordings at least this similar are copies of one another. Of 653 different takes in EMO-DB no two exceed 0.46, and no two different ones of the demo corpus 0.64.
    /// Every copy of the 653 is found: at another level or rate (above 0.99), as MP3 of 32 kbit/s (0.83), 8 ms later, the worst shift between two hops (0.74), with noise
    /// at 30 dB (0.78) and with both (0.68); with noise at 20 dB 98 % are, with both 89 %.
    /// </summary>
    public const double NearDuplicate = 0.67;

    // Cells 25 dB and more under the clip's mean are pauses or noise.
    private const float FloorShare = 0.00316f;

    // Differences of log power under 0.6 (2.6 dB) count as 0.
    private const float MinDifference = 0.6f;

    // Spans of the differences in time: 32 and 96 ms; together they fill the 2 x 16 bits of a frame.
    private const int ShortSpanFrames = 2;
    private const int LongSpanFrames = 6;

    // Copies may start up to half a second earlier or later; what overlaps must be half of the sparser one and enough to tell anything: about half a second of speech.
    private const int MaxShiftFrames = 31;
    private const double MinOverlap = 0.5;
    private const int MinCountedBits = 400;

    // Pairs of frames between looks at whether the rest can still matter: a quarter of a second.
    private const int BlockPairs = 8;

    private readonly uint[] signs;
    private readonly uint[] counted;
    private readonly int[] countedBefore;

    private AudioFingerprint(uint[] signs, uint[] counted)
    {
        (this.signs, this.counted) = (signs, counted);
        countedBefore = new int[counted.Length + 1];
        for (var t = 0; t < counted.Length; t++) countedBefore[t + 1] = countedBefore[t] + BitOperations.PopCount(counted[t]);
    }

    /// <summary>False for silence and for clips too short (under about half a second) to be told from others: they are similar to nothing.</summary>
    public bool IsTelling => countedBefore[^1] >= MinCountedBits;

    /// <summary>Fingerprint of a clip; the clip is only read.</summary>
    /// <param name="clip">Any length, level and rate; below 8000 Hz fewer bands are left to compare.</param>
    public static AudioFingerprint Of(Clip clip) => Of(Sound.Of(clip));

    /// <inheritdoc cref="Of(Clip)"/>
    /// <param name="sound">Any length, level and rate; read once, stretch by stretch.</param>
    public static AudioFingerprint Of(Sound sound)
    {
        const int Bands = BandPowers.BandCount;
        ArraySegment<float>[] parts = [.. sound.Select(BandPowers.OfCore)];
        var powers = new float[parts.Sum(part => part.Count)];
        var next = 0;
        foreach (var part in parts)
        {
            part.CopyTo(powers, next);
            next += part.Count;
        }

        var floor = (float)(FloorShare * powers.Select(power => (double)power).DefaultIfEmpty(0).Average());
        if (!(floor > 0) || float.IsInfinity(floor)) return new AudioFingerprint([], []);
        for (var i = 0; i < powers.Length; i++) powers[i] = MathF.Log(powers[i] + floor);
        var signs = new uint[Math.Max(0, powers.Length / Bands - LongSpanFrames)];
        var counted = new uint[signs.Length];
        for (var t = 0; t < signs.Length; t++)
        {
            var now = powers.AsSpan((t + LongSpanFrames) * Bands, Bands);
            var (shortSigns, shortCounted) = Change(powers.AsSpan((t + LongSpanFrames - ShortSpanFrames) * Bands, Bands), now);
            var (longSigns, longCounted) = Change(powers.AsSpan(t * Bands, Bands), now);
            (signs[t], counted[t]) = (shortSigns | longSigns << 16, shortCounted | longCounted << 16);
        }

        return new AudioFingerprint(signs, counted);
    }

    /// <summary>
    /// How alike two recordings sound, at most 1: the cosine of their fingerprints at the best of all shifts up to half a second. Copies are near 1, unrelated
    /// recordings near 0; 0 where one is not telling.
    /// </summary>
    public static double Similarity(AudioFingerprint a, AudioFingerprint b) => Similarity(a, b, 0);

    /// <summary>All pairs that are at least this similar, by first and second index.</summary>
    /// <remarks>
    /// All pairs are compared, so that no index misses a copy: about 3 microseconds of one core for two utterances of 3 s (EMO-DB: 0.6 s for 213 000 pairs), under two
    /// minutes for the 7442 files of CREMA-D.
    /// </remarks>
    /// <param name="fingerprints">Fingerprints; only read.</param>
    /// <param name="minSimilarity">Above 0, at most 1; <see cref="NearDuplicate"/> finds copies.</param>
    /// <param name="threads">Most threads at once, at least 1.</param>
    /// <param name="cancel">Stops before the next fingerprint.</param>
    public static IReadOnlyList<FingerprintPair> FindPairs(IReadOnlyList<AudioFingerprint> fingerprints, double minSimilarity, int threads, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minSimilarity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minSimilarity, 1);
        var found = new List<FingerprintPair>[fingerprints.Count];
        Workers.ForEach(fingerprints.Count, threads, i =>
        {
            found[i] = [];
            for (var j = i + 1; j < fingerprints.Count; j++)
                if (Similarity(fingerprints[i], fingerprints[j], minSimilarity) is > 0 and var similarity)
                    found[i].Add(new FingerprintPair(i, j, similarity));
        }, cancel);
        return [.. found.SelectMany(pairs => pairs)];
    }

    // For each pair of neighbouring bands: whether their difference of log power grew, and whether it changed enough to count.
    private static (uint Signs, uint Counted) Change(ReadOnlySpan<float> before, ReadOnlySpan<float> now)
    {
        uint signs = 0, counted = 0;
        for (var b = 0; b < BandPowers.BandCount - 1; b++)
        {
            var change = now[b + 1] - now[b] - (before[b + 1] - before[b]);
            if (change > 0) signs |= 1u << b;
            if (Math.Abs(change) > MinDifference) counted |= 1u << b;
        }

        return (signs, counted);
    }

    // 0 when no shift reaches the least similarity.
    private static double Similarity(AudioFingerprint a, AudioFingerprint b, double least)
    {
        var needed = Math.Max(MinCountedBits, MinOverlap * Math.Min(a.countedBefore[^1], b.countedBefore[^1]));
        var best = 0.0;
        for (var shift = -MaxShiftFrames; shift <= MaxShiftFrames; shift++)
        {
            int startA = Math.Max(0, shift), startB = Math.Max(0, -shift);
            var length = Math.Min(a.signs.Length - startA, b.signs.Length - startB);
            if (length <= 0) continue;
            int countedA = a.countedBefore[startA + length] - a.countedBefore[startA], countedB = b.countedBefore[startB + length] - b.countedBefore[startB];
            if (Math.Min(countedA, countedB) < needed) continue;
            var scale = Math.Sqrt((double)countedA * countedB);
            var product = Product(a, startA, b, startB, length, (int)Math.Floor(Math.Max(least, best) * scale));
            best = Math.Max(best, product / scale);
        }

        return best >= least ? best : 0;
    }

    // The dot product of the two sequences of -1, 0 and +1: equal bits minus different ones. What is still to come adds at most the smaller count, so most shifts of
    // unrelated recordings end early; the result is then below the least. Two frames at a time fill a 64-bit word.
    private static int Product(AudioFingerprint a, int startA, AudioFingerprint b, int startB, int length, int least)
    {
        ReadOnlySpan<ulong> signsA = Pairs(a.signs, startA, length), countedA = Pairs(a.counted, startA, length);
        ReadOnlySpan<ulong> signsB = Pairs(b.signs, startB, length), countedB = Pairs(b.counted, startB, length);
        var product = 0;
        for (var block = 0; block < signsA.Length; block += BlockPairs)
        {
            var end = Math.Min(block + BlockPairs, signsA.Length);
            for (var i = block; i < end; i++)
            {
                var both = countedA[i] & countedB[i];
                product += BitOperations.PopCount(both) - 2 * BitOperations.PopCount((signsA[i] ^ signsB[i]) & both);
            }

            var rest = Math.Min(a.countedBefore[startA + length] - a.countedBefore[startA + 2 * end], b.countedBefore[startB + length] - b.countedBefore[startB + 2 * end]);
            if (product + rest < least) return product;
        }

        if (length % 2 == 0) return product;
        var last = a.counted[startA + length - 1] & b.counted[startB + length - 1];
        return product + BitOperations.PopCount(last) - 2 * BitOperations.PopCount((a.signs[startA + length - 1] ^ b.signs[startB + length - 1]) & last);
    }

    private static ReadOnlySpan<ulong> Pairs(uint[] frames, int start, int length) => MemoryMarshal.Cast<uint, ulong>(frames.AsSpan(start, length));
}
