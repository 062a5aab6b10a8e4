using SerLab.Models;

namespace SerLab.Tests.Models;

public sealed class NormalisationTests
{
    [Fact]
    public void Z_takes_mean_and_population_deviation_over_all_frames_of_all_examples()
    {
        // Column 1: 1 2 3 4 5 6, mean 3.5, deviation sqrt(35 / 12).
        var normaliser = new ZNormalisationOptions().Fit([Toys.Frames(1, 1, 2), Toys.Frames(1, 3, 4, 5, 6)]);
        Assert.Equal(3.5, normaliser.Weights.Tensors["centre"].Values[0], 1e-12);
        Assert.Equal(Math.Sqrt(35 / 12.0), normaliser.Weights.Tensors["scale"].Values[0], 1e-12);
        Assert.Equal((float)(1.5 / Math.Sqrt(35 / 12.0)), normaliser.Apply([Toys.Row(5)], [0])[0].Span[0]);
    }

    [Fact]
    public void Robust_takes_median_and_quartiles_and_ignores_an_outlier()
    {
        // 1 2 3 4 1000: median 3, quartiles 2 and 4 (linear between order statistics).
        var normaliser = new RobustNormalisationOptions().Fit([Toys.Frames(1, 1000, 2, 4, 3, 1)]);
        Assert.Equal(3, normaliser.Weights.Tensors["centre"].Values[0], 1e-12);
        Assert.Equal(2 / 1.3489795003921634, normaliser.Weights.Tensors["scale"].Values[0], 1e-12);
    }

    [Fact]
    public void Robust_falls_back_on_the_deviation_where_quartiles_coincide()
    {
        var scale = new RobustNormalisationOptions().Fit([Toys.Frames(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10)]).Weights.Tensors["scale"].Values[0];
        Assert.Equal(3, scale, 1e-12); // sqrt(0.1 * 81 + 0.9 * 1) = 3
    }

    [Fact]
    public void What_is_added_to_all_frames_of_an_utterance_goes_with_its_mean()
    {
        MatrixView[] train = [Toys.Frames(1, 1, 2, 6), Toys.Frames(1, 0, 3)];
        var normaliser = new UtteranceMeanNormalisationOptions().Fit(train);
        Assert.Equal(normaliser.Apply([Toys.Frames(1, 1, 2, 6)], [0])[0].Values.ToArray(), normaliser.Apply([Toys.Frames(1, 101, 102, 106)], [0])[0].Values.ToArray());
        // Less their means of 3 and 1.5: -2 -1 3 -1.5 1.5, whose squares sum to 18.5 over 5 frames.
        Assert.Equal((float)(3 / Math.Sqrt(18.5 / 5)), normaliser.Apply(train, [0, 0])[0].Span[2], 1e-6f);
    }

    [Fact]
    public void Half_of_the_mean_leaves_half_of_what_was_added_and_nothing_of_it_is_z()
    {
        MatrixView[] train = [Toys.Frames(1, 1, 2, 6), Toys.Frames(1, 0, 3)];
        var half = new UtteranceMeanNormalisationOptions(0.5).Fit(train);
        var scale = half.Weights.Tensors["scale"].Values[0];
        Assert.Equal(1 / scale, half.Apply([Toys.Frames(1, 3, 4)], [0])[0].Span[0] - half.Apply([Toys.Frames(1, 1, 2)], [0])[0].Span[0], 1e-5);
        Assert.Equal(new ZNormalisationOptions().Fit(train).Apply(train, [0, 0])[0].Values.ToArray(), new UtteranceMeanNormalisationOptions(0).Fit(train).Apply(train, [0, 0])[0].Values.ToArray());
    }

    [Fact]
    public void One_row_has_no_mean_to_spare() =>
        Assert.Contains("\"z\" for functionals", Assert.Throws<BadInputException>(() => new UtteranceMeanNormalisationOptions().Fit([Toys.Row(1, 2)])).Message);

    [Theory]
    [InlineData("z")]
    [InlineData("robust")]
    [InlineData("speaker-z")]
    public void A_constant_column_becomes_zero(string kind)
    {
        var normaliser = RecipeJson.BuiltIn.Read<NormalisationOptions>($"\"{kind}\"", "test").Fit([Toys.Frames(1, 0.1f, 0.1f, 0.1f)]);
        Assert.All(normaliser.Apply([Toys.Frames(1, 0.1f, 0.1f, 0.1f)], [0])[0].Values.ToArray(), value => Assert.Equal(0, value, 1e-6f));
    }

    [Fact]
    public void Wild_values_are_cut_at_the_clip()
    {
        var scaled = new ZNormalisationOptions(ClipSigmas: 4).Fit([Toys.Frames(1, -1, 1)]).Apply([Toys.Frames(1, 1e30f, -1e30f, 0.5f)], [0])[0];
        Assert.Equal([4, -4, 0.5f], scaled.Values.ToArray());
    }

    [Fact]
    public void Speaker_z_gives_each_speaker_mean_0_and_deviation_1_and_learns_nothing()
    {
        var normaliser = new SpeakerZNormalisationOptions().Fit([Toys.Row(99), Toys.Row(77)]);
        Assert.Empty(normaliser.Weights.Tensors);
        MatrixView[] batch = [Toys.Row(1), Toys.Row(10), Toys.Row(3), Toys.Row(30)];
        var scaled = normaliser.Apply(batch, [0, 1, 0, 1]);
        Assert.Equal([-1f, -1f, 1f, 1f], scaled.Select(example => example.Span[0]));
    }

    [Fact]
    public void Speaker_z_refuses_a_speaker_with_one_row()
    {
        var wrong = Assert.Throws<BadInputException>(() => new SpeakerZNormalisationOptions().Restore(new Weights([])).Apply([Toys.Row(1), Toys.Row(2), Toys.Row(3)], [0, 0, 5]));
        Assert.Contains("speaker 5", wrong.Message);
        Assert.Contains("use the normalisation \"z\"", wrong.Message);
    }

    [Fact]
    public void A_clip_that_is_not_above_zero_is_refused()
    {
        var wrong = Assert.Throws<OptionsException>(() => new ZNormalisationOptions(0).Fit([Toys.Row(1)]));
        Assert.Contains("ClipSigmas is 0; use a number above 0", wrong.Message);
    }
}
