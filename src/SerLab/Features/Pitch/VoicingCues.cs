using SerLab.Numerics;

namespace SerLab.Features.Pitch;

/// <summary>What tells voiced from unvoiced frames, whatever the level and the microphone. Scratch: belongs to one thread.</summary>
/// <remarks>
/// Levels are relative to two levels of the clip: how loud its louder fifth is, and its floor, which a tenth of the frames stay under (taken to lie
/// 10 to 45 dB under what a twentieth exceeds, for clips without pauses or of digital silence).
/// </remarks>
internal sealed class VoicingCues : IDisposable
{
    /// <summary>Cues of a frame: periodicity over 3 and over 5 frames, octaves of the best period over 100 Hz over 5 frames, level of the fundamental under the loud
    /// frames, levels of two bands over the floor, tilt, and level over the median.</summary>
    public const int Count = 8;

    private const int Reach = 2;

    // A fundamental above 350 Hz leaves the lowest band.
    private const float HighOctave = 1.8f;
    private readonly Borrowed<float> values;
    private readonly Borrowed<float> voiceDb;

    public VoicingCues(PitchCandidates candidates)
    {
        var frames = candidates.FrameCount;
        values = new Borrowed<float>(frames * Count);
        voiceDb = Borrowed<float>.Zeros(frames);
        using var borrowed = Borrowed<float>.Zeros(4 * frames);
        Span<float> height = borrowed.Span[..frames], octave = borrowed.Span.Slice(frames, frames);
        Span<float> low = borrowed.Span.Slice(2 * frames, frames), middle = borrowed.Span.Slice(3 * frames, frames), voice = voiceDb.Span;
        for (var frame = 0; frame < frames; frame++)
        {
            var best = candidates.Best(frame);
            if (best >= 0) (height[frame], octave[frame]) = (candidates.Height(frame)[best], MathF.Log2(candidates.Hz(frame)[best] / 100));
            var bands = candidates.BandDb(frame);
            (low[frame], middle[frame]) = (bands[0], bands[1]);
            voice[frame] = PitchBands.VoiceDb(bands);
            if (octave[frame] > HighOctave) low[frame] = voice[frame];
        }

        var loudDb = Quantile(low, 0.8);
        float voiceFloorDb = FloorDb(voice), middleFloorDb = FloorDb(middle), medianDb = Quantile(voice, 0.5);
        for (var frame = 0; frame < frames; frame++)
        {
            var cues = values.Span.Slice(frame * Count, Count);
            cues[0] = Around(height, frame, 1);
            cues[1] = Around(height, frame, Reach);
            cues[2] = Around(octave, frame, Reach);
            cues[3] = low[frame] - loudDb;
            cues[4] = Math.Clamp(voice[frame] - voiceFloorDb, -5, 30);
            cues[5] = Math.Clamp(middle[frame] - middleFloorDb, -5, 30);
            cues[6] = low[frame] - candidates.BandDb(frame)[3];
            cues[7] = voice[frame] - medianDb;
        }

        LoudDb = Quantile(voice, 0.9);
    }

    /// <summary>What a tenth of the frames exceed, on the scale of <see cref="VoiceDb"/>.</summary>
    public float LoudDb { get; }

    /// <summary>Level of each frame where voices are strong, 40 to 1000 Hz, dB, shape [frames].</summary>
    public ReadOnlySpan<float> VoiceDb => voiceDb.Span;

    /// <summary>The cues of a frame, shape [<see cref="Count"/>].</summary>
    public ReadOnlySpan<float> Of(int frame) => values.Span.Slice(frame * Count, Count);

    public void Dispose()
    {
        values.Dispose();
        voiceDb.Dispose();
    }

    private static float FloorDb(ReadOnlySpan<float> levelsDb)
    {
        var peakDb = Quantile(levelsDb, 0.95);
        return Math.Clamp(Quantile(levelsDb, 0.1), peakDb - 45, peakDb - 10);
    }

    internal static float Quantile(ReadOnlySpan<float> levels, double share)
    {
        using var borrowed = new Borrowed<float>(levels.Length);
        var sorted = borrowed.Span;
        levels.CopyTo(sorted);
        sorted.Sort();
        return sorted[(int)(share * (sorted.Length - 1))];
    }

    // Mean over the frames within reach; the ends of the clip repeat.
    private static float Around(ReadOnlySpan<float> values, int frame, int reach)
    {
        var sum = 0f;
        for (var other = frame - reach; other <= frame + reach; other++) sum += values[Math.Clamp(other, 0, values.Length - 1)];
        return sum / (2 * reach + 1);
    }
}
