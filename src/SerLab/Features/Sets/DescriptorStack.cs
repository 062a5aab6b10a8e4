using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Several descriptors side by side, as one contour per kept column. Immutable.</summary>
internal sealed class DescriptorStack
{
    private readonly IDescriptor[] descriptors;

    // Per descriptor, which of its columns are kept.
    private readonly int[][] kept;

    /// <param name="descriptors">What is measured.</param>
    /// <param name="names">Names of the columns to keep; null keeps all.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <exception cref="OptionsException">A name is no column's; the message gives the nearest.</exception>
    public DescriptorStack(IReadOnlyList<DescriptorOptions> descriptors, IReadOnlyList<string>? names, int sampleRateHz)
    {
        this.descriptors = [.. descriptors.Select(descriptor => descriptor.Prepare(sampleRateHz))];
        var known = this.descriptors.SelectMany(descriptor => descriptor.Columns).Select(column => column.Name).ToArray();
        var problems = new Problems("Columns");
        foreach (var name in names ?? [])
            if (!known.Contains(name)) problems.Add(Spelling.Unknown("column", name, known));
        problems.ThrowIfAny();
        kept = Array.ConvertAll(this.descriptors, descriptor => Kept(descriptor, names));
        Columns = [.. this.descriptors.SelectMany((descriptor, i) => kept[i].Select(column => descriptor.Columns[column]))];
    }

    /// <summary>The kept columns.</summary>
    public IReadOnlyList<DescriptorColumn> Columns { get; }

    /// <summary>Measures every frame; what no column is wanted of is not measured.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="first">First wanted column.</param>
    /// <param name="end">The column after the last wanted one.</param>
    /// <param name="contours">Shape [wanted columns x frames]: a column's values lie together, as functionals read them.</param>
    public void Measure(ClipAnalysis analysis, int first, int end, Span<float> contours)
    {
        var frameCount = analysis.Grid.Count;
        for (int i = 0, next = 0; i < descriptors.Length; next += kept[i++].Length)
        {
            int from = Math.Max(first, next), to = Math.Min(end, next + kept[i].Length);
            if (from >= to) continue;
            var width = descriptors[i].Columns.Count;
            using var borrowed = Borrowed<float>.Zeros(frameCount * width);
            var rows = borrowed.Span;
            descriptors[i].Describe(analysis, rows);
            for (var j = from; j < to; j++)
            {
                var column = kept[i][j - next];
                var contour = contours.Slice((j - first) * frameCount, frameCount);
                for (var frame = 0; frame < frameCount; frame++) contour[frame] = rows[frame * width + column];
            }
        }
    }

    private static int[] Kept(IDescriptor descriptor, IReadOnlyList<string>? names) =>
        [.. Enumerable.Range(0, descriptor.Columns.Count).Where(column => names is null || names.Contains(descriptor.Columns[column].Name))];
}
