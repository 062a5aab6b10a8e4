using SerLab.Models.Mixtures;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Markov;

/// <summary>States in a row or a net, each a mixture of diagonal Gaussians. Immutable.</summary>
internal sealed class HiddenMarkovModel
{
    private readonly double[] initial;
    private readonly double[] transition;
    private readonly double[] shares;
    private readonly double[] logInitial;
    private readonly double[] logTransition;
    private readonly double[] logShares;
    private readonly double[] paddedInitial;
    private readonly double[] paddedTransition;
    private readonly double[] paddedTransposed;

    /// <param name="initial">P(first state), shape [states]; kept, not copied.</param>
    /// <param name="transition">P(column next | row now), shape [states x states]; kept, not copied.</param>
    /// <param name="shares">P(component | state), shape [states x mixtures]; kept, not copied.</param>
    /// <param name="gaussians">The components, shape [states x mixtures].</param>
    public HiddenMarkovModel(double[] initial, double[] transition, double[] shares, DiagonalGaussians gaussians)
    {
        (this.initial, this.transition, this.shares, Gaussians) = (initial, transition, shares, gaussians);
        (logInitial, logTransition, logShares) = (Array.ConvertAll(initial, Math.Log), Array.ConvertAll(transition, Math.Log), Array.ConvertAll(shares, Math.Log));
        var (states, width) = (initial.Length, ScaledPaths.WidthOf(initial.Length));
        (paddedInitial, paddedTransition, paddedTransposed) = (new double[width], new double[states * width], new double[states * width]);
        initial.CopyTo(paddedInitial, 0);
        for (var s = 0; s < states; s++)
            for (var next = 0; next < states; next++)
                paddedTransition[s * width + next] = paddedTransposed[next * width + s] = transition[s * states + next];
    }

    /// <summary>Number of states.</summary>
    public int StateCount => initial.Length;

    /// <summary>Components of each state.</summary>
    public int MixtureCount => shares.Length / initial.Length;

    /// <summary>P(first state), shape [states].</summary>
    public ReadOnlySpan<double> Initial => initial;

    /// <summary>P(column next | row now), shape [states x states].</summary>
    public ReadOnlySpan<double> Transition => transition;

    /// <summary>P(component | state), shape [states x mixtures].</summary>
    public ReadOnlySpan<double> Shares => shares;

    /// <summary>The components, shape [states x mixtures].</summary>
    public DiagonalGaussians Gaussians { get; }

    /// <summary>Logarithms of <see cref="Initial"/>.</summary>
    public ReadOnlySpan<double> LogInitial => logInitial;

    /// <summary>Logarithms of <see cref="Transition"/>; -infinity where there is no arc.</summary>
    public ReadOnlySpan<double> LogTransition => logTransition;

    /// <summary>Logarithms of <see cref="Shares"/>.</summary>
    public ReadOnlySpan<double> LogShares => logShares;

    /// <summary><see cref="Initial"/> filled up with zeros, shape [width].</summary>
    public ReadOnlySpan<double> PaddedInitial => paddedInitial;

    /// <summary><see cref="Transition"/> filled up with zeros, shape [states x width].</summary>
    public ReadOnlySpan<double> PaddedTransition => paddedTransition;

    /// <summary>P(row next | column now) filled up with zeros, shape [states x width].</summary>
    public ReadOnlySpan<double> PaddedTransposed => paddedTransposed;

    /// <summary>Reads the arrays that <see cref="Save"/> gave.</summary>
    /// <exception cref="BadInputException">They are missing or make no model.</exception>
    public static HiddenMarkovModel Restore(Weights weights, string prefix, int stateCount, int featureCount)
    {
        var initial = weights.Get($"{prefix}.initial", stateCount).Values;
        var transition = weights.Get($"{prefix}.transition", initial.Length, initial.Length).Values;
        var shares = weights.Get($"{prefix}.shares", initial.Length, -1);
        var means = weights.Get($"{prefix}.means", shares.Values.Length, featureCount).Values;
        var variances = weights.Get($"{prefix}.variances", shares.Values.Length, featureCount).Values;
        if (means.Length == 0 || !AreDistributions(initial, initial.Length) || !AreDistributions(transition, initial.Length) || !AreDistributions(shares.Values, shares.Shape[1]) || variances.Any(variance => variance <= 0))
            throw new BadInputException("weights", prefix, "there are no features, some probabilities do not sum to one or a variance is not above 0; the model file is damaged, so train it again.");
        return new HiddenMarkovModel(initial, transition, shares.Values, new DiagonalGaussians(means, variances, featureCount));
    }

    /// <summary>The arrays that make this model again.</summary>
    /// <param name="prefix">What their names begin with.</param>
    public IEnumerable<KeyValuePair<string, Tensor>> Save(string prefix) =>
    [
        new($"{prefix}.initial", new Tensor([StateCount], initial)),
        new($"{prefix}.means", new Tensor([Gaussians.Count, Gaussians.FeatureCount], Gaussians.Means.ToArray())),
        new($"{prefix}.shares", new Tensor([StateCount, MixtureCount], shares)),
        new($"{prefix}.transition", new Tensor([StateCount, StateCount], transition)),
        new($"{prefix}.variances", new Tensor([Gaussians.Count, Gaussians.FeatureCount], Gaussians.Variances.ToArray())),
    ];

    /// <summary>log p(frame | state), frame after frame.</summary>
    /// <param name="sequence">The frames.</param>
    /// <param name="withinState">P(component | state, frame), 0 past the frame count, shape [components x stride].</param>
    /// <param name="logSums">Scratch, at least [stride].</param>
    /// <param name="logEmission">Shape [frames x states].</param>
    public void Emit(FrameBlock sequence, Span<double> withinState, Span<double> logSums, Span<double> logEmission)
    {
        Gaussians.LogDensities(sequence, logShares, withinState);
        for (var s = 0; s < StateCount; s++)
        {
            var ofState = withinState.Slice(s * MixtureCount * sequence.Stride, MixtureCount * sequence.Stride);
            LogMath.SoftMaxColumns(ofState, MixtureCount, sequence.Stride, logSums[..sequence.Stride]);
            for (var t = 0; t < sequence.Count; t++) logEmission[t * StateCount + s] = logSums[t];
        }
    }

    /// <summary>log p(example), summed over all paths.</summary>
    /// <param name="example">Shape [frames x features]; only read.</param>
    public double LogLikelihood(MatrixView example)
    {
        var sequence = new FrameBlock(example);
        return new AllPaths(this, sequence.Stride).LogLikelihood(sequence, this);
    }

    /// <summary>The most probable path of states.</summary>
    /// <param name="example">Shape [frames x features]; only read.</param>
    public StatePath BestPath(MatrixView example)
    {
        var sequence = new FrameBlock(example);
        var logEmission = new double[sequence.Count * StateCount];
        Emit(sequence, new double[Gaussians.Count * sequence.Stride], new double[sequence.Stride], logEmission);
        return Viterbi.Decode(logInitial, logTransition, logEmission);
    }

    private static bool AreDistributions(double[] values, int size) =>
        values.Length > 0 && size > 0 && values.All(value => value >= 0) && values.Chunk(size).All(row => Math.Abs(row.Sum() - 1) < 1e-6);
}
