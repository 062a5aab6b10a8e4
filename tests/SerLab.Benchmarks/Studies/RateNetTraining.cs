using System.Numerics.Tensors;
using SerLab.Features.Rhythm;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>One clip as a net sees it.</summary>
/// <param name="Rows">Inputs, shape [peaks x inputs].</param>
/// <param name="Targets">Nuclei of each peak, shape [peaks].</param>
/// <param name="Syllables">Labelled syllables of the clip.</param>
internal sealed record RateNetClip(float[] Rows, int[] Targets, int Syllables);

/// <summary>How a net is trained.</summary>
/// <param name="Hidden">Units.</param>
/// <param name="Epochs">Passes over the clips.</param>
/// <param name="IsCount">Softplus and squared error; else sigmoid and cross-entropy.</param>
/// <param name="Noise">Deviation of the noise on the standardised inputs.</param>
/// <param name="Dropout">Share of the inputs that are left out.</param>
internal sealed record RateNetSettings(int Hidden, int Epochs, bool IsCount, double Noise, double Dropout);

/// <summary>Learns a <see cref="SyllableNet"/>: the nuclei of each peak, and that they add up to the syllables of each clip.</summary>
/// <remarks>
/// Minimises the mean loss of the peaks + <see cref="CountWeight"/> x the mean over clips of (expected count - count)^2 / count + <see cref="Decay"/> |w|^2 by Adam
/// (D. Kingma and J. Ba, ICLR 2015, algorithm 1), whose step falls along half a cosine.
/// </remarks>
internal static class RateNetTraining
{
    private const int ClipsPerStep = 32;
    private const double CountWeight = 2;
    private const double Decay = 1e-3;
    private const double StepSize = 3e-3;
    private const double FirstMoment = 0.9;
    private const double SecondMoment = 0.99;

    public static SyllableNet Train(IReadOnlyList<RateNetClip> clips, int inputs, RateNetSettings settings, RandomSource chance)
    {
        var (means, deviations) = Scales(clips, inputs);
        var scaler = new SyllableNet(means, deviations, new float[SyllableNet.WeightCount(inputs, 0)]);
        var rows = clips.Select(clip => Standardised(clip.Rows, scaler, inputs)).ToArray();
        var stream = chance.Open();
        var weights = new float[SyllableNet.WeightCount(inputs, settings.Hidden)];
        for (var i = 0; i < inputs * settings.Hidden; i++) weights[i] = (float)(0.7 / Math.Sqrt(inputs) * stream.NextGaussian());
        for (var i = 0; i < settings.Hidden; i++) weights[(inputs + 1) * settings.Hidden + i] = (float)(0.5 / Math.Sqrt(settings.Hidden) * stream.NextGaussian());

        var (first, second, gradient) = (new double[weights.Length], new double[weights.Length], new float[weights.Length]);
        var order = Enumerable.Range(0, clips.Count).ToArray();
        var steps = settings.Epochs * ((clips.Count + ClipsPerStep - 1) / ClipsPerStep);
        for (var step = 1; step <= steps;)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                var other = stream.NextInt(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }

            foreach (var batch in order.Chunk(ClipsPerStep))
            {
                for (var i = 0; i < weights.Length; i++) gradient[i] = (float)(2 * Decay * weights[i]);
                gradient.AsSpan(inputs * settings.Hidden, settings.Hidden).Clear();
                gradient[^1] = 0;
                var peaks = batch.Sum(clip => clips[clip].Targets.Length);
                foreach (var clip in batch) Add(clips[clip], Disturbed(rows[clip], settings, stream), inputs, settings, weights, peaks, batch.Length, gradient);
                var size = StepSize * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
                for (var i = 0; i < weights.Length; i++)
                {
                    first[i] += (1 - FirstMoment) * (gradient[i] - first[i]);
                    second[i] += (1 - SecondMoment) * (gradient[i] * gradient[i] - second[i]);
                    weights[i] -= (float)(size * first[i] / (1 - Math.Pow(FirstMoment, step)) / (Math.Sqrt(second[i] / (1 - Math.Pow(SecondMoment, step))) + 1e-8));
                }

                step++;
            }
        }

        return new SyllableNet(means, deviations, weights);
    }

    // Adds the gradient of one clip's loss.
    private static void Add(RateNetClip clip, float[] rows, int inputs, RateNetSettings settings, float[] weights, int peaks, int clips, float[] gradient)
    {
        var hidden = settings.Hidden;
        var activations = new float[clip.Targets.Length * hidden];
        var (values, slopes) = (new double[clip.Targets.Length], new double[clip.Targets.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            var output = SyllableNet.Output(rows.AsSpan(i * inputs, inputs), weights, activations.AsSpan(i * hidden, hidden));
            var share = SyllableModel.Sigmoid(output);
            (values[i], slopes[i]) = settings.IsCount ? (SyllableModel.SoftPlus(output), share) : (share, share * (1 - share));
        }

        var countSlope = 2 * CountWeight * (values.Sum() - clip.Syllables) / clip.Syllables / clips;
        for (var i = 0; i < values.Length; i++)
        {
            var error = values[i] - clip.Targets[i];
            var down = (float)((settings.IsCount ? 2 * error * slopes[i] : error) / peaks + countSlope * slopes[i]);
            var row = rows.AsSpan(i * inputs, inputs);
            for (var unit = 0; unit < hidden; unit++)
            {
                var activation = activations[i * hidden + unit];
                var inner = down * weights[(inputs + 1) * hidden + unit] * (1 - activation * activation);
                var into = gradient.AsSpan(unit * inputs, inputs);
                TensorPrimitives.MultiplyAdd(row, inner, into, into);
                gradient[inputs * hidden + unit] += inner;
                gradient[(inputs + 1) * hidden + unit] += down * activation;
            }

            var straight = gradient.AsSpan((inputs + 2) * hidden, inputs);
            TensorPrimitives.MultiplyAdd(row, down, straight, straight);
            gradient[^1] += down;
        }
    }

    private static float[] Disturbed(float[] rows, RateNetSettings settings, RandomStream stream)
    {
        if (settings is { Noise: 0, Dropout: 0 }) return rows;
        var disturbed = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            disturbed[i] = stream.NextDouble() < settings.Dropout ? 0 : (float)((rows[i] + settings.Noise * stream.NextGaussian()) / (1 - settings.Dropout));
        return disturbed;
    }

    private static float[] Standardised(float[] rows, SyllableNet scaler, int inputs)
    {
        var standardised = new float[rows.Length];
        for (var start = 0; start < rows.Length; start += inputs) scaler.Standardise(rows.AsSpan(start, inputs), standardised.AsSpan(start, inputs));
        return standardised;
    }

    private static (float[] Means, float[] Deviations) Scales(IReadOnlyList<RateNetClip> clips, int inputs)
    {
        var (sums, squares) = (new double[inputs], new double[inputs]);
        foreach (var clip in clips)
            for (var i = 0; i < clip.Rows.Length; i++)
            {
                sums[i % inputs] += clip.Rows[i];
                squares[i % inputs] += (double)clip.Rows[i] * clip.Rows[i];
            }

        double rows = clips.Sum(clip => clip.Targets.Length);
        return (Array.ConvertAll(sums, sum => (float)(sum / rows)), [.. sums.Zip(squares, (sum, square) => (float)(Math.Sqrt(Math.Max(0, square / rows - sum / rows * (sum / rows))) + 1e-3))]);
    }
}
