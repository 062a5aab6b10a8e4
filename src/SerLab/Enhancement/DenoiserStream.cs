using System.Buffers;
using System.Numerics.Tensors;

namespace SerLab.Enhancement;

/// <summary>Denoises sound that comes in blocks of any size: after n samples have come, at least n less the latency have left. Belongs to one thread; memory for a few frames.</summary>
public sealed class DenoiserStream
{
    private readonly OverlapAdd frames;
    private readonly INoiseTracker tracker;
    private readonly IGainRule rule;
    private readonly NoiseStart start;
    private readonly float minGain;

    // The last frame of the input; what has been added up of the frames that overlap it.
    private readonly float[] input;
    private readonly float[] output;
    private readonly float[] real;
    private readonly float[] imaginary;
    private readonly float[] power;
    private readonly float[] noise;
    private readonly float[] gains;
    private readonly float[] scratch;

    private long received;
    private long left;
    private float loudestPower;
    private bool isFinished;

    internal DenoiserStream(DenoiserOptions options, OverlapAdd frames, int sampleRateHz)
    {
        var grid = frames.Grid(sampleRateHz);
        (this.frames, minGain) = (frames, options.MinGain);
        (tracker, rule, start) = (options.NewTracker(grid), options.NewRule(grid), new NoiseStart(grid));
        (input, output, scratch) = (new float[frames.FrameLength], new float[frames.FrameLength], new float[frames.ScratchLength]);
        (real, imaginary, power, noise, gains) = (new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount], new float[grid.BinCount]);
    }

    // Where the hop that is being filled begins in the input: everything before it has been heard in earlier frames.
    private int HopStart => frames.FrameLength - frames.HopLength;

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Shape [samples], any number; only read.</param>
    /// <param name="destination">Gets the samples that are ready.</param>
    /// <exception cref="InvalidOperationException">The stream is finished.</exception>
    public void Push(ReadOnlySpan<float> samples, IBufferWriter<float> destination)
    {
        if (isFinished) throw new InvalidOperationException("The stream is finished; open another one.");
        while (samples.Length > 0)
        {
            var filled = (int)(received % frames.HopLength);
            var count = Math.Min(samples.Length, frames.HopLength - filled);
            samples[..count].CopyTo(input.AsSpan(HopStart + filled));
            received += count;
            samples = samples[count..];
            if (filled + count == frames.HopLength) TakeHop(missing: 0, destination);
        }
    }

    /// <summary>Ends the stream: silence follows the last sample.</summary>
    /// <param name="destination">Gets the rest, so that all in all as many samples have left as have come.</param>
    /// <exception cref="InvalidOperationException">The stream is finished already.</exception>
    public void Finish(IBufferWriter<float> destination)
    {
        if (isFinished) throw new InvalidOperationException("The stream is finished; open another one.");
        isFinished = true;
        var filled = (int)(received % frames.HopLength);
        for (var missing = filled == 0 ? frames.HopLength : frames.HopLength - filled; left < received; missing += frames.HopLength)
        {
            input.AsSpan(frames.FrameLength - Math.Min(missing, frames.HopLength)).Clear();
            TakeHop(missing, destination);
        }
    }

    // One frame: its hop is full, of which (and of the hops before) the last `missing` samples lie beyond the end.
    private void TakeHop(int missing, IBufferWriter<float> destination)
    {
        var before = (int)Math.Max(0, frames.FrameLength - received - missing);
        frames.Analyse(input, OverlapAdd.FirstWholeFrame, real, imaginary, scratch);
        SpectralPower.Of(real, imaginary, frames.CoverageOf(before, frames.FrameLength - missing - before), power);
        FollowNoise();
        rule.Weigh(power, noise, gains);
        TensorPrimitives.Max(gains, minGain, gains);
        TensorPrimitives.Multiply(real, gains, real);
        TensorPrimitives.Multiply(imaginary, gains, imaginary);
        frames.AddBack(real, imaginary, OverlapAdd.FirstWholeFrame, output, scratch);
        Leave(before, destination);
        Slide(input);
        Slide(output);
    }

    private void FollowNoise()
    {
        var framePower = TensorPrimitives.Sum(power);
        loudestPower = Math.Max(loudestPower, framePower);
        if (!SpectralPower.IsSilent(framePower, loudestPower))
        {
            if (start.Covers(power, noise)) tracker.Begin(noise);
            else tracker.Follow(power, noise);
        }

        TensorPrimitives.Max(noise, SpectralPower.Least, noise);
    }

    // The first hop of the output is whole now; of the first frames it lies before the first sample.
    private void Leave(int before, IBufferWriter<float> destination)
    {
        if (before > 0) return;
        var count = (int)Math.Min(frames.HopLength, received - left);
        destination.Write(output.AsSpan(0, count));
        left += count;
    }

    private void Slide(Span<float> frame)
    {
        frame[frames.HopLength..].CopyTo(frame);
        frame[HopStart..].Clear();
    }
}
