using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SerLab.Audio;
using SerLab.Features.Pitch;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Sets;

/// <summary>Measures a composed feature set. Immutable: one instance serves every thread.</summary>
internal sealed class SetExtractor : IFeatureExtractor
{
    // Shorter clips hold neither two periods of a low voice nor the five frames of a delta.
    private const int FewestFrames = 6;
    private static readonly string[] DeltaSuffixes = ["", "_delta", "_delta2"];
    private readonly int sampleRateHz;
    private readonly int deltaOrder;
    private readonly int columnCount;
    private readonly AnalysisPlan plan;
    private readonly DescriptorStack stack;
    private readonly FunctionalBlock functionals;

    public SetExtractor(CustomSetOptions options, int sampleRateHz)
    {
        this.sampleRateHz = sampleRateHz;
        deltaOrder = options.Frames ? options.DeltaOrder : -1;
        plan = new AnalysisPlan(sampleRateHz, options.Pitch ?? new PitchTrackerOptions());
        stack = new DescriptorStack(options.Descriptors, options.Columns, sampleRateHz);
        functionals = new FunctionalBlock(options, stack.Columns, sampleRateHz);
        columnCount = stack.Columns.Count * (1 + Math.Max(0, deltaOrder));
        Schema = new FeatureSchema(functionals.Names, [.. DescribeFrames().Select(column => column.Name)], options.Frames ? FrameGrid.HopSeconds : 0);
    }

    public FeatureSchema Schema { get; }

    /// <summary>What the columns of the <see cref="Schema"/> are.</summary>
    public SchemaDescription Describe() => new(functionals.Describe(), DescribeFrames());

    public FeatureValues Extract(IEnumerable<Stretch> sound)
    {
        var wantsRow = functionals.Names.Count > 0;
        var contours = new List<float[][]>();
        var parts = new List<UtteranceContours>();
        var swings = functionals.Modulation?.Begin();
        foreach (var stretch in sound)
        {
            Check(stretch, secondsBefore: contours.Count * Sound.StretchSeconds);
            using var analysis = new ClipAnalysis(stretch.Clip, plan);
            contours.Add(Measure(analysis, stretch));
            if (!wantsRow) continue;
            parts.Add(UtteranceContours.Of(analysis, stretch));
            swings?.Add(analysis.Samples, stretch);
        }

        var joined = new Contours([.. contours]);
        var row = new float[functionals.Names.Count];
        if (wantsRow) functionals.MeasureContours(joined, MeasureWhole(parts, swings, row), row);
        return new FeatureValues(row, deltaOrder < 0 ? new MatrixView(default, 0, 0) : new MatrixView(joined.MoveToRows(), joined.FrameCount, joined.ColumnCount));
    }

    // Measures what goes by the utterance as a whole, and gives its voiced frames. All else of the utterance is gone afterwards, so that hours of it do not stand beside what the
    // statistics of the contours need; inlined, it would be held by the caller's frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] MeasureWhole(List<UtteranceContours> parts, ModulationSpectrum.Sums? swings, Span<float> row)
    {
        var whole = UtteranceContours.Join(parts);
        parts.Clear();
        functionals.MeasureWhole(whole, swings, row);
        return whole.Pitch.VoicedFrames.ToArray();
    }

    private IReadOnlyList<ColumnDescription> DescribeFrames() => [.. DeltaSuffixes.Take(deltaOrder + 1).SelectMany(DescribeFrames)];

    private IEnumerable<ColumnDescription> DescribeFrames(string suffix) => stack.Columns.Select(column => suffix.Length == 0
        ? new ColumnDescription(column.Name, column.VoicedOnly ? $"{column.Formula}; in unvoiced frames between the voiced neighbours" : column.Formula, column.Source)
        : new ColumnDescription(
            column.Name + suffix, $"{(suffix == "_delta" ? "" : "change per frame of the ")}change per frame of {column.Formula}", $"{column.Source}; {Deltas.Source}"));

    private void Check(Stretch stretch, long secondsBefore)
    {
        var clip = stretch.Clip;
        if (clip.SampleRateHz != sampleRateHz)
            throw new ArgumentException($"The clip is at {clip.SampleRateHz} Hz, the extractor at {sampleRateHz}; resample the clip or prepare for its rate.", nameof(stretch));
        if (secondsBefore == 0 && clip.Samples.Length * (long)FrameGrid.FramesPerSecond < (long)FewestFrames * sampleRateHz)
        {
            var least = FewestFrames * FrameGrid.HopSeconds;
            throw new BadInputException("clip", null, $"it lasts {clip.DurationSeconds:F3} s; features need at least {least:F2} s, so leave it out or join it to its neighbour.");
        }

        var samples = clip.Samples.Span;
        if (TensorPrimitives.IsFiniteAll(samples)) return;
        var bad = 0;
        while (float.IsFinite(samples[bad])) bad++;
        throw new BadInputException("clip", $"sample {bad + (secondsBefore - stretch.LeadSeconds) * sampleRateHz}", $"it is {samples[bad]}; samples must be finite, so decode the recording again or leave it out.");
    }

    // Descriptors, their changes and the changes of those, contour by contour, of the stretch's own part: per column its frames.
    private float[][] Measure(ClipAnalysis analysis, Stretch stretch)
    {
        var frameCount = analysis.Grid.Count;
        using var borrowed = new Borrowed<float>(columnCount * frameCount);
        var contours = borrowed.Span;
        var plain = stack.Columns.Count * frameCount;
        stack.Measure(analysis, contours[..plain]);
        for (var i = plain; i < contours.Length; i += frameCount) Deltas.Measure(contours.Slice(i - plain, frameCount), contours.Slice(i, frameCount));
        var (first, count) = stretch.Core(FrameGrid.FramesPerSecond, frameCount);
        var core = new float[columnCount][];
        for (var column = 0; column < columnCount; column++) core[column] = contours.Slice(column * frameCount + first, count).ToArray();
        return core;
    }
}
