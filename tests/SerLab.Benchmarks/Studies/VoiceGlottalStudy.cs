using System.Globalization;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Pitch;

namespace SerLab.Benchmarks.Studies;

/// <summary>NAQ and QOQ by inverse filtering, on synthetic glottal flow of known shape through known formants.</summary>
/// <remarks>
/// The flow is the LF model (G. Fant, J. Liljencrants and Q. Lin, STL-QPSR 26(4), 1985) with its shape from one number, Rd: 0.5 a pressed voice, 1 a normal one, 2.5 a breathy one (G. Fant,
/// STL-QPSR 36(2-3), 1995, eqs. 2 to 4). The truth is read off the flow itself, before it goes through the formants.
/// </remarks>
internal sealed class VoiceGlottalStudy : IStudy
{
    private const int RateHz = 16000;
    private static readonly double[] Shapes = [0.5, 0.75, 1, 1.5, 2, 2.5];
    private static readonly double[] PitchesHz = [90, 120, 160, 220, 300];
    private static readonly (string Name, double[] Hz)[] Tracts =
    [
        ("a", [750, 1250, 2500, 3400, 4500]), ("e", [450, 2000, 2600, 3500, 4500]), ("i", [300, 2250, 3000, 3500, 4500]), ("schwa", [500, 1500, 2500, 3500, 4500]), ("o", [450, 850, 2400, 3300, 4500]),
    ];

    /// <inheritdoc/>
    public string Name => "voice-glottal";

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var culture = CultureInfo.InvariantCulture;
        var errors = new List<(double Hz, double Naq, double Qoq, double TrueNaq, double OwnNaq, double TrueQoq, double OwnQoq)>();
        Console.WriteLine("Rd    vowel   F0, Hz  NAQ true  NAQ ours  QOQ true  QOQ ours");
        foreach (var shape in Shapes)
            foreach (var tract in Tracts)
                foreach (var hz in PitchesHz)
                {
                    var pulse = GlottalPulse.Lf(shape);
                    var (naq, qoq) = Measure(pulse.Vowel(hz, tract.Hz, 0.5, RateHz));
                    errors.Add((hz, Math.Abs(naq / pulse.AmplitudeQuotient - 1), Math.Abs(qoq - pulse.OpenQuotient), pulse.AmplitudeQuotient, naq, pulse.OpenQuotient, qoq));
                    if (hz is 120 or 220) Console.WriteLine(string.Create(culture, $"{shape,-5} {tract.Name,-7} {hz,6} {pulse.AmplitudeQuotient,9:F3} {naq,9:F3} {pulse.OpenQuotient,9:F3} {qoq,9:F3}"));
                }

        Console.WriteLine();
        foreach (var (title, most) in new[] { ("F0 up to 160 Hz", 161.0), ("all F0", 1000.0) })
        {
            var chosen = errors.Where(error => error.Hz < most).ToArray();
            Console.WriteLine(string.Create(culture, $"{title}: {chosen.Length} voices; median error of NAQ {100 * Median(chosen.Select(e => e.Naq)):F1} %, of QOQ {Median(chosen.Select(e => e.Qoq)):F3}; correlation with the truth: NAQ {Correlation(chosen.Select(e => e.TrueNaq), chosen.Select(e => e.OwnNaq)):F3}, QOQ {Correlation(chosen.Select(e => e.TrueQoq), chosen.Select(e => e.OwnQoq)):F3}"));
        }
    }

    private static (double Naq, double Qoq) Measure(Clip clip)
    {
        var analysis = new ClipAnalysis(clip, new AnalysisPlan(clip.SampleRateHz, new PitchTrackerOptions()));
        var descriptor = new GlottalFlowOptions().Prepare(clip.SampleRateHz);
        var rows = new float[analysis.Grid.Count * 2];
        descriptor.Describe(analysis, rows);
        var inside = Enumerable.Range(10, analysis.Grid.Count - 20).ToArray();
        return (Median(inside.Select(frame => (double)rows[2 * frame])), Median(inside.Select(frame => (double)rows[2 * frame + 1])));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double Correlation(IEnumerable<double> first, IEnumerable<double> second)
    {
        double[] a = [.. first], b = [.. second];
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
