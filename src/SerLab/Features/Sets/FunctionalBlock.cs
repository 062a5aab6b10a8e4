using System.Numerics.Tensors;
using SerLab.Features.Rhythm;
using SerLab.Numerics;

namespace SerLab.Features.Sets;

/// <summary>The row per utterance: statistics of every contour, over all, voiced and unvoiced frames, of its change, and the rhythm columns. Immutable.</summary>
internal sealed class FunctionalBlock
{
    // With fewer voiced frames than this there is nothing to sum up: all frames stand in for them.
    private const int FewestFrames = 3;
    private readonly IReadOnlyList<DescriptorColumn> columns;

    // Per descriptor column, where its statistics begin in the row.
    private readonly int[] starts;
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
        starts = new int[columns.Count];
        for (var column = 1; column < starts.Length; column++) starts[column] = starts[column - 1] + Describe(columns[column - 1]).Count();
        Names = [.. Describe().Select(column => column.Name)];
    }

    /// <summary>Measures the modulation spectrum; null when the set has none.</summary>
    public ModulationSpectrum? Modulation { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the columns are, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<ColumnDescription> Describe() =>
        [.. columns.SelectMany(Describe), .. rhythm ? RhythmColumns.Columns : [], .. Modulation is null ? [] : ModulationSpectrum.Columns];

    /// <summary>Sums up what goes by the utterance as a whole: rhythm and modulation.</summary>
    /// <param name="utterance">The utterance over time.</param>
    /// <param name="swings">What <see cref="Modulation"/> summed up; null when the set has none.</param>
    /// <param name="row">Shape [<see cref="Names"/>]; the last columns are written.</param>
    public void MeasureWhole(UtteranceContours utterance, ModulationSpectrum.Sums? swings, Span<float> row)
    {
        var modulation = row[(row.Length - (swings is null ? 0 : ModulationSpectrum.Names.Count))..];
        if (rhythm) RhythmColumns.Measure(utterance, row.Slice(row.Length - modulation.Length - RhythmColumns.Columns.Count, RhythmColumns.Columns.Count));
        swings?.Measure(modulation);
    }

    /// <summary>Sums up the contours that are kept.</summary>
    /// <param name="contours">The descriptor columns, and what may follow them; those that wait are passed over.</param>
    /// <param name="voicedFrames">Indices of the voiced frames, rising.</param>
    /// <param name="row">Shape [<see cref="Names"/>]; the statistics of the kept columns are written.</param>
    public void MeasureContours(Contours contours, int[] voicedFrames, Span<float> row)
    {
        var frameCount = contours.FrameCount;
        using var scratch = new ContourScratch(frameCount);
        var all = new Selection([], frameCount, scratch);
        var inVoiced = new Selection(voicedFrames, frameCount, scratch);
        var inUnvoiced = new Selection(unvoiced.Statistics.Count == 0 ? [] : Others(voicedFrames, frameCount), frameCount, scratch);
        using var borrowed = new Borrowed<float>(2 * frameCount);
        Span<float> contour = borrowed.Span[..frameCount], smooth = borrowed.Span[frameCount..];
        for (var column = contours.First; column < Math.Min(contours.End, columns.Count); column++)
        {
            var next = starts[column];
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
            var change = contour;
            Deltas.Measure(smooth, change);
            own.Measure(change, delta, row, next);
        }
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

    // The frames that are not among some frames.
    private static int[] Others(ReadOnlySpan<int> frames, int frameCount)
    {
        var others = new int[frameCount - frames.Length];
        for (int frame = 0, next = 0; frame < frameCount; frame++)
            if (next < frames.Length && frames[next] == frame) next++;
            else others[frame - next] = frame;
        return others;
    }

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

        public bool NeedsTimes => Functionals.NeedTimes(Parts);
    }

    // The frames over which a contour is summed up; all of them where there are too few.
    private sealed class Selection
    {
        private readonly int[] frames;
        private readonly int frameCount;
        private readonly ContourScratch scratch;
        private readonly float[] values = new float[Functionals.All.Count];
        private ContourTimes? times;

        public Selection(int[] frames, int frameCount, ContourScratch scratch) =>
            (this.frames, this.frameCount, this.scratch) = (frames.Length >= FewestFrames && frames.Length < frameCount ? frames : [], frameCount, scratch);

        public int Measure(ReadOnlySpan<float> contour, Choice wanted, Span<float> row, int next)
        {
            if (wanted.Statistics.Count == 0) return next;
            if (frames.Length > 0)
            {
                var gathered = scratch.Gathered[..frames.Length];
                for (var i = 0; i < frames.Length; i++) gathered[i] = contour[frames[i]];
                contour = gathered;
            }

            if (wanted.NeedsTimes) times ??= frames.Length > 0 ? new ContourTimes(frames) : ContourTimes.OfAll(frameCount);
            Functionals.Measure(contour, times, wanted.Parts, scratch, values);
            foreach (var statistic in wanted.Statistics) row[next++] = values[(int)statistic];
            return next;
        }
    }
}
