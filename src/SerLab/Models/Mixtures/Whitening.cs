using SerLab.Numerics;

namespace SerLab.Models.Mixtures;

/// <summary>The triangular transform after which a Gaussian is round and of variance 1. Immutable.</summary>
internal sealed class Whitening
{
    private readonly double[] lower;
    private readonly double[] shifts;

    /// <param name="covariance">Positive definite, shape [features x features].</param>
    /// <param name="mean">Shape [features].</param>
    /// <exception cref="ArgumentException">The covariance is not positive definite.</exception>
    public Whitening(ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        var features = mean.Length;
        var factor = new double[covariance.Length];
        if (!SymmetricMatrix.Cholesky(covariance, features, factor)) throw new ArgumentException("The covariance is not positive definite; raise its eigenvalues first.", nameof(covariance));
        (lower, shifts) = (new double[covariance.Length], new double[features]);
        SymmetricMatrix.InvertLower(factor, features, lower);
        Constant = -0.5 * features * Math.Log(2 * Math.PI);
        for (var i = 0; i < features; i++) Constant -= Math.Log(factor[i * features + i]);
        Shift(mean, shifts);
    }

    /// <summary>Inverse of the covariance's Cholesky factor, shape [features x features].</summary>
    public ReadOnlySpan<double> Lower => lower;

    /// <summary>Minus the transformed mean, shape [features].</summary>
    public ReadOnlySpan<double> Shifts => shifts;

    /// <summary>log of the density at the mean.</summary>
    public double Constant { get; }

    /// <summary>Minus the transform of a point.</summary>
    /// <param name="point">Shape [features].</param>
    /// <param name="destination">Shape [features].</param>
    public void Shift(ReadOnlySpan<double> point, Span<double> destination)
    {
        for (var i = 0; i < point.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j <= i; j++) sum -= lower[i * point.Length + j] * point[j];
            destination[i] = sum;
        }
    }
}
