using SerLab.Numerics;

namespace SerLab.Metrics;

/// <summary>Confusion counts of each resampled unit (speaker or utterance), kept sparse so that a resample is a sum over few cells. Immutable.</summary>
internal sealed class SpeakerCounts
{
    // Cells of unit u are the entries starts[u] ... starts[u + 1] - 1.
    private readonly int[] starts;
    private readonly int[] cells;
    private readonly int[] times;
    private readonly int classCount;

    private SpeakerCounts(IEnumerable<IEnumerable<int>> cellsPerUnit, int classCount)
    {
        this.classCount = classCount;
        var (starts, entries) = (new List<int> { 0 }, new List<KeyValuePair<int, int>>());
        foreach (var unit in cellsPerUnit)
        {
            entries.AddRange(unit.CountBy(cell => cell).OrderBy(entry => entry.Key));
            starts.Add(entries.Count);
        }

        this.starts = [.. starts];
        cells = [.. entries.Select(entry => entry.Key)];
        times = [.. entries.Select(entry => entry.Value)];
    }

    /// <summary>Number of units.</summary>
    public int Units => starts.Length - 1;

    /// <summary>Size of a table of counts.</summary>
    public int Cells => classCount * classCount;

    /// <summary>Counts per unit. The units' order depends on the speaker numbers only, so that two models on the same utterances line up.</summary>
    public static SpeakerCounts Of(IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<int> speakers, ResamplingUnit unit, int classCount)
    {
        var cells = actual.Zip(predicted, (a, p) => a * classCount + p);
        return unit == ResamplingUnit.Utterances
            ? new SpeakerCounts(cells.Select(cell => new[] { cell }), classCount)
            : new SpeakerCounts(cells.Zip(speakers).GroupBy(pair => pair.Second, pair => pair.First).OrderBy(group => group.Key), classCount);
    }

    /// <summary>Speakers where there are at least two; with one, resampling speakers would only repeat the sample, so utterances.</summary>
    public static ResamplingUnit UnitFor(IReadOnlyList<int> speakers) => speakers.Distinct().Skip(1).Any() ? ResamplingUnit.Speakers : ResamplingUnit.Utterances;

    /// <summary>Adds one unit's counts, <paramref name="factor"/> times, to a table.</summary>
    /// <param name="unit">Index of the unit.</param>
    /// <param name="factor">How often; negative takes away.</param>
    /// <param name="table">Counts, shape [classes x classes].</param>
    public void Add(int unit, int factor, Span<int> table)
    {
        for (var i = starts[unit]; i < starts[unit + 1]; i++) table[cells[i]] += factor * times[i];
    }

    /// <summary>Sums all units.</summary>
    /// <param name="table">Counts, shape [classes x classes]; overwritten.</param>
    public void Total(Span<int> table)
    {
        table.Clear();
        for (var unit = 0; unit < Units; unit++) Add(unit, 1, table);
    }

    /// <summary>Draws as many units as there are, with replacement.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="drawn">How often each unit was drawn, shape [units]; overwritten.</param>
    public static void Draw(RandomStream random, Span<int> drawn)
    {
        drawn.Clear();
        for (var i = 0; i < drawn.Length; i++) drawn[random.NextInt(drawn.Length)]++;
    }

    /// <summary>Sums the drawn units.</summary>
    /// <param name="drawn">How often each unit counts, shape [units].</param>
    /// <param name="table">Counts, shape [classes x classes]; overwritten.</param>
    public void Sum(ReadOnlySpan<int> drawn, Span<int> table)
    {
        table.Clear();
        for (var unit = 0; unit < drawn.Length; unit++)
            if (drawn[unit] > 0)
                Add(unit, drawn[unit], table);
    }
}
