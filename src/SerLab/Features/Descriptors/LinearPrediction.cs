using System.Diagnostics;

namespace SerLab.Features.Descriptors;

/// <summary>Linear prediction: from an autocorrelation to the all-pole filter that explains it.</summary>
internal static class LinearPrediction
{
    /// <summary>Predictor polynomial 1 + a1 z^-1 + ... of an autocorrelation, by Levinson's and Durbin's recursion (Makhoul 1975, eqs. 38); its roots lie
    /// inside the unit circle.</summary>
    /// <param name="correlation">Shape [order + 1]; only read.</param>
    /// <param name="coefficients">Shape [order + 1].</param>
    /// <returns>False when the signal has no energy or is predicted perfectly; the coefficients are then 1, 0, 0, ...</returns>
    public static bool Predict(ReadOnlySpan<double> correlation, Span<double> coefficients)
    {
        Debug.Assert(correlation.Length == coefficients.Length);
        coefficients.Clear();
        coefficients[0] = 1;
        if (!(correlation[0] > 0) || !double.IsFinite(correlation[0])) return false;
        Span<double> before = stackalloc double[coefficients.Length];
        // White noise 90 dB under the signal keeps the recursion stable in the face of rounding.
        var error = correlation[0] * (1 + 1e-9);
        for (var i = 1; i < coefficients.Length; i++)
        {
            var sum = correlation[i];
            for (var j = 1; j < i; j++) sum += coefficients[j] * correlation[i - j];
            var reflection = -sum / error;
            coefficients.CopyTo(before);
            for (var j = 1; j < i; j++) coefficients[j] = before[j] + reflection * before[i - j];
            coefficients[i] = reflection;
            error *= 1 - reflection * reflection;
            if (error > 0) continue;
            coefficients[1..].Clear();
            return false;
        }

        return true;
    }
}
