namespace SerLab.Enhancement;

/// <summary>The exponential integral E1.</summary>
public static class ExponentialIntegral
{
    private const double EulerGamma = 0.577215664901532860606512090082402431;

    /// <summary>E1(x) = integral from x to infinity of exp(-t) / t dt, to about 1e-14 of its value; 0 above 740, where it underflows.</summary>
    /// <remarks>
    /// M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 1964: the series 5.1.11 up to 1, beyond it the continued fraction 5.1.22, evaluated by Lentz's
    /// method (W. J. Lentz, Applied Optics 15(3), 1976).
    /// </remarks>
    /// <param name="x">Above 0; 0 gives infinity, less NaN.</param>
    public static double E1(double x) => x switch
    {
        > 740 => 0,
        > 1 => Math.Exp(-x) * Fraction(x),
        > 0 => Series(x),
        0 => double.PositiveInfinity,
        _ => double.NaN,
    };

    // -gamma - ln x - sum_k (-x)^k / (k k!).
    private static double Series(double x)
    {
        var sum = -EulerGamma - Math.Log(x);
        var power = -1.0;
        for (var k = 1; k <= 20; k++)
        {
            power *= -x / k;
            sum += power / k;
            if (Math.Abs(power) < 1e-17) break;
        }

        return sum;
    }

    // exp(x) E1(x) = 1 / (x + 1 - 1 / (x + 3 - 4 / (x + 5 - 9 / ...))): about 60 steps at 1, under 20 from 5 on.
    private static double Fraction(double x)
    {
        var b = x + 1;
        var c = 1e300;
        var d = 1 / b;
        var value = d;
        for (var k = 1; k <= 200; k++)
        {
            var a = -(double)k * k;
            b += 2;
            d = 1 / (a * d + b);
            c = b + a / c;
            var step = c * d;
            value *= step;
            if (Math.Abs(step - 1) < 1e-15) break;
        }

        return value;
    }
}
