namespace SerLab.Models.Markov;

/// <summary>Finds the most probable path through a hidden Markov model.</summary>
/// <remarks>A. Viterbi, IEEE Trans. Information Theory 13(2), 1967; as in Rabiner 1989, equations 104 and 105. Of equal paths the one through lower states wins.</remarks>
public static class Viterbi
{
    /// <param name="logInitial">log P(first state), shape [states].</param>
    /// <param name="logTransition">log P(column next | row now), -infinity where there is no arc; shape [states x states].</param>
    /// <param name="logEmission">log p(frame | state), shape [frames x states], at least one frame.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static StatePath Decode(ReadOnlySpan<double> logInitial, ReadOnlySpan<double> logTransition, ReadOnlySpan<double> logEmission)
    {
        var states = logInitial.Length;
        if (states == 0 || logTransition.Length != states * states || logEmission.Length == 0 || logEmission.Length % states != 0)
            throw new ArgumentException($"{states} states, {logTransition.Length} transitions and {logEmission.Length} emissions; give [states], [states x states] and [frames x states].");
        var path = new int[logEmission.Length / states];
        return new StatePath(path, Decode(logInitial, logTransition, logEmission, new int[logEmission.Length], path));
    }

    /// <summary>log of the joint probability of the best path and the frames.</summary>
    /// <param name="logInitial">Shape [states].</param>
    /// <param name="logTransition">Shape [states x states].</param>
    /// <param name="logEmission">Shape [frames x states].</param>
    /// <param name="cameFrom">Scratch, at least [frames x states].</param>
    /// <param name="path">The best path, shape [frames].</param>
    internal static double Decode(
        ReadOnlySpan<double> logInitial, ReadOnlySpan<double> logTransition, ReadOnlySpan<double> logEmission, Span<int> cameFrom, Span<int> path)
    {
        var states = logInitial.Length;
        Span<double> best = stackalloc double[states], next = stackalloc double[states];
        for (var s = 0; s < states; s++) best[s] = logInitial[s] + logEmission[s];
        for (var t = 1; t < path.Length; t++)
        {
            for (var s = 0; s < states; s++)
            {
                var (from, reached) = (0, best[0] + logTransition[s]);
                for (var r = 1; r < states; r++)
                {
                    var other = best[r] + logTransition[r * states + s];
                    if (other > reached) (from, reached) = (r, other);
                }

                cameFrom[t * states + s] = from;
                next[s] = reached + logEmission[t * states + s];
            }

            next.CopyTo(best);
        }

        var last = 0;
        for (var s = 1; s < states; s++)
            if (best[s] > best[last]) last = s;
        path[^1] = last;
        for (var t = path.Length - 1; t > 0; t--) path[t - 1] = cameFrom[t * states + path[t]];
        return best[last];
    }
}
