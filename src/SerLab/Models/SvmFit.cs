using SerLab.Models.Svm;

namespace SerLab.Models;

/// <summary>How well the machine of one pair of classes was solved.</summary>
/// <param name="First">The class on the positive side.</param>
/// <param name="Second">The class on the negative side.</param>
/// <param name="Rows">Training rows of both.</param>
/// <param name="SupportVectors">Rows with a multiplier above 0.</param>
/// <param name="BoundVectors">Of those, rows whose multiplier is C: inside the margin or wrong.</param>
/// <param name="Steps">Steps that the solver took.</param>
/// <param name="Primal">|w|^2 / 2 + sum_t C_t max(0, 1 - y_t f(x_t)) of the machine.</param>
/// <param name="Dual">sum_t alpha_t - |w|^2 / 2: no machine has a smaller primal value.</param>
public sealed record SvmFit(int First, int Second, int Rows, int SupportVectors, int BoundVectors, long Steps, double Primal, double Dual)
{
    /// <summary>Primal minus dual: at least 0 but for rounding, and 0 at the optimum.</summary>
    public double Gap => Primal - Dual;

    internal static SvmFit Of((int A, int B) pair, SmoSolution machine, double[] boxes)
    {
        var multipliers = machine.Coefficients;
        return new SvmFit(
            pair.A, pair.B, boxes.Length, multipliers.Count(value => value != 0), multipliers.Where((value, t) => value != 0 && Math.Abs(value) == boxes[t]).Count(),
            machine.Steps, machine.Primal, machine.Dual);
    }
}
