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

    // 160 MB of contours that await their statistics: two hours of 55 columns. Of more, the first columns wait for another pass, which reads and cleans the sound again: in
    // `wide` and `compact` they need no pitch, the most of the work, so that `wide` on two hours takes no longer for it (study front-end-speed memory).
    private const long MostValues = 40_000_000;
    private static readonly string[] DeltaSuffixes = ["", "_delta", "_delta2"];
    private readonly int sampleRateHz;
    private readonly int deltaOrder;
    private readonly long mostValues;
    private readonly int columnCount;
    private readonly AnalysisPlan plan;
    private readonly DescriptorStack stack;
    private readonly FunctionalBlock functionals;

    /// <param name="options">The settings.</param>
    /// <param name="sampleRateHz">Samples per second.</param>
    /// <param name="mostValues">How many values of contours are kept at once, where the set gives no frames.</param>
    public SetExtractor(CustomSetOptions options, int sampleRateHz, long mostValues = MostValues)
    {
        this.sampleRateHz = sampleRateHz;
        deltaOrder = options.Frames ? options.DeltaOrder : -1;
        this.mostValues = options.Frames ? long.MaxValue : mostValues;
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
        var row = new float[functionals.Names.Count];
        var contours = new Contours(columnCount, mostValues);
        var voicedFrames = MeasureWhole(sound, contours, row);
        if (row.Length > 0) functionals.MeasureContours(contours, voicedFrames, row);
        while (contours.First > 0)
        {
            MeasureWaiting(sound, contours);
            functionals.MeasureContours(contours, voicedFrames, row);
        }

        return new FeatureValues(row, deltaOrder < 0 ? new MatrixView(default, 0, 0) : new MatrixView(contours.MoveToRows(), contours.FrameCount, columnCount));
    }

    // The first pass: gathers contours, measures what goes by the utterance as a whole, and gives its voiced frames. All else of the utterance is gone afterwards, so that
    // hours of it do not stand beside what the statistics of the contours need; inlined, it would be held by the caller's frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] MeasureWhole(IEnumerable<Stretch> sound, Contours contours, Span<float> row)
    {
        var parts = new List<UtteranceContours>();
        var swings = functionals.Modulation?.Begin();
        foreach (var stretch in sound)
        {
            Check(stretch, secondsBefore: contours.StretchCount * Sound.StretchSeconds);
            using var analysis = new ClipAnalysis(stretch.Clip, plan);
            Measure(analysis, stretch, contours);
            if (row.IsEmpty) continue;
            parts.Add(UtteranceContours.Of(analysis, stretch));
            swings?.Add(analysis.Samples, stretch);
        }

        if (row.IsEmpty) return [];
        var whole = UtteranceContours.Join(parts);
        parts.Clear();
        functionals.MeasureWhole(whole, swings, row);
        return whole.Pitch.VoicedFrames.ToArray();
    }

    // Another pass: gathers contours that had to wait.
    private void MeasureWaiting(IEnumerable<Stretch> sound, Contours contours)
    {
        var frameCount = contours.FrameCount;
        contours.BeginPass();
        foreach (var stretch in sound)
        {
            using var analysis = new ClipAnalysis(stretch.Clip, plan);
            Measure(analysis, stretch, contours);
        }

        if (contours.FrameCount != frameCount)
            throw new BadInputException("clip", null, $"it had {frameCount} frames, then {contours.FrameCount}; extract again when nothing writes to the recording.");
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

    // Descriptors, their changes and the changes of those, contour by contour, of the stretch's own part.
    private void Measure(ClipAnalysis analysis, Stretch stretch, Contours contours)
    {
        var frameCount = analysis.Grid.Count;
        using var borrowed = new Borrowed<float>((contours.End - contours.First) * frameCount);
        var values = borrowed.Span;
        var end = Math.Min(contours.End, stack.Columns.Count);
        var plain = (end - contours.First) * frameCount;
        stack.Measure(analysis, contours.First, end, values[..plain]);
        for (var i = plain; i < values.Length; i += frameCount) Deltas.Measure(values.Slice(i - plain, frameCount), values.Slice(i, frameCount));
        contours.Add(values, frameCount, stretch.Core(FrameGrid.FramesPerSecond, frameCount));
    }
}
