using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>How probable it is, before a bin's own power is looked at, that no speech is in it: by the prior SNR around it, near, far and in the whole frame. Belongs to one stream.</summary>
/// <remarks>
/// I. Cohen and B. Berdugo, "Speech enhancement for non-stationary noise environments", Signal Processing 81(11), 2001, section 4 with its constants (table 1): q = 1 - P_local
/// P_global P_frame. Deviation: zeta takes this frame's xi, not the last one's.
/// </remarks>
internal sealed class SpeechAbsence
{
    private const double PaperHopSeconds = 0.008;
    private const double SnrSmoothing = 0.7;
    private const double PaperBinHz = 31.25;
    private const int LocalReachBins = 1;
    private const int GlobalReachBins = 15;
    private const float MaxAbsence = 0.95f;

    // -10 and -5 dB; a peak of 0 to 10 dB.
    private const float MinSnr = 0.1f;
    private const float MaxSnr = 0.316227766f;
    private const float MinPeakSnr = 1;
    private const float MaxPeakSnr = 10;

    private readonly float smoothing;
    private readonly FrequencyMean near;
    private readonly FrequencyMean far;
    private readonly float[] snr;
    private readonly float[] local;
    private readonly float[] global;
    private float lastFrameSnr;
    private float peakSnr = MinPeakSnr;

    public SpeechAbsence(SpectrumGrid grid)
    {
        smoothing = grid.Smoothing(SnrSmoothing, PaperHopSeconds);
        (near, far) = (new FrequencyMean(Reach(LocalReachBins)), new FrequencyMean(Reach(GlobalReachBins)));
        (snr, local, global) = (new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount]);

        int Reach(int paperBins) => Math.Max(1, (int)Math.Round(paperBins * PaperBinHz / grid.BinHz));
    }

    /// <summary>Takes in the next frame.</summary>
    /// <param name="priorSnr">xi, shape [bins]; only read.</param>
    /// <param name="absence">q, 0 to 0.95, shape [bins].</param>
    public void Next(ReadOnlySpan<float> priorSnr, Span<float> absence)
    {
        // zeta = beta zeta + (1 - beta) xi (eq. 23), averaged over the near and the far neighbours (eq. 24).
        TensorPrimitives.Multiply(snr, smoothing, snr);
        TensorPrimitives.MultiplyAdd(priorSnr, 1 - smoothing, snr, snr);
        near.Smooth(snr, local);
        far.Smooth(snr, global);
        var frame = FramePresence(TensorPrimitives.Sum<float>(snr) / snr.Length);
        Presence(local);
        Presence(global);
        TensorPrimitives.Multiply(local, global, absence);
        TensorPrimitives.Multiply(absence, -frame, absence);
        TensorPrimitives.Add(absence, 1f, absence);
        TensorPrimitives.Min(absence, MaxAbsence, absence);
    }

    // Eq. 25: 0 below -10 dB, 1 above -5 dB, a line in dB between.
    private static void Presence(Span<float> snr)
    {
        TensorPrimitives.Max(snr, MinSnr, snr);
        TensorPrimitives.Min(snr, MaxSnr, snr);
        TensorPrimitives.Multiply(snr, 1 / MinSnr, snr);
        TensorPrimitives.Log(snr, snr);
        TensorPrimitives.Multiply(snr, 1 / MathF.Log(MaxSnr / MinSnr), snr);
    }

    // Fig. 2 and eq. 26: a rising frame holds speech; one that falls holds it until it is far enough below the last peak.
    private float FramePresence(float frameSnr)
    {
        var isRising = frameSnr > lastFrameSnr;
        lastFrameSnr = frameSnr;
        if (frameSnr <= MinSnr) return 0;
        if (!isRising) return Math.Clamp(MathF.Log(frameSnr / (peakSnr * MinSnr)) / MathF.Log(MaxSnr / MinSnr), 0, 1);
        peakSnr = Math.Clamp(frameSnr, MinPeakSnr, MaxPeakSnr);
        return 1;
    }
}
