using SerLab.Numerics;

namespace SerLab.Models.Markov;

/// <summary>Sums over all paths through a hidden Markov model, in logarithms.</summary>
/// <remarks>
/// L. Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77(2), 1989; equation numbers are theirs. Logarithms rather than scaling factors: with 39
/// features two states can differ by thousands of nats in one frame, and a scaled forward variable that has rounded to 0 never comes back.
/// A path may end in any state, so that a sequence shorter than a left-to-right model still has paths.
/// </remarks>
internal static class ForwardBackward
{
    /// <summary>log of the forward variables (equations 19 and 20) and the log-likelihood of the sequence (21).</summary>
    /// <param name="logInitial">Shape [states].</param>
    /// <param name="logTransition">From row to column, -infinity where there is no arc; shape [states x states].</param>
    /// <param name="logEmission">Shape [frames x states], at least one frame.</param>
    /// <param name="states">Number of states.</param>
    /// <param name="logForward">Shape [frames x states].</param>
    public static double Forward(
        ReadOnlySpan<double> logInitial, ReadOnlySpan<double> logTransition, ReadOnlySpan<double> logEmission, int states, Span<double> logForward)
    {
        for (var s = 0; s < states; s++) logForward[s] = logInitial[s] + logEmission[s];
        for (var place = states; place < logEmission.Length; place += states)
        {
            var before = logForward.Slice(place - states, states);
            for (var s = 0; s < states; s++) logForward[place + s] = logEmission[place + s] + LogSumOfPaths(before, logTransition[s..], states);
        }

        return LogMath.LogSumExp(logForward[(logEmission.Length - states)..logEmission.Length]);
    }

    /// <summary>log of the backward variables (equations 24 and 25).</summary>
    /// <inheritdoc cref="Forward"/>
    /// <param name="logTransition">Shape [states x states].</param>
    /// <param name="logEmission">Shape [frames x states].</param>
    /// <param name="states">Number of states.</param>
    /// <param name="logBackward">Shape [frames x states].</param>
    public static void Backward(ReadOnlySpan<double> logTransition, ReadOnlySpan<double> logEmission, int states, Span<double> logBackward)
    {
        logBackward[(logEmission.Length - states)..logEmission.Length].Clear();
        Span<double> next = stackalloc double[states];
        for (var place = logEmission.Length - 2 * states; place >= 0; place -= states)
        {
            for (var s = 0; s < states; s++) next[s] = logEmission[place + states + s] + logBackward[place + states + s];
            for (var s = 0; s < states; s++) logBackward[place + s] = LogSumOfArcs(next, logTransition.Slice(s * states, states));
        }
    }

    // log sum_r exp(before[r] + column[r * states]); arcs that do not exist cost no exponential.
    private static double LogSumOfPaths(ReadOnlySpan<double> before, ReadOnlySpan<double> column, int states)
    {
        var max = double.NegativeInfinity;
        for (var r = 0; r < states; r++) max = Math.Max(max, before[r] + column[r * states]);
        if (double.IsNegativeInfinity(max)) return max;
        var sum = 0.0;
        for (var r = 0; r < states; r++)
        {
            var difference = before[r] + column[r * states] - max;
            if (difference > -745) sum += difference == 0 ? 1 : Math.Exp(difference);
        }

        return max + Math.Log(sum);
    }

    private static double LogSumOfArcs(ReadOnlySpan<double> next, ReadOnlySpan<double> row)
    {
        var max = double.NegativeInfinity;
        for (var r = 0; r < row.Length; r++) max = Math.Max(max, next[r] + row[r]);
        if (double.IsNegativeInfinity(max)) return max;
        var sum = 0.0;
        for (var r = 0; r < row.Length; r++)
        {
            var difference = next[r] + row[r] - max;
            if (difference > -745) sum += difference == 0 ? 1 : Math.Exp(difference);
        }

        return max + Math.Log(sum);
    }
}
