using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>What every normalisation in the catalog promises.</summary>
public sealed class NormalisationContract
{
    private static readonly int[] Speakers = [.. Enumerable.Range(0, 12).Select(i => i % 3)];

    private static IEnumerable<string> Names => Catalog.BuiltIn.KindsOf(typeof(NormalisationOptions)).Select(entry => entry.Name);

    public static TheoryData<string> Kinds => [.. Names];

    public static TheoryData<string> Learning => [.. Names.Where(kind => Defaults(kind).Fit(Examples(1)).Weights.Tensors.Count > 0)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inputs_are_only_read_and_shapes_are_kept(string kind)
    {
        var examples = Examples(1);
        var before = examples.Select(example => example.Values.ToArray()).ToArray();
        var scaled = Defaults(kind).Fit(examples).Apply(examples, Speakers);
        for (var i = 0; i < examples.Length; i++)
        {
            Assert.True(examples[i].Span.SequenceEqual(before[i]));
            Assert.Equal((examples[i].Rows, examples[i].Columns), (scaled[i].Rows, scaled[i].Columns));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Results_are_finite_and_the_same_each_time(string kind)
    {
        var normaliser = Defaults(kind).Fit(Examples(1));
        var (first, second) = (normaliser.Apply(Examples(2), Speakers), Defaults(kind).Fit(Examples(1)).Apply(Examples(2), Speakers));
        for (var i = 0; i < first.Count; i++)
        {
            Assert.All(first[i].Values.ToArray(), value => Assert.True(float.IsFinite(value)));
            Assert.True(first[i].Span.SequenceEqual(second[i].Span));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_saved_normaliser_scales_the_same(string kind)
    {
        var options = RecipeJson.BuiltIn.Read<NormalisationOptions>(RecipeJson.BuiltIn.Write(Defaults(kind)), "saved");
        Assert.Equal(Defaults(kind), options);
        var normaliser = options.Fit(Examples(1));
        var (before, after) = (normaliser.Apply(Examples(2), Speakers), options.Restore(normaliser.Weights).Apply(Examples(2), Speakers));
        for (var i = 0; i < before.Count; i++) Assert.True(before[i].Span.SequenceEqual(after[i].Span));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_a_transductive_one_looks_at_the_other_rows_of_the_batch(string kind)
    {
        var normaliser = Defaults(kind).Fit(Examples(1));
        var batch = Examples(2);
        var together = normaliser.Apply(batch, Speakers)[0].Values.ToArray();
        var alone = normaliser.Apply([batch[0]], [0])[0].Values.ToArray();
        Assert.Equal(Defaults(kind).IsTransductive, !together.SequenceEqual(alone));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Altered_copies_are_scaled_as_their_speakers_originals_are_and_change_nothing_of_these(string kind)
    {
        var normaliser = Defaults(kind).Fit(Examples(1));
        MatrixView[] originals = Examples(2), others = Examples(3);
        var alone = normaliser.Apply(originals, Speakers);
        var scaled = normaliser.Apply([.. originals, originals[4], .. others], [.. Speakers, Speakers[4], .. Speakers], originals.Length);
        for (var i = 0; i < alone.Count; i++) Assert.True(alone[i].Span.SequenceEqual(scaled[i].Span));
        Assert.True(alone[4].Span.SequenceEqual(scaled[originals.Length].Span)); // A copy that is like its original stays like it, whatever the other copies are.
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_that_is_not_finite_is_refused_with_a_cure(string kind)
    {
        MatrixView[] broken = [.. Examples(1).Select(example => new MatrixView(example.Values.ToArray(), example.Rows, example.Columns))];
        var values = broken[4].Values.ToArray();
        values[7] = float.NaN;
        broken[4] = new MatrixView(values, broken[4].Rows, broken[4].Columns);
        Assert.Contains("repair or drop", Assert.Throws<BadInputException>(() => Defaults(kind).Fit(broken)).Message);
        Assert.Contains("example 4", Assert.Throws<BadInputException>(() => Defaults(kind).Fit(Examples(1)).Apply(broken, Speakers)).Message);
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void Rows_of_another_width_are_refused(string kind) =>
        Assert.Throws<ArgumentException>(() => Defaults(kind).Fit(Examples(1)).Apply([Toys.Row(1, 2)], [0]));

    [Theory]
    [MemberData(nameof(Learning))]
    public void Damaged_weights_are_refused(string kind)
    {
        var tensors = Defaults(kind).Fit(Examples(1)).Weights.Tensors;
        foreach (var (name, tensor) in tensors)
        {
            Assert.Throws<BadInputException>(() => Defaults(kind).Restore(new Weights(tensors.Where(pair => pair.Key != name))));
            var broken = tensor with { Values = [double.NaN, .. tensor.Values.Skip(1)] };
            Assert.Throws<BadInputException>(() => Defaults(kind).Restore(new Weights(tensors.Select(pair => pair.Key == name ? new(name, broken) : pair))));
        }
    }

    private static NormalisationOptions Defaults(string kind) => RecipeJson.BuiltIn.Read<NormalisationOptions>($"\"{kind}\"", "contract");

    // Twelve examples of 5 frames and 4 features: usual, far off, constant, mostly zero.
    private static MatrixView[] Examples(ulong seed)
    {
        var random = new RandomSource(seed).Open();
        return [.. Enumerable.Range(0, 12).Select(_ => new MatrixView(
            Enumerable.Range(0, 5).SelectMany(_ => new[] { (float)random.NextGaussian(), (float)(1e4 + 0.1 * random.NextGaussian()), 3, random.NextDouble() < 0.8 ? 0 : 100 }).ToArray(), 5, 4))];
    }
}
