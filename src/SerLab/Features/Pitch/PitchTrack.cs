namespace SerLab.Features.Pitch;

/// <summary>F0 and voicing of every frame of a clip. Immutable.</summary>
public sealed class PitchTrack
{
    private readonly float[] hz;
    private readonly float[] strength;
    private readonly int[] voicedFrames;

    /// <param name="hz">F0, shape [frames]; 0 where unvoiced. Not copied.</param>
    /// <param name="strength">How periodic each frame is, 0 to 1, shape [frames]. Not copied.</param>
    internal PitchTrack(float[] hz, float[] strength)
    {
        (this.hz, this.strength) = (hz, strength);
        voicedFrames = [.. Enumerable.Range(0, hz.Length).Where(frame => hz[frame] > 0)];
    }

    /// <summary>F0, Hz, shape [frames]; 0 where unvoiced.</summary>
    public ReadOnlySpan<float> Hz => hz;

    /// <summary>Height of the autocorrelation at the best period, 0 (noise) to 1 (perfectly periodic), shape [frames]; given for unvoiced frames too.</summary>
    public ReadOnlySpan<float> Strength => strength;

    /// <summary>Indices of the voiced frames, rising.</summary>
    public ReadOnlySpan<int> VoicedFrames => voicedFrames;

    /// <summary>Fills the unvoiced frames of a contour: a straight line between the voiced neighbours, the nearest voiced value at the ends.</summary>
    /// <param name="contour">Shape [frames]; changed in place where unvoiced.</param>
    /// <param name="neutral">The value everywhere when no frame is voiced.</param>
    public void Interpolate(Span<float> contour, float neutral)
    {
        if (voicedFrames.Length == 0)
        {
            contour.Fill(neutral);
            return;
        }

        contour[..voicedFrames[0]].Fill(contour[voicedFrames[0]]);
        contour[(voicedFrames[^1] + 1)..].Fill(contour[voicedFrames[^1]]);
        for (var v = 1; v < voicedFrames.Length; v++)
        {
            int left = voicedFrames[v - 1], right = voicedFrames[v];
            for (var frame = left + 1; frame < right; frame++)
                contour[frame] = contour[left] + (contour[right] - contour[left]) * (frame - left) / (right - left);
        }
    }
}
