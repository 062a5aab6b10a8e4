using System.Numerics.Tensors;
using SerLab.Audio;
using SerLab.Features.Pitch;

namespace SerLab.Features;

/// <summary>What the functionals of an utterance go by, beside the descriptors: its pitch, loudness and level over time and its syllables. Immutable.</summary>
/// <param name="Seconds">Length of the utterance, seconds.</param>
/// <param name="Pitch">F0 and voicing of every frame.</param>
/// <param name="Loudness">See <see cref="Descriptors.LoudnessModel"/>, shape [frames].</param>
/// <param name="Power">Mean square of the 25 ms around each frame's centre, shape [frames].</param>
/// <param name="SpeechPower">Power in the band of speech, shape [frames]; see <see cref="Rhythm.PauseFinder"/>.</param>
/// <param name="Syllables">Times of the syllable nuclei, seconds, rising.</param>
internal sealed record UtteranceContours(
    double Seconds, PitchTrack Pitch, ReadOnlyMemory<float> Loudness, ReadOnlyMemory<float> Power, ReadOnlyMemory<float> SpeechPower,
    IReadOnlyList<double> Syllables)
{
    private const int WindowsPerSecond = 40;

    /// <summary>Number of frames.</summary>
    public int FrameCount => Pitch.Hz.Length;

    /// <summary>Of a stretch's own part.</summary>
    /// <param name="stretch">The stretch; only read.</param>
    /// <param name="plan">Prepared for its rate.</param>
    public static UtteranceContours Of(Stretch stretch, AnalysisPlan plan)
    {
        using var analysis = new ClipAnalysis(stretch.Clip, plan);
        return Of(analysis, stretch);
    }

    /// <summary>Of a stretch's own part.</summary>
    /// <param name="analysis">The workspace of the stretch's clip.</param>
    /// <param name="stretch">Tells where its own part lies.</param>
    public static UtteranceContours Of(ClipAnalysis analysis, Stretch stretch)
    {
        var (first, count) = stretch.Core(FrameGrid.FramesPerSecond, analysis.Grid.Count);
        double start = stretch.LeadSeconds, end = stretch.CoreSeconds is { } core ? start + core : double.PositiveInfinity;
        return new UtteranceContours(
            (double)stretch.CoreSamples.Length / analysis.Grid.SampleRateHz,
            new PitchTrack(analysis.Pitch.Hz.Slice(first, count).ToArray(), analysis.Pitch.Strength.Slice(first, count).ToArray()),
            analysis.Loudness.Slice(first, count).ToArray(),
            Powers(analysis.Samples, first, count),
            analysis.SpeechPower.Slice(first, count).ToArray(),
            [.. analysis.Syllables.Where(time => time >= start && time < end).Select(time => time - start)]);
    }

    /// <summary>Of a whole utterance.</summary>
    /// <param name="parts">Of its stretches, in order, at least one.</param>
    public static UtteranceContours Join(IReadOnlyList<UtteranceContours> parts)
    {
        if (parts.Count == 1) return parts[0];
        var starts = new double[parts.Count];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + parts[i - 1].Seconds;
        return new UtteranceContours(
            parts.Sum(part => part.Seconds),
            new PitchTrack(Joined(part => part.Pitch.Hz), Joined(part => part.Pitch.Strength)),
            Joined(part => part.Loudness.Span),
            Joined(part => part.Power.Span),
            Joined(part => part.SpeechPower.Span),
            [.. parts.SelectMany((part, i) => part.Syllables.Select(time => starts[i] + time))]);

        float[] Joined(Func<UtteranceContours, ReadOnlySpan<float>> values)
        {
            var all = new float[parts.Sum(part => values(part).Length)];
            var next = 0;
            foreach (var part in parts)
            {
                values(part).CopyTo(all.AsSpan(next));
                next += values(part).Length;
            }

            return all;
        }
    }

    private static float[] Powers(FramedSamples samples, int first, int count)
    {
        var windowLength = samples.Grid.SampleRateHz / WindowsPerSecond;
        var powers = new float[count];
        for (var i = 0; i < count; i++) powers[i] = TensorPrimitives.SumOfSquares(samples.Window(first + i, windowLength)) / windowLength;
        return powers;
    }
}
