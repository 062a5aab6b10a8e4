using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Chooses training examples that only watch: early stopping must not be judged by speakers the network has learned by heart.</summary>
internal static class HeldIn
{
    /// <summary>Whole groups, in random order, until the share is reached; with fewer than three groups, or when every group is needed, single examples of each class.</summary>
    /// <param name="set">The training set; every class keeps at least one example outside.</param>
    /// <param name="share">Share of the examples to hold in; 0 holds none.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>For every example whether it is held in, shape [examples].</returns>
    public static bool[] Choose(TrainingSet set, double share, RandomSource random)
    {
        var held = new bool[set.Examples.Count];
        if (share == 0) return held;
        var left = set.CountPerClass();
        var groups = set.Groups.Distinct().Order().ToArray();
        if (groups.Length >= 3) HoldGroups(set, share, random.For("groups").Open(), groups, left, held);
        if (!held.Contains(true)) HoldExamples(set, share, random.For("examples").Open(), left, held);
        return set.Sources is { } sources ? WithCopies(held, sources) : held;
    }

    // An altered copy of what is held in has been heard as good as the recording itself.
    private static bool[] WithCopies(bool[] held, IReadOnlyList<int> sources)
    {
        var heldSources = Enumerable.Range(0, held.Length).Where(i => held[i]).Select(i => sources[i]).ToHashSet();
        return [.. sources.Select(heldSources.Contains)];
    }

    private static void HoldGroups(TrainingSet set, double share, RandomStream stream, int[] groups, int[] left, bool[] held)
    {
        stream.Shuffle(groups.AsSpan());
        var wanted = share * held.Length;
        var count = 0;
        foreach (var group in groups)
        {
            var members = Enumerable.Range(0, held.Length).Where(i => set.Groups[i] == group).ToArray();
            if (count >= wanted) break;
            var taken = members.CountBy(i => set.Labels[i]).ToArray();
            if (taken.Any(pair => left[pair.Key] <= pair.Value) || count + members.Length > held.Length / 2) continue;
            foreach (var pair in taken) left[pair.Key] -= pair.Value;
            foreach (var i in members) held[i] = true;
            count += members.Length;
        }
    }

    private static void HoldExamples(TrainingSet set, double share, RandomStream stream, int[] left, bool[] held)
    {
        var order = Enumerable.Range(0, held.Length).ToArray();
        stream.Shuffle(order.AsSpan());
        var wanted = left.Select(count => (int)(share * count)).ToArray();
        foreach (var i in order)
            if (wanted[set.Labels[i]]-- > 0)
                held[i] = true;
    }
}
