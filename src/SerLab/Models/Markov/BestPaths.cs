using SerLab.Models.Mixtures;

namespace SerLab.Models.Markov;

/// <summary>Counts along the best path of a sequence: all of a frame belongs to one state, whose components share it out. Holds the scratch of one thread.</summary>
/// <remarks>B.-H. Juang and L. Rabiner, "The segmental K-means algorithm for estimating parameters of hidden Markov models", IEEE Trans. ASSP 38(9), 1990.</remarks>
internal sealed class BestPaths : IPathCounter
{
    private readonly double[] shares;
    private readonly double[] logSums;
    private readonly double[] logEmission;
    private readonly int[] cameFrom;
    private readonly int[] path;

    /// <param name="model">A model of the size that is asked about.</param>
    /// <param name="longest">Longest stride of a sequence.</param>
    public BestPaths(HiddenMarkovModel model, int longest)
    {
        (shares, logSums) = (new double[model.Gaussians.Count * longest], new double[longest]);
        (logEmission, cameFrom, path) = (new double[model.StateCount * longest], new int[model.StateCount * longest], new int[longest]);
    }

    /// <inheritdoc/>
    public double Count(FrameBlock sequence, HiddenMarkovModel model, HiddenMarkovSums sums)
    {
        var logProbability = Decode(sequence, model);
        var (states, mixtures, stride) = (model.StateCount, model.MixtureCount, sequence.Stride);
        sums.Firsts[path[0]]++;
        for (var t = 1; t < sequence.Count; t++) sums.Arcs[path[t - 1] * states + path[t]]++;
        for (var k = 0; k < model.Gaussians.Count; k++)
        {
            var row = shares.AsSpan(k * stride, stride);
            for (var t = 0; t < row.Length; t++)
                if (t >= sequence.Count || path[t] != k / mixtures) row[t] = 0;
        }

        sums.Gaussians.Add(sequence, shares.AsSpan(0, model.Gaussians.Count * stride));
        return logProbability;
    }

    /// <summary>The best path, shape [frames], until the next call.</summary>
    public ReadOnlySpan<int> Path(FrameBlock sequence, HiddenMarkovModel model)
    {
        Decode(sequence, model);
        return path.AsSpan(0, sequence.Count);
    }

    private double Decode(FrameBlock sequence, HiddenMarkovModel model)
    {
        var emissions = logEmission.AsSpan(0, sequence.Count * model.StateCount);
        model.Emit(sequence, shares.AsSpan(0, model.Gaussians.Count * sequence.Stride), logSums, emissions);
        return Viterbi.Decode(model.LogInitial, model.LogTransition, emissions, cameFrom, path.AsSpan(0, sequence.Count));
    }
}
