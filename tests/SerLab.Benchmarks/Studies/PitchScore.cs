using System.Globalization;

namespace SerLab.Benchmarks.Studies;

/// <summary>Counts errors as ../shared/peers/score_f0.py does.</summary>
internal sealed class PitchScore
{
    private readonly List<double> fineCents = [];
    private int gross;
    private int both;
    private int wrong;
    private int frames;

    /// <summary>Reliable voiced frames of both whose F0 is more than 20 % off, percent.</summary>
    public double GrossPercent => 100.0 * gross / Math.Max(1, both);

    /// <summary>Frames that are voiced in one and unvoiced in the other, percent.</summary>
    public double VoicingPercent => 100.0 * wrong / Math.Max(1, frames);

    /// <summary>Median distance of the other frames, cents.</summary>
    public double FineCents
    {
        get
        {
            fineCents.Sort();
            return fineCents.Count == 0 ? double.NaN : fineCents[fineCents.Count / 2];
        }
    }

    /// <summary>Adds one recording.</summary>
    /// <param name="truth">Its truth.</param>
    /// <param name="hz">A track on our grid, 0 where unvoiced, shape [frames].</param>
    public void Add(IReadOnlyList<PitchTruth> truth, ReadOnlySpan<float> hz)
    {
        foreach (var line in truth) Add(line, hz[line.Frame(hz.Length)]);
    }

    /// <summary>Adds one line of the truth.</summary>
    public void Add(PitchTruth truth, double hz)
    {
        if (truth.Reliable && hz > 0)
        {
            both++;
            if (Math.Abs(hz - truth.Hz) > 0.2 * truth.Hz) gross++;
            else fineCents.Add(1200 * Math.Abs(Math.Log2(hz / truth.Hz)));
        }

        if (!truth.Scored) return;
        frames++;
        if (hz > 0 != truth.Hz > 0) wrong++;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"gross {GrossPercent:F2} %  voicing {VoicingPercent:F2} %  fine {FineCents:F1} cents  ({frames} frames)");
}
