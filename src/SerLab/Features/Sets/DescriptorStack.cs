namespace SerLab.Features.Sets;

/// <summary>Several descriptors side by side, as one contour per column. Immutable.</summary>
internal sealed class DescriptorStack
{
    private readonly IDescriptor[] descriptors;

    public DescriptorStack(IReadOnlyList<DescriptorOptions> descriptors, int sampleRateHz)
    {
        this.descriptors = [.. descriptors.Select(descriptor => descriptor.Prepare(sampleRateHz))];
        Columns = [.. this.descriptors.SelectMany(descriptor => descriptor.Columns)];
    }

    public IReadOnlyList<DescriptorColumn> Columns { get; }

    /// <summary>Contours, shape [columns x frames]: a column's values lie together, as functionals read them.</summary>
    public float[] Measure(ClipAnalysis analysis)
    {
        var frameCount = analysis.Grid.Count;
        var contours = new float[Columns.Count * frameCount];
        var first = 0;
        foreach (var descriptor in descriptors)
        {
            var width = descriptor.Columns.Count;
            var rows = new float[frameCount * width];
            descriptor.Describe(analysis, rows);
            for (var column = 0; column < width; column++)
                for (var frame = 0; frame < frameCount; frame++)
                    contours[(first + column) * frameCount + frame] = rows[frame * width + column];
            first += width;
        }

        return contours;
    }
}
