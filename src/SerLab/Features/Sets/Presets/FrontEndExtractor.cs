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

    // The bins that each band hears.
    private readonly Range[] heard;

    public FrontEndExtractor(FrontEnd definition)
    {
        this.definition = definition;
        fft = new LaneFft<double>(definition.FftSamples);
        heard = Array.ConvertAll(definition.Bands, weights => Math.Max(0, Array.FindIndex(weights, weight => weight > 0))..(Array.FindLastIndex(weights, weight => weight > 0) + 1));
        Schema = new FeatureSchema([], [.. definition.Columns.Select(column => column.Name)], (double)definition.HopSamples / definition.SampleRateHz);
    }

    public FeatureSchema Schema { get; }

    public FeatureValues Extract(IEnumerable<Stretch> sound) => Extract(sound.Select(stretch => stretch.Clip.SampleRateHz == definition.SampleRateHz
        ? stretch.CoreSamples
        : throw new ArgumentException($"The clip is at {stretch.Clip.SampleRateHz} Hz, the extractor at {definition.SampleRateHz}; resample the clip or prepare for its rate.", nameof(sound))));

    /// <summary>Measures a sound that comes piece by piece.</summary>
    /// <param name="pieces">The samples in order; the first piece is the longest, or all there is.</param>
    /// <exception cref="BadInputException">The sound is shorter than a frame, or not finite.</exception>
    public FeatureValues Extract(IEnumerable<ReadOnlyMemory<float>> pieces)
    {
        var stretches = new List<(double[] Bands, double[] LogEnergies)>();
        FrameQueue? frames = null;
        var samplesBefore = 0L;
        foreach (var piece in pieces)
        {
            Check(piece.Span, samplesBefore);
            samplesBefore += piece.Length;
            if (frames is null) frames = new FrameQueue(definition, piece.Span);
            else frames.Append(piece.Span);
            stretches.Add(Measure(frames));
        }

        frames!.End();
        stretches.Add(Measure(frames));
        var frameCount = stretches.Sum(stretch => stretch.LogEnergies.Length);
        var rows = new float[frameCount * definition.Columns.Count];
        var least = stretches.Max(stretch => stretch.Bands.DefaultIfEmpty(double.NegativeInfinity).Max()) - definition.Range;
        var done = 0;
        foreach (var (bands, logEnergies) in stretches)
        {
            TensorPrimitives.Max(bands, least, bands);
            Fill(bands, logEnergies, rows.AsSpan(done * definition.Columns.Count, logEnergies.Length * definition.Columns.Count));
            done += logEnergies.Length;
        }

        return new FeatureValues(default, new MatrixView(rows, frameCount, definition.Columns.Count));
    }

    private void Check(ReadOnlySpan<float> samples, long samplesBefore)
    {
        // A mirror needs more samples than it shows.
        var fewest = definition.Ends switch { FrameEnds.Inside => definition.Window.Length, FrameEnds.Mirror => definition.Window.Length / 2 + 1, _ => 1 };
        if (samplesBefore == 0 && samples.Length < fewest)
            throw new BadInputException("clip", null, $"it has {samples.Length} samples; a frame needs at least {fewest}, so leave it out or join it to its neighbour.");
        if (TensorPrimitives.IsFiniteAll(samples)) return;
        var bad = 0;
        while (float.IsFinite(samples[bad])) bad++;
        throw new BadInputException("clip", $"sample {samplesBefore + bad}", $"it is {samples[bad]}; samples must be finite, so decode the recording again or leave it out.");
    }

    // Logarithms of the bands, shape [frames x bands], and of the frames' energies, shape [frames], of all whole frames that are there.
    private (double[] Bands, double[] LogEnergies) Measure(FrameQueue frames)
    {
        var logEnergies = new double[frames.Count];
        var bands = new double[frames.Count * definition.Bands.Length];
        MeasureBands(frames, bands, logEnergies);
        frames.Drop();
        TensorPrimitives.Max(bands, definition.Floor, bands);
        TensorPrimitives.Log(bands, bands);
        TensorPrimitives.Multiply(bands, definition.LogFactor, bands);
        return (bands, logEnergies);
    }

    // One frame in each lane.
    private void MeasureBands(FrameQueue frames, Span<double> bands, Span<double> logEnergies)
    {
        var lanes = LaneFft<double>.Lanes;
        var frame = new double[definition.Window.Length];
        var signals = new Vector256<double>[fft.Length];
        var power = new Vector256<double>[fft.BinCount];
        var values = MemoryMarshal.Cast<Vector256<double>, double>(signals.AsSpan());
        var bins = MemoryMarshal.Cast<Vector256<double>, double>(power.AsSpan());
        for (var first = 0; first < logEnergies.Length; first += lanes)
        {
            var count = Math.Min(lanes, logEnergies.Length - first);
            Array.Clear(signals);
            for (var lane = 0; lane < count; lane++)
            {
                logEnergies[first + lane] = Prepare(frames.Frame(first + lane), frame);
                for (var n = 0; n < frame.Length; n++) values[n * lanes + lane] = frame[n];
            }

            fft.Power(signals, power);
            if (definition.Magnitudes) TensorPrimitives.Sqrt(bins, bins);
            for (var band = 0; band < definition.Bands.Length; band++)
            {
                var weights = definition.Bands[band];
                var sum = Vector256<double>.Zero;
                for (var bin = heard[band].Start.Value; bin < heard[band].End.Value; bin++) sum += power[bin] * weights[bin];
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

    private void Fill(ReadOnlySpan<double> bands, ReadOnlySpan<double> logEnergies, Span<float> rows)
    {
        var width = definition.Columns.Count;
        for (var frame = 0; frame < logEnergies.Length; frame++)
        {
            var own = bands.Slice(frame * definition.Bands.Length, definition.Bands.Length);
            for (var k = 0; k < width; k++) rows[frame * width + k] = (float)(definition.Transform is { } transform ? TensorPrimitives.Dot(own, transform[k]) : own[k]);
            if (definition.EnergyFirst) rows[frame * width] = (float)logEnergies[frame];
        }
    }
}
