using System.Numerics.Tensors;
using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>A network that listens while someone speaks: frames in, posteriors out at any time. Belongs to one thread.</summary>
/// <remarks>
/// Latency: <see cref="RecurrentNetworkSettings.FrameStep"/> frames, and half a convolution's width of steps for each convolution. A posterior in between is that of the
/// recording as if it ended there.
/// </remarks>
public sealed class RecurrentStream
{
    private readonly IReadOnlyList<StreamedMember> members;
    private readonly RecurrentShape shape;
    private readonly float[] pending;
    private int pendingFrames;

    internal RecurrentStream(IReadOnlyList<StreamedMember> members, RecurrentShape shape) =>
        (this.members, this.shape, pending) = (members, shape, new float[shape.Inputs]);

    /// <summary>Frames heard so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Hears frames.</summary>
    /// <param name="frames">Shape [frames x features], scaled as for <see cref="RecurrentClassifier.Score"/>; any number of frames.</param>
    /// <exception cref="ArgumentException">They have another number of features.</exception>
    public void Hear(MatrixView frames)
    {
        if (frames.Columns != shape.Inputs) throw new ArgumentException($"The frames have {frames.Columns} features; this network was trained on {shape.Inputs}.");
        for (var i = 0; i < frames.Rows; i++)
        {
            TensorPrimitives.Add(pending, frames.Row(i), pending);
            Frames++;
            if (++pendingFrames < shape.Settings.FrameStep) continue;
            var step = TakeStep();
            foreach (var member in members) member.Hear(step);
            pending.AsSpan().Clear();
            pendingFrames = 0;
        }
    }

    /// <summary>Log posterior of every class given all frames heard.</summary>
    /// <param name="logPosterior">Natural logarithms, shape [classes].</param>
    /// <exception cref="InvalidOperationException">No frame has been heard.</exception>
    public void Score(Span<double> logPosterior)
    {
        if (Frames == 0) throw new InvalidOperationException("No frame has been heard yet; a posterior needs at least one.");
        if (logPosterior.Length != shape.Classes) throw new ArgumentException($"There is room for {logPosterior.Length} classes; give {shape.Classes}.");
        Span<double> own = stackalloc double[logPosterior.Length];
        logPosterior.Fill(double.NegativeInfinity);
        foreach (var member in members)
        {
            member.Score(pendingFrames == 0 ? [] : TakeStep(), own);
            for (var c = 0; c < own.Length; c++) logPosterior[c] = LogMath.LogAdd(logPosterior[c], own[c]);
        }

        LogMath.Normalise(logPosterior);
    }

    private float[] TakeStep()
    {
        var step = new float[pending.Length];
        TensorPrimitives.Multiply(pending, 1f / pendingFrames, step);
        return step;
    }
}
