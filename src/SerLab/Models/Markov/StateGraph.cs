using SerLab.Options;

namespace SerLab.Models.Markov;

/// <summary>Which states may come first and which may follow which. Immutable.</summary>
internal sealed class StateGraph
{
    private readonly bool[] firsts;
    private readonly bool[] arcs;
    private readonly int[] layers;

    private StateGraph(bool[] firsts, bool[] arcs, int[] layers) => (this.firsts, this.arcs, this.layers) = (firsts, arcs, layers);

    /// <summary>Number of states.</summary>
    public int StateCount => firsts.Length;

    /// <summary>Whether a sequence may start in the state, shape [states].</summary>
    public ReadOnlySpan<bool> Firsts => firsts;

    /// <summary>Whether the column may follow the row, shape [states x states].</summary>
    public ReadOnlySpan<bool> Arcs => arcs;

    /// <summary>Which stretch of a sequence a state is first trained on, from 0 and without gaps, shape [states].</summary>
    public ReadOnlySpan<int> Layers => layers;

    /// <summary>From left to right; every state has its own stretch.</summary>
    /// <param name="states">Number of states.</param>
    /// <param name="skips">States that an arc may jump over.</param>
    public static StateGraph LeftToRight(int states, int skips)
    {
        var (firsts, arcs) = (new bool[states], new bool[states * states]);
        firsts[0] = true;
        for (var s = 0; s < states; s++) arcs.AsSpan(s * states + s, Math.Min(skips + 2, states - s)).Fill(true);
        return new StateGraph(firsts, arcs, [.. Enumerable.Range(0, states)]);
    }

    /// <summary>Everything is allowed; all states share one stretch.</summary>
    public static StateGraph Ergodic(int states) =>
        new([.. Enumerable.Repeat(true, states)], [.. Enumerable.Repeat(true, states * states)], new int[states]);

    /// <summary>As listed; states that are equally many arcs from a first state share a stretch.</summary>
    /// <param name="following">States that may follow each state; <see cref="Check"/> found no problem.</param>
    /// <param name="starts">States a sequence may start in.</param>
    public static StateGraph Custom(IReadOnlyList<IReadOnlyList<int>> following, IReadOnlyList<int> starts)
    {
        var states = following.Count;
        var (firsts, arcs) = (new bool[states], new bool[states * states]);
        foreach (var s in starts) firsts[s] = true;
        for (var s = 0; s < states; s++)
            foreach (var next in following[s]) arcs[s * states + next] = true;
        return new StateGraph(firsts, arcs, Distances(following, starts));
    }

    /// <summary>Adds what is wrong with a list of arcs.</summary>
    /// <param name="problems">Where problems go.</param>
    /// <param name="stateCount">Number of states.</param>
    /// <param name="following">States that may follow each state; null when none are listed.</param>
    /// <param name="starts">States a sequence may start in.</param>
    public static void Check(Problems problems, int stateCount, IReadOnlyList<IReadOnlyList<int>>? following, IReadOnlyList<int> starts)
    {
        if (following is null || following.Count != stateCount)
        {
            problems.Add($"Arcs lists {following?.Count ?? 0} states and States is {stateCount}; list for each state those that may follow it, such as [[0, 1], [1]].");
            return;
        }

        var known = starts.Count > 0 && starts.Concat(following.SelectMany(next => next)).All(s => s >= 0 && s < stateCount);
        problems.Unless(known, $"StartStates or Arcs name no state or one outside 0 to {stateCount - 1}; states are numbered from 0.");
        for (var s = 0; s < stateCount; s++) problems.Unless(following[s].Count > 0, $"no state may follow state {s}; let it follow itself: [{s}].");
        if (known) problems.Unless(!Distances(following, starts).Contains(-1), $"state {Array.IndexOf(Distances(following, starts), -1)} is reached from no start state; add an arc to it or leave it out.");
    }

    // Fewest arcs from a first state, by search in breadth; -1 where no path leads.
    private static int[] Distances(IReadOnlyList<IReadOnlyList<int>> following, IReadOnlyList<int> starts)
    {
        var distances = Enumerable.Repeat(-1, following.Count).ToArray();
        var queue = new Queue<int>();
        foreach (var s in starts) Reach(s, 0);
        while (queue.TryDequeue(out var s))
            foreach (var next in following[s]) Reach(next, distances[s] + 1);
        return distances;

        void Reach(int s, int distance)
        {
            if (distances[s] >= 0) return;
            distances[s] = distance;
            queue.Enqueue(s);
        }
    }
}
