using SerLab.Numerics;

namespace SerLab.Models.Linear;

/// <summary>Two classes to be told apart by one linear machine: minimise |w|^2 / 2 + sum_i C_i loss(1 - y_i w'x_i). Immutable.</summary>
/// <remarks>
/// The loss is max(0, t) (hinge) or its square. Dual of both: maximise sum_i alpha_i - |sum_i alpha_i y_i x_i|^2 / 2 - sum_i alpha_i^2 Shift_i / 2 over
/// 0 &lt;= alpha_i &lt;= Cap_i, with Shift 0 and Cap C_i for the hinge, 1 / (2 C_i) and infinity for its square (Hsieh et al., ICML 2008, equation 4).
/// </remarks>
/// <param name="Rows">All rows.</param>
/// <param name="Members">Which of them take part, shape [members].</param>
/// <param name="Signs">+1 or -1, shape [members].</param>
/// <param name="Costs">C_i above 0, shape [members].</param>
/// <param name="IsSquared">True squares the hinge.</param>
internal sealed record BinaryProblem(LinearRows Rows, int[] Members, double[] Signs, double[] Costs, bool IsSquared)
{
    /// <summary>Number of members.</summary>
    public int Count => Members.Length;

    /// <summary>Largest alpha of a member.</summary>
    public double Cap(int member) => IsSquared ? double.PositiveInfinity : Costs[member];

    /// <summary>What the dual adds to the diagonal of its matrix.</summary>
    public double Shift(int member) => IsSquared ? 0.5 / Costs[member] : 0;

    /// <summary>y_i w'x_i.</summary>
    public double Margin(int member, ReadOnlySpan<double> weights) => Signs[member] * Rows.Dot(Members[member], weights);

    /// <summary>destination += scale y_i x_i.</summary>
    public void Add(int member, double scale, Span<double> destination) => Rows.Add(Members[member], scale * Signs[member], destination);

    /// <summary>C_i times the loss of a member.</summary>
    public double Loss(int member, double margin)
    {
        var lack = Math.Max(0, 1 - margin);
        return Costs[member] * (IsSquared ? lack * lack : lack);
    }

    /// <summary>The dual objective.</summary>
    /// <param name="alphas">Feasible, shape [members].</param>
    /// <param name="squaredLength">|sum_i alpha_i y_i x_i|^2.</param>
    public double Dual(ReadOnlySpan<double> alphas, double squaredLength)
    {
        var sum = -squaredLength / 2;
        for (var t = 0; t < alphas.Length; t++) sum += alphas[t] - alphas[t] * alphas[t] * Shift(t) / 2;
        return sum;
    }

    /// <summary>The primal objective.</summary>
    /// <param name="weights">Shape [width].</param>
    public double Primal(ReadOnlySpan<double> weights)
    {
        var sum = SquaredLength(weights) / 2;
        for (var t = 0; t < Count; t++) sum += Loss(t, Margin(t, weights));
        return sum;
    }

    /// <summary>|v|^2.</summary>
    public static double SquaredLength(ReadOnlySpan<double> vector) => Inner(vector, vector);

    /// <summary>a'b, in the order of the elements: as many as there are features, nothing beside the passes over the rows.</summary>
    public static double Inner(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }
}

/// <summary>What a solver found.</summary>
/// <param name="Weights">w, shape [width].</param>
/// <param name="Alphas">Dual variables, shape [members]; for a warm start.</param>
/// <param name="Primal">The primal objective.</param>
/// <param name="Dual">The dual objective: no machine has a lower primal one.</param>
internal sealed record LinearSolution(double[] Weights, double[] Alphas, double Primal, double Dual)
{
    /// <summary>Primal minus dual, as a share of the primal objective: the objective is at most so much above its minimum.</summary>
    public double Gap => Primal > 0 ? Math.Max(0, Primal - Dual) / Primal : 0;
}
