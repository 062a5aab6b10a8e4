using SerLab.Numerics;

namespace SerLab.Models.Calibration;

/// <summary>
/// Log-loss of p' = softmax(W log p + b) over judged examples, with ODIR: OffDiagonal / (k (k - 1)) times the squares off W's diagonal and Intercept / k times those of b.
/// </summary>
/// <remarks>
/// Immutable. Parameters are [W b] row after row, shape [classes x (classes + 1)]. The diagonal is held to 1 by a hundredth of the pull on the others, which the paper has not:
/// judgements that are all right would send it to infinity.
/// </remarks>
internal sealed class DirichletLogLoss
{
    private const double DiagonalShare = 0.01;

    private readonly double[][] judged;
    private readonly IReadOnlyList<int> labels;
    private readonly double[] shares;
    private readonly int classCount;
    private readonly double offDiagonal;
    private readonly double intercept;

    /// <param name="judged">Finite log posteriors, shape [examples][classes]; kept.</param>
    /// <param name="labels">True classes, shape [examples].</param>
    /// <param name="shares">How much each example counts, shape [examples].</param>
    /// <param name="offDiagonal">Lambda.</param>
    /// <param name="intercept">Mu.</param>
    public DirichletLogLoss(double[][] judged, IReadOnlyList<int> labels, double[] shares, double offDiagonal, double intercept)
    {
        (this.judged, this.labels, this.shares) = (judged, labels, shares);
        classCount = judged[0].Length;
        this.offDiagonal = offDiagonal / (classCount * (classCount - 1));
        this.intercept = intercept / classCount;
    }

    /// <summary>W = I and b = 0: posteriors stay as they are.</summary>
    public static double[] Identity(int classCount)
    {
        var parameters = new double[classCount * (classCount + 1)];
        for (var c = 0; c < classCount; c++) parameters[c * (classCount + 1) + c] = 1;
        return parameters;
    }

    /// <summary>Value and derivatives: a <see cref="ConvexLoss"/>.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        var (width, size) = (classCount + 1, parameters.Length);
        var (posterior, extended) = (new double[classCount], new double[width]);
        var loss = 0.0;
        extended[classCount] = 1;
        for (var i = 0; i < judged.Length; i++)
        {
            Apply(judged[i], parameters, posterior);
            loss -= shares[i] * posterior[labels[i]];
            if (gradient.IsEmpty) continue;
            judged[i].CopyTo(extended, 0);
            for (var c = 0; c < classCount; c++) posterior[c] = Math.Exp(posterior[c]);
            for (var a = 0; a < classCount; a++)
            {
                var residual = shares[i] * (posterior[a] - (a == labels[i] ? 1 : 0));
                for (var j = 0; j < width; j++) gradient[a * width + j] += residual * extended[j];
                for (var b = 0; b <= a; b++) AddOuter(shares[i] * posterior[a] * ((a == b ? 1 : 0) - posterior[b]), extended, hessian[(a * width * size + b * width)..], size);
            }
        }

        return loss + AddRegularisation(parameters, gradient, hessian);
    }

    /// <summary>Calibrates one example.</summary>
    /// <param name="logPosterior">Shape [classes], finite; only read.</param>
    /// <param name="parameters">[W b], shape [classes x (classes + 1)].</param>
    /// <param name="destination">Shape [classes], another place than the input.</param>
    public static void Apply(ReadOnlySpan<double> logPosterior, ReadOnlySpan<double> parameters, Span<double> destination)
    {
        var classes = logPosterior.Length;
        for (var c = 0; c < classes; c++)
        {
            var row = parameters.Slice(c * (classes + 1), classes + 1);
            var sum = row[classes];
            for (var j = 0; j < classes; j++) sum += row[j] * logPosterior[j];
            destination[c] = sum;
        }

        LogMath.Normalise(destination);
    }

    // block += scale x x'; only blocks on and below the diagonal are asked, which is what the factorisation reads.
    private static void AddOuter(double scale, double[] x, Span<double> block, int stride)
    {
        for (var j = 0; j < x.Length; j++)
        {
            var row = block.Slice(j * stride, x.Length);
            var scaled = scale * x[j];
            for (var l = 0; l < row.Length; l++) row[l] += scaled * x[l];
        }
    }

    private double AddRegularisation(ReadOnlySpan<double> parameters, Span<double> gradient, Span<double> hessian)
    {
        var loss = 0.0;
        for (var place = 0; place < parameters.Length; place++)
        {
            var (row, column) = (place / (classCount + 1), place % (classCount + 1));
            var pull = column == classCount ? intercept : row == column ? DiagonalShare * offDiagonal : offDiagonal;
            var distance = parameters[place] - (row == column ? 1 : 0);
            loss += pull * distance * distance;
            if (gradient.IsEmpty) continue;
            gradient[place] += 2 * pull * distance;
            hessian[place * parameters.Length + place] += 2 * pull;
        }

        return loss;
    }
}
