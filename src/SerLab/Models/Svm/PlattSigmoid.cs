namespace SerLab.Models.Svm;

/// <summary>P(positive | f) = 1 / (1 + exp(Slope f + Offset)): a probability from a decision value.</summary>
/// <remarks>
/// J. Platt, "Probabilistic outputs for support vector machines", 1999, fitted by Newton's method with backtracking as in H.-T. Lin, C.-J. Lin, R. C. Weng,
/// "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 68, 2007; equation numbers are the latter's.
/// </remarks>
/// <param name="Slope">A; negative where large decision values mean positive.</param>
/// <param name="Offset">B.</param>
internal readonly record struct PlattSigmoid(double Slope, double Offset)
{
    private const int MostIterations = 100;
    private const double LeastStep = 1e-10;
    private const double Ridge = 1e-12;
    private const double SmallGradient = 1e-5;

    /// <summary>Probability of the positive class; never rounds to 0 or 1 below |Slope f + Offset| of about 700.</summary>
    public double Probability(double decision)
    {
        var exponent = decision * Slope + Offset;
        return exponent >= 0 ? Math.Exp(-exponent) / (1 + Math.Exp(-exponent)) : 1 / (1 + Math.Exp(exponent));
    }

    /// <summary>Least cross-entropy over decision values of examples that the machine did not learn from.</summary>
    /// <param name="decisions">Decision values, shape [examples].</param>
    /// <param name="positive">The first so many are of the positive class, the others of the negative.</param>
    public static PlattSigmoid Fit(ReadOnlySpan<double> decisions, int positive)
    {
        var negative = decisions.Length - positive;
        var (targetPositive, targetNegative) = ((positive + 1.0) / (positive + 2.0), 1 / (negative + 2.0)); // Section 2.1
        var fit = new PlattSigmoid(0, Math.Log((negative + 1.0) / (positive + 1.0)));
        var loss = fit.Loss(decisions, positive, targetPositive, targetNegative);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var (gradientA, gradientB, hessianAA, hessianAB, hessianBB) = (0.0, 0.0, Ridge, 0.0, Ridge);
            for (var i = 0; i < decisions.Length; i++)
            {
                var probability = fit.Probability(decisions[i]);
                var residual = (i < positive ? targetPositive : targetNegative) - probability;
                var curvature = probability * (1 - probability);
                gradientA += decisions[i] * residual;
                gradientB += residual;
                hessianAA += decisions[i] * decisions[i] * curvature;
                hessianAB += decisions[i] * curvature;
                hessianBB += curvature;
            }

            if (Math.Abs(gradientA) < SmallGradient && Math.Abs(gradientB) < SmallGradient) break;
            var determinant = hessianAA * hessianBB - hessianAB * hessianAB;
            var stepA = -(hessianBB * gradientA - hessianAB * gradientB) / determinant;
            var stepB = -(hessianAA * gradientB - hessianAB * gradientA) / determinant;
            var slope = gradientA * stepA + gradientB * stepB;

            var length = 1.0;
            for (; length >= LeastStep; length /= 2)
            {
                var candidate = new PlattSigmoid(fit.Slope + length * stepA, fit.Offset + length * stepB);
                var candidateLoss = candidate.Loss(decisions, positive, targetPositive, targetNegative);
                if (candidateLoss >= loss + 1e-4 * length * slope) continue;
                (fit, loss) = (candidate, candidateLoss);
                break;
            }

            if (length < LeastStep) break;
        }

        return fit;
    }

    // Equation 5, in the two forms of section 3 that do not overflow.
    private double Loss(ReadOnlySpan<double> decisions, int positive, double targetPositive, double targetNegative)
    {
        var loss = 0.0;
        for (var i = 0; i < decisions.Length; i++)
        {
            var target = i < positive ? targetPositive : targetNegative;
            var exponent = decisions[i] * Slope + Offset;
            loss += exponent >= 0 ? target * exponent + Math.Log(1 + Math.Exp(-exponent)) : (target - 1) * exponent + Math.Log(1 + Math.Exp(exponent));
        }

        return loss;
    }
}
