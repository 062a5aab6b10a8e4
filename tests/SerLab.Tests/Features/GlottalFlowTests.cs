using SerLab.Features.Descriptors;

namespace SerLab.Tests.Features;

/// <summary>NAQ and QOQ by inverse filtering, on synthetic glottal flow of known shape through known formants.</summary>
public sealed class GlottalFlowTests
{
    private static readonly double[][] Tracts =
        [[750, 1250, 2500, 3400, 4500], [450, 2000, 2600, 3500, 4500], [300, 2250, 3000, 3500, 4500], [500, 1500, 2500, 3500, 4500], [450, 850, 2400, 3300, 4500]];

    private static readonly double[] PitchesHz = [90, 120, 160];

    [Fact]
    public void Inverse_filtering_gives_back_the_shape_of_the_flow_from_pressed_to_breathy()
    {
        List<double> trueNaq = [], naq = [], trueQoq = [], qoq = [];
        foreach (var shape in new[] { 0.5, 0.75, 1, 1.5, 2, 2.5 })
        {
            var pulse = GlottalPulse.Lf(shape);
            for (var i = 0; i < Tracts.Length; i++)
            {
                var (ownNaq, ownQoq) = Measure(pulse.Vowel(PitchesHz[i % PitchesHz.Length], Tracts[i], 0.3, Sounds.RateHz));
                trueNaq.Add(pulse.AmplitudeQuotient);
                trueQoq.Add(pulse.OpenQuotient);
                naq.Add(ownNaq);
                qoq.Add(ownQoq);
            }
        }

        Assert.InRange(Median(naq.Zip(trueNaq, (a, b) => Math.Abs(a / b - 1))), 0, 0.08);
        Assert.InRange(Median(qoq.Zip(trueQoq, (a, b) => Math.Abs(a - b))), 0, 0.03);
        Assert.InRange(Correlation(naq, trueNaq), 0.9, 1);
        Assert.InRange(Correlation(qoq, trueQoq), 0.9, 1);
    }

    [Fact]
    public void A_microphone_wired_the_other_way_round_changes_nothing()
    {
        var voice = GlottalPulse.Lf(1).Vowel(120, Tracts[0], 0.5, Sounds.RateHz);
        foreach (var column in new[] { "naq_ratio", "qoq_ratio" })
            Assert.Equal(Sounds.Column(new GlottalFlowOptions(), voice, column), Sounds.Column(new GlottalFlowOptions(), Sounds.Scaled(voice, -1), column));
    }

    [Fact]
    public void The_made_flow_is_the_model_that_it_should_be() =>
        // Rd is NAQ over 0.11 by construction of the model's shape parameter (Fant 1995), to within its fit.
        Assert.All(new[] { 0.5, 1, 2 }, shape => Assert.Equal(0.11 * shape, GlottalPulse.Lf(shape).AmplitudeQuotient, 0.01 * shape));

    // Medians over the clip.
    private static (double Naq, double Qoq) Measure(SerLab.Audio.Clip voice)
    {
        var analysis = Sounds.Analyse(voice);
        var rows = new float[2 * analysis.Grid.Count];
        new GlottalFlowOptions().Prepare(voice.SampleRateHz).Describe(analysis, rows);
        return (Median(rows.Where((_, i) => i % 2 == 0).Select(value => (double)value)), Median(rows.Where((_, i) => i % 2 == 1).Select(value => (double)value)));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static double Correlation(List<double> a, List<double> b)
    {
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
