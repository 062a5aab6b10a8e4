using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models;

/// <summary>(value - centre) / scale per feature, then cut at the clip. Immutable.</summary>
internal sealed class AffineScaler : INormaliser
{
    private readonly double[] centre;
    private readonly double[] scale;
    private readonly double clip;

    /// <param name="centre">Shape [features].</param>
    /// <param name="scale">Shape [features], above 0.</param>
    /// <param name="clip">Largest magnitude of a result.</param>
    public AffineScaler(double[] centre, double[] scale, double clip)
    {
        (this.centre, this.scale, this.clip) = (centre, scale, clip);
        Weights = new Weights(new Dictionary<string, Tensor>
        {
            ["centre"] = new([centre.Length], centre),
            ["scale"] = new([scale.Length], scale),
        });
    }

    public Weights Weights { get; }

    /// <exception cref="BadInputException">The weights are not of a scaler.</exception>
    public static AffineScaler Restore(Weights weights, double clip)
    {
        var centre = weights.Get("centre", -1).Values;
        var scale = weights.Get("scale", centre.Length).Values;
        if (scale.Any(value => value <= 0)) throw new BadInputException("weights", "scale", "a scale is not above 0; the model file is damaged, so train it again.");
        return new AffineScaler(centre, scale, clip);
    }

    public static void CheckClip(double clipSigmas, Problems problems) =>
        problems.Unless(clipSigmas > 0, $"ClipSigmas is {clipSigmas}; use a number above 0, such as 10.");

    public IReadOnlyList<MatrixView> Apply(IReadOnlyList<MatrixView> examples, IReadOnlyList<int> speakers, int? originalCount = null)
    {
        ColumnStatistics.Check(examples, centre.Length);
        return [.. examples.Select(Scaled)];
    }

    /// <summary>A scaled copy of one example.</summary>
    /// <param name="example">Shape [frames x features].</param>
    public MatrixView Scaled(MatrixView example)
    {
        var values = example.Span;
        var scaled = new float[values.Length];
        for (var start = 0; start < values.Length; start += centre.Length)
            WideSums.Scale(values.Slice(start, centre.Length), centre, scale, clip, scaled.AsSpan(start, centre.Length));
        return new MatrixView(scaled, example.Rows, example.Columns);
    }
}
