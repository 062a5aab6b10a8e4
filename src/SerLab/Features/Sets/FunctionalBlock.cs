using System.Numerics.Tensors;
using SerLab.Features.Rhythm;

namespace SerLab.Features.Sets;

/// <summary>The row per utterance: statistics of every contour, over all, voiced and unvoiced frames, of its change, and the rhythm columns. Immutable.</summary>
internal sealed class FunctionalBlock
{
    // With fewer voiced frames than this there is nothing to sum up: all frames stand in for them.
    private const int FewestFrames = 3;
    private readonly IReadOnlyList<DescriptorColumn> columns;
    private readonly Choice whole;
    private readonly Choice voiced;
    private readonly Choice unvoiced;
    private readonly Choice delta;
    private readonly bool rhythm;

    public FunctionalBlock(CustomSetOptions options, IReadOnlyList<DescriptorColumn> columns, int sampleRateHz)
    {
        this.columns = columns;
        whole = new Choice(options.Statistics);
        voiced = new Choice(options.VoicedStatistics);
        unvoiced = new Choice(options.UnvoicedStatistics);
        delta = new Choice(options.DeltaStatistics);
        rhythm = options.Rhythm;
        Modulation = options.Modulation ? new ModulationSpectrum(sampleRateHz) : null;
        Names = [.. Describe().Select(column => column.Name)];
    }

    /// <summary>Measures the modulation spectrum; null when the set has none.</summary>
    public ModulationSpectrum? Modulation { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the columns are, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<ColumnDescription> Describe() =>
        [.. columns.SelectMany(Describe), .. rhythm ? RhythmColumns.Columns : [], .. Modulation is null ? [] : ModulationSpectrum.Columns];

    /// <summary>Sums up one utterance.</summary>
    /// <param name="utterance">The utterance over time.</param>
    /// <param name="contours">The columns.</param>
    /// <returns>Shape [<see cref="Names"/>].</returns>
    public float[] Measure(UtteranceContours utterance, Contours contours)
    {
        var frameCount = contours.FrameCount;
        var row = new float[Names.Count];
        var everywhere = Enumerable.Range(0, frameCount).ToArray();
        var voicedFrames = utterance.Pitch.VoicedFrames.ToArray();
        var unvoicedFrames = everywhere.Where(frame => utterance.Pitch.Hz[frame] == 0).ToArray();
        var scratch = new ContourScratch(frameCount);
        var all = new Selection(everywhere, everywhere, scratch);
        var inVoiced = new Selection(voicedFrames, everywhere, scratch);
        var inUnvoiced = new Selection(unvoicedFrames, everywhere, scratch);
        var contour = new float[frameCount];
        var smooth = new float[frameCount];
        var change = new float[frameCount];
        var next = 0;
        for (var column = 0; column < columns.Count; column++)
        {
            contours.CopyTo(column, contour);
            Smooth(contour, smooth);
            var own = columns[column].VoicedOnly ? inVoiced : all;
            next = own.Measure(smooth, whole, row, next);
            if (!columns[column].VoicedOnly)
            {
                next = inVoiced.Measure(smooth, voiced, row, next);
                next = inUnvoiced.Measure(smooth, unvoiced, row, next);
            }

            if (delta.Statistics.Count == 0) continue;
            Deltas.Measure(smooth, change);
            next = own.Measure(change, delta, row, next);
        }

        if (rhythm) RhythmColumns.Measure(utterance, row.AsSpan(next));
        Modulation?.Measure(utterance.Envelopes.Span, row.AsSpan(row.Length - ModulationSpectrum.Names.Count));
        return row;
    }

    private IEnumerable<ColumnDescription> Describe(DescriptorColumn column)
    {
        var own = column.VoicedOnly ? "voiced frames" : "all frames";
        var contour = $"x = {column.Formula}, smoothed over 3 frames";
        var change = $"x = change per frame of {column.Formula}, smoothed over 3 frames";
        foreach (var statistic in whole.Statistics) yield return Describe(column, "", statistic, own, contour, column.Source);
        if (!column.VoicedOnly)
        {
            foreach (var statistic in voiced.Statistics) yield return Describe(column, "_voiced", statistic, "voiced frames", contour, column.Source);
            foreach (var statistic in unvoiced.Statistics) yield return Describe(column, "_unvoiced", statistic, "unvoiced frames", contour, column.Source);
        }

        foreach (var statistic in delta.Statistics) yield return Describe(column, "_delta", statistic, own, change, $"{column.Source}; {Deltas.Source}");
    }

    private static ColumnDescription Describe(DescriptorColumn column, string infix, Statistic statistic, string place, string contour, string source) =>
        new($"{column.Name}{infix}_{StatisticNames.Suffix(statistic)}", $"{StatisticNames.Meaning(statistic)}, over {place}; {contour}", source, column.Name);

    // The mean of three neighbouring frames, as GeMAPS and ComParE have it; end frames count twice.
    private static void Smooth(ReadOnlySpan<float> contour, Span<float> destination)
    {
        var last = contour.Length - 1;
        for (var i = 0; i <= last; i++) destination[i] = (contour[Math.Max(0, i - 1)] + contour[i] + contour[Math.Min(last, i + 1)]) / 3;
    }

    // The statistics that are wanted of a contour, and what has to be measured for them.
    private sealed class Choice(IReadOnlyList<Statistic>? statistics)
    {
        public IReadOnlyList<Statistic> Statistics { get; } = statistics ?? [];

        public ContourParts Parts { get; } = Functionals.PartsOf(statistics ?? []);
    }

    // The frames over which a contour is summed up, with the scratch for it.
    private sealed class Selection
    {
        private readonly int[] frames;
        private readonly bool whole;
        private readonly ContourTimes times;
        private readonly ContourScratch scratch;
        private readonly float[] gathered;
        private readonly float[] values = new float[Functionals.All.Count];

        public Selection(int[] frames, int[] everywhere, ContourScratch scratch)
        {
            this.frames = frames.Length >= FewestFrames ? frames : everywhere;
            this.scratch = scratch;
            whole = this.frames.Length == everywhere.Length;
            times = new ContourTimes(this.frames);
            gathered = new float[whole ? 0 : this.frames.Length];
        }

        public int Measure(ReadOnlySpan<float> contour, Choice wanted, Span<float> row, int next)
        {
            if (wanted.Statistics.Count == 0) return next;
            if (!whole)
            {
                for (var i = 0; i < frames.Length; i++) gathered[i] = contour[frames[i]];
                contour = gathered;
            }

            Functionals.Measure(contour, times, wanted.Parts, scratch, values);
            foreach (var statistic in wanted.Statistics) row[next++] = values[(int)statistic];
            return next;
        }
    }
}
