using System.Numerics.Tensors;
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
    private readonly AnalysisPlan plan;
    private readonly DescriptorStack stack;
    private readonly FunctionalBlock functionals;

    public SetExtractor(CustomSetOptions options, int sampleRateHz)
    {
        this.sampleRateHz = sampleRateHz;
        deltaOrder = options.Frames ? options.DeltaOrder : -1;
        plan = new AnalysisPlan(sampleRateHz, options.Pitch ?? new PitchTrackerOptions());
        stack = new DescriptorStack(options.Descriptors, options.Columns, sampleRateHz);
        functionals = new FunctionalBlock(options, stack.Columns);
        var frameNames = DeltaSuffixes.Take(deltaOrder + 1).SelectMany(suffix => stack.Columns.Select(column => column.Name + suffix));
        Schema = new FeatureSchema(functionals.Names, [.. frameNames], options.Frames ? FrameGrid.HopSeconds : 0);
    }

    public FeatureSchema Schema { get; }

    public FeatureValues Extract(Clip clip)
    {
        Check(clip);
        var analysis = new ClipAnalysis(clip, plan);
        var contours = stack.Measure(analysis);
        var row = functionals.Names.Count == 0 ? [] : functionals.Measure(analysis, contours);
        var frames = deltaOrder < 0 ? new MatrixView(default, 0, 0) : Frames(contours, analysis.Grid.Count);
        return new FeatureValues(row, frames);
    }

    private void Check(Clip clip)
    {
        if (clip.SampleRateHz != sampleRateHz)
            throw new ArgumentException($"The clip is at {clip.SampleRateHz} Hz, the extractor at {sampleRateHz}; resample the clip or prepare for its rate.", nameof(clip));
        if (clip.Samples.Length * (long)FrameGrid.FramesPerSecond < (long)FewestFrames * sampleRateHz)
        {
            var least = FewestFrames * FrameGrid.HopSeconds;
            throw new BadInputException("clip", null, $"it lasts {clip.DurationSeconds:F3} s; features need at least {least:F2} s, so leave it out or join it to its neighbour.");
        }

        var samples = clip.Samples.Span;
        if (TensorPrimitives.IsFiniteAll(samples)) return;
        var bad = 0;
        while (float.IsFinite(samples[bad])) bad++;
        throw new BadInputException("clip", $"sample {bad}", $"it is {samples[bad]}; samples must be finite, so decode the recording again or leave it out.");
    }

    // Descriptors, their changes and the changes of those, each computed contour by contour, laid out frame by frame.
    private MatrixView Frames(float[] contours, int frameCount)
    {
        var columnCount = stack.Columns.Count;
        var width = columnCount * (deltaOrder + 1);
        var rows = new float[frameCount * width];
        var now = contours;
        for (var order = 0; order <= deltaOrder; order++)
        {
            for (var column = 0; column < columnCount; column++)
                for (var frame = 0; frame < frameCount; frame++)
                    rows[frame * width + order * columnCount + column] = now[column * frameCount + frame];
            if (order == deltaOrder) break;
            var change = new float[now.Length];
            for (var column = 0; column < columnCount; column++)
                Deltas.Measure(now.AsSpan(column * frameCount, frameCount), change.AsSpan(column * frameCount, frameCount));
            now = change;
        }

        return new MatrixView(rows, frameCount, width);
    }
}
