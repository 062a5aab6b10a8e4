namespace SerLab.Models;

/// <summary>The steps that a convolution's next outputs see. Belongs to one stream.</summary>
internal sealed class ConvolutionWindow
{
    private readonly List<float[]> kept = [];
    private long first;
    private long next;

    /// <summary>The window once more, to be led to an end.</summary>
    public ConvolutionWindow Copy()
    {
        var copy = new ConvolutionWindow { first = first, next = next };
        copy.kept.AddRange(kept);
        return copy;
    }

    /// <summary>One more step.</summary>
    /// <param name="step">Shape [inputs].</param>
    /// <param name="settings">Width and stride.</param>
    /// <returns>For every output that has now heard all it sees: its taps beside each other, [width x inputs].</returns>
    public IEnumerable<float[]> Push(float[] step, ConvolutionSettings settings)
    {
        kept.Add(step);
        var outputs = new List<float[]>();
        while (next * settings.Stride + settings.Width / 2 < first + kept.Count) outputs.Add(TakeNext(settings));
        return outputs;
    }

    /// <summary>The outputs that only zeros were missing for.</summary>
    /// <param name="settings">Width and stride.</param>
    public IEnumerable<float[]> Flush(ConvolutionSettings settings)
    {
        var outputs = new List<float[]>();
        while (next * settings.Stride < first + kept.Count) outputs.Add(TakeNext(settings));
        return outputs;
    }

    private float[] TakeNext(ConvolutionSettings settings)
    {
        var inputs = kept[0].Length;
        var taps = new float[settings.Width * inputs];
        for (var k = 0; k < settings.Width; k++)
        {
            var at = next * settings.Stride + k - settings.Width / 2 - first;
            if (at >= 0 && at < kept.Count) kept[(int)at].CopyTo(taps, k * inputs);
        }

        next++;
        var forgotten = (int)Math.Clamp(next * settings.Stride - settings.Width / 2 - first, 0, kept.Count - 1);
        kept.RemoveRange(0, forgotten);
        first += forgotten;
        return taps;
    }
}

/// <summary>Pooling over time as the steps come. Belongs to one stream.</summary>
/// <param name="width">Columns of a step's output.</param>
internal sealed class RunningPool(int width)
{
    private readonly double[] sum = new double[width];
    private readonly double[] square = new double[width];
    private readonly float[] last = new float[width];
    private double weight;
    private double highest = double.NegativeInfinity;

    /// <summary>The pool once more, to be led to an end.</summary>
    public RunningPool Copy()
    {
        var copy = new RunningPool(sum.Length) { weight = weight, highest = highest };
        sum.CopyTo(copy.sum, 0);
        square.CopyTo(copy.square, 0);
        last.CopyTo(copy.last, 0);
        return copy;
    }

    /// <summary>One more step: the softmax over time is kept relative to its highest score so far.</summary>
    /// <param name="output">Shape [width].</param>
    /// <param name="score">Its score; 0 for all makes the mean.</param>
    public void Add(ReadOnlySpan<float> output, double score)
    {
        if (score > highest)
        {
            var smaller = Math.Exp(highest - score);
            for (var j = 0; j < sum.Length; j++) (sum[j], square[j]) = (sum[j] * smaller, square[j] * smaller);
            (weight, highest) = (weight * smaller, score);
        }

        var own = Math.Exp(score - highest);
        weight += own;
        for (var j = 0; j < sum.Length; j++)
        {
            sum[j] += own * output[j];
            square[j] += own * output[j] * output[j];
        }

        output.CopyTo(last);
    }

    /// <summary>The pooled vector of all steps so far.</summary>
    /// <param name="pooling">Which kind.</param>
    /// <param name="pooled">Shape [pooled width]; filled.</param>
    public void Take(TimePooling pooling, Span<float> pooled)
    {
        if (pooling == TimePooling.Last)
        {
            last.CopyTo(pooled);
            return;
        }

        for (var j = 0; j < sum.Length; j++)
        {
            var mean = sum[j] / weight;
            pooled[j] = (float)mean;
            if (pooling == TimePooling.MeanDeviation) pooled[sum.Length + j] = (float)Math.Sqrt(Math.Max(0, square[j] / weight - mean * mean) + 1e-5);
        }
    }
}
