using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Features.Sets.Presets;

/// <summary>Measures log-mel spectra or cepstra as a <see cref="FrontEnd"/> defines them, in double throughout. Immutable: one instance serves every thread.</summary>
internal sealed class FrontEndExtractor : IFeatureExtractor
{
    private readonly FrontEnd definition;
    private readonly LaneFft<double> fft;

    public FrontEndExtractor(FrontEnd definition)
    {
        this.definition = definition;
        fft = new LaneFft<double>(definition.FftSamples);
        Schema = new FeatureSchema([], definition.Columns, (double)definition.HopSamples / definition.SampleRateHz);
    }

    public FeatureSchema Schema { get; }

    public FeatureValues Extract(Clip clip)
    {
        Check(clip);
        var samples = Padded(clip.Samples.Span);
        var frameCount = (samples.Length - FrameLength) / definition.HopSamples + 1;
        var logEnergies = new double[frameCount];
        var bands = new double[frameCount * definition.Bands.Length];
        MeasureBands(samples, frameCount, bands, logEnergies);
        TakeLogarithms(bands);
        var rows = new float[frameCount * definition.Columns.Count];
        Fill(bands, logEnergies, rows);
        return new FeatureValues(default, new MatrixView(rows, frameCount, definition.Columns.Count));
    }

    private int FrameLength => definition.Window.Length;

    private void Check(Clip clip)
    {
        if (clip.SampleRateHz != definition.SampleRateHz)
            throw new ArgumentException($"The clip is at {clip.SampleRateHz} Hz, the extractor at {definition.SampleRateHz}; resample the clip or prepare for its rate.", nameof(clip));
        // A mirror needs more samples than it shows.
        var fewest = definition.Ends switch { FrameEnds.Inside => FrameLength, FrameEnds.Mirror => FrameLength / 2 + 1, _ => 1 };
        if (clip.Samples.Length < fewest)
            throw new BadInputException("clip", null, $"it has {clip.Samples.Length} samples; a frame needs at least {fewest}, so leave it out or join it to its neighbour.");
        if (TensorPrimitives.IsFiniteAll(clip.Samples.Span)) return;
        var bad = 0;
        while (float.IsFinite(clip.Samples.Span[bad])) bad++;
        throw new BadInputException("clip", $"sample {bad}", $"it is {clip.Samples.Span[bad]}; samples must be finite, so decode the recording again or leave it out.");
    }

    // The samples with what stands before and after them, in the program's scale.
    private double[] Padded(ReadOnlySpan<float> samples)
    {
        var margin = definition.Ends == FrameEnds.Inside ? 0 : FrameLength / 2;
        var padded = new double[samples.Length + 2 * margin];
        for (var n = 0; n < samples.Length; n++) padded[margin + n] = definition.FullScale * samples[n];
        if (definition.Ends != FrameEnds.Mirror) return padded;
        for (var n = 1; n <= margin; n++)
        {
            padded[margin - n] = padded[margin + n];
            padded[^(margin - n + 1)] = padded[^(margin + n + 1)];
        }

        return padded;
    }

    // Sums of the bands, shape [frames x bands], and logarithms of the frames' energies, shape [frames]; one frame in each lane.
    private void MeasureBands(ReadOnlySpan<double> samples, int frameCount, Span<double> bands, Span<double> logEnergies)
    {
        var lanes = LaneFft<double>.Lanes;
        var frame = new double[FrameLength];
        var signals = new Vector256<double>[fft.Length];
        var power = new Vector256<double>[fft.BinCount];
        var bins = MemoryMarshal.Cast<Vector256<double>, double>(power.AsSpan());
        for (var first = 0; first < frameCount; first += lanes)
        {
            var count = Math.Min(lanes, frameCount - first);
            Array.Clear(signals);
            for (var lane = 0; lane < count; lane++)
            {
                logEnergies[first + lane] = Prepare(samples.Slice((first + lane) * definition.HopSamples, FrameLength), frame);
                var values = MemoryMarshal.Cast<Vector256<double>, double>(signals.AsSpan());
                for (var n = 0; n < frame.Length; n++) values[n * lanes + lane] = frame[n];
            }

            fft.Power(signals, power);
            if (definition.Magnitudes) TensorPrimitives.Sqrt(bins, bins);
            for (var band = 0; band < definition.Bands.Length; band++)
            {
                var weights = definition.Bands[band];
                var sum = Vector256<double>.Zero;
                for (var bin = 0; bin < weights.Length; bin++) sum += power[bin] * weights[bin];
                for (var lane = 0; lane < count; lane++) bands[(first + lane) * definition.Bands.Length + band] = sum[lane];
            }
        }
    }

    // A frame ready for the transform; gives the logarithm of its energy before pre-emphasis and window.
    private double Prepare(ReadOnlySpan<double> samples, Span<double> frame)
    {
        samples.CopyTo(frame);
        if (definition.RemoveMean) TensorPrimitives.Subtract(frame, TensorPrimitives.Sum<double>(frame) / frame.Length, frame);
        var energy = Math.Log(Math.Max(TensorPrimitives.SumOfSquares<double>(frame), definition.Floor));
        for (var n = frame.Length - 1; n >= 0; n--) frame[n] -= definition.PreEmphasis * frame[Math.Max(0, n - 1)];
        TensorPrimitives.Multiply(frame, definition.Window, frame);
        return energy;
    }

    private void TakeLogarithms(Span<double> bands)
    {
        TensorPrimitives.Max(bands, definition.Floor, bands);
        TensorPrimitives.Log(bands, bands);
        TensorPrimitives.Multiply(bands, definition.LogFactor, bands);
        TensorPrimitives.Max(bands, TensorPrimitives.Max<double>(bands) - definition.Range, bands);
    }

    private void Fill(ReadOnlySpan<double> bands, ReadOnlySpan<double> logEnergies, Span<float> rows)
    {
        if (definition.Transform is null)
        {
            for (var i = 0; i < rows.Length; i++) rows[i] = (float)bands[i];
            return;
        }

        var width = definition.Columns.Count;
        for (var frame = 0; frame < logEnergies.Length; frame++)
        {
            var own = bands.Slice(frame * definition.Bands.Length, definition.Bands.Length);
            for (var k = 0; k < width; k++) rows[frame * width + k] = (float)TensorPrimitives.Dot(own, definition.Transform[k]);
            if (definition.EnergyFirst) rows[frame * width] = (float)logEnergies[frame];
        }
    }
}
