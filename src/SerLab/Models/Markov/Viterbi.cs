namespace SerLab.Models.Markov;

/// <summary>The single most probable path of states.</summary>
/// <param name="States">State of each frame, shape [frames].</param>
/// <param name="LogProbability">log of the joint probability of the path and the frames.</param>
public sealed record ViterbiPath(int[] States, double LogProbability);

/// <summary>Finds the most probable path through a hidden Markov model.</summary>
/// <remarks>A. Viterbi, IEEE Trans. Information Theory 13(2), 1967; as in Rabiner 1989, equations 104 and 105. Of equal paths the one through lower states wins.</remarks>
public static class Viterbi
{
    /// <param name="logInitial">log P(first state), shape [states].</param>
    /// <param name="logTransition">log P(column next | row now), -infinity where there is no arc; shape [states x states].</param>
    /// <param name="logEmission">log p(frame | state), shape [frames x states], at least one frame.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static ViterbiPath Decode(ReadOnlySpan<double> logInitial, ReadOnlySpan<double> logTransition, ReadOnlySpan<double> logEmission)
    {
        var states = logInitial.Length;
        if (states == 0 || logTransition.Length != states * states || logEmission.Length == 0 || logEmission.Length % states != 0)
            throw new ArgumentException($"{states} states, {logTransition.Length} transitions and {logEmission.Length} emissions; give [states], [states x states] and [frames x states].");
        var frames = logEmission.Length / states;
        var cameFrom = new int[logEmission.Length];
        var (best, next) = (new double[states], new double[states]);
        for (var s = 0; s < states; s++) best[s] = logInitial[s] + logEmission[s];
        for (var t = 1; t < frames; t++)
        {
            for (var s = 0; s < states; s++)
            {
                var from = 0;
                for (var r = 1; r < states; r++)
                    if (best[r] + logTransition[r * states + s] > best[from] + logTransition[from * states + s]) from = r;
                cameFrom[t * states + s] = from;
                next[s] = best[from] + logTransition[from * states + s] + logEmission[t * states + s];
            }

            (best, next) = (next, best);
        }

        var path = new int[frames];
        for (var s = 1; s < states; s++)
            if (best[s] > best[path[^1]]) path[^1] = s;
        var logProbability = best[path[^1]];
        for (var t = frames - 1; t > 0; t--) path[t - 1] = cameFrom[t * states + path[t]];
        return new ViterbiPath(path, logProbability);
    }
}
