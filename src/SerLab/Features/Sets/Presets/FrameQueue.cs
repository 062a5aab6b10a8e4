namespace SerLab.Features.Sets.Presets;

/// <summary>Cuts a signal that comes piece by piece into frames, with what stands before its first and after its last sample. Belongs to one thread.</summary>
internal sealed class FrameQueue
{
    private readonly FrontEnd definition;
    private double[] held;
    private int heldCount;
    private int nextFrame;

    /// <param name="definition">Where frames lie, and the scale of samples.</param>
    /// <param name="first">The first piece; mirrored ends need more samples than half a frame.</param>
    public FrameQueue(FrontEnd definition, ReadOnlySpan<float> first)
    {
        this.definition = definition;
        held = new double[Margin + first.Length + FrameLength];
        heldCount = Margin;
        Append(first);
        if (definition.Ends != FrameEnds.Mirror) return;
        for (var n = 1; n <= Margin; n++) held[Margin - n] = held[Margin + n];
    }

    /// <summary>Whole frames that are there.</summary>
    public int Count => heldCount - nextFrame < FrameLength ? 0 : (heldCount - nextFrame - FrameLength) / definition.HopSamples + 1;

    private int FrameLength => definition.Window.Length;

    // Samples that the first and the last frame may reach over the ends.
    private int Margin => definition.Ends == FrameEnds.Inside ? 0 : FrameLength / 2;

    /// <summary>A whole frame's samples, shape [frame].</summary>
    public ReadOnlySpan<double> Frame(int index) => held.AsSpan(nextFrame + index * definition.HopSamples, FrameLength);

    /// <summary>Puts the next piece behind what is left.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        MakeRoom(samples.Length);
        for (var n = 0; n < samples.Length; n++) held[heldCount + n] = definition.FullScale * samples[n];
        heldCount += samples.Length;
    }

    /// <summary>Puts behind the signal what stands after its last sample.</summary>
    public void End()
    {
        MakeRoom(Margin);
        for (var n = 0; n < Margin; n++) held[heldCount + n] = definition.Ends == FrameEnds.Mirror ? held[heldCount - 2 - n] : 0;
        heldCount += Margin;
    }

    /// <summary>Leaves the whole frames behind.</summary>
    public void Drop()
    {
        nextFrame += Count * definition.HopSamples;

        // What the mirror at the end will show stays.
        var gone = Math.Min(nextFrame, heldCount - Margin - 1);
        if (gone <= 0) return;
        held.AsSpan(gone, heldCount - gone).CopyTo(held);
        (heldCount, nextFrame) = (heldCount - gone, nextFrame - gone);
    }

    private void MakeRoom(int count)
    {
        if (heldCount + count > held.Length) Array.Resize(ref held, heldCount + count);
    }
}
