namespace SerLab.Models.Svm;

/// <summary>The state of one run of sequential minimal optimisation: scratch of one thread, of no use afterwards.</summary>
/// <remarks>
/// Rows that will hardly move again are parked (shrinking: C.-C. Chang, C.-J. Lin, "LIBSVM: a library for support vector machines", ACM TIST 2(3), 2011, section 5.1) and the
/// others stand side by side, in ascending order; a place is where a row stands among them. What parked rows lack is worked out anew when they come back (section 5.3).
/// </remarks>
internal sealed class SmoWorkingSet : IDisposable
{
    // Where fewer would go, picking the columns of all rows anew costs more than it saves.
    private const double LeastShareParked = 0.2;

    private readonly PairKernel kernel;
    private readonly double[] boxes;
    private readonly double[] parked;               // coefficients of parked rows, in the pair's order
    private readonly double[] coefficients;         // from here on by place
    private readonly double[] lacking;
    private readonly double[] rising;
    private readonly float[] falling;
    private readonly float[] diagonal;
    private readonly int[] rowAt;
    private int count;
    private WorkingRows? picked;                    // null while no row is parked
    private int first;
    private double most;

    /// <param name="kernel">The pair's kernel.</param>
    /// <param name="boxes">C of each row, shape [rows].</param>
    /// <param name="start">A solution with boxes that are all in the same proportion to these, and no larger; null starts at zero.</param>
    /// <param name="growth">That proportion: these boxes over those, at least 1.</param>
    public SmoWorkingSet(PairKernel kernel, double[] boxes, SmoSolution? start, double growth)
    {
        (this.kernel, this.boxes, count) = (kernel, boxes, kernel.Count);
        (parked, coefficients, lacking, rising) = (new double[count], new double[kernel.Stride], new double[kernel.Stride], new double[kernel.Stride]);
        (falling, diagonal, rowAt) = (new float[kernel.Stride], [.. kernel.Diagonal], new int[count]);
        Array.Fill(rising, double.NegativeInfinity);
        Array.Fill(falling, float.NegativeInfinity);

        // Rows at their bound mostly stay there when it moves, free rows mostly stay where they are: the larger part decides.
        if (start is not null && BoundShare(start, growth) <= 0.5) growth = 1;
        for (var t = 0; t < count; t++)
        {
            rowAt[t] = t;
            lacking[t] = Target(t);
            if (start is not null)
            {
                // f without its bias grows with the coefficients, so nothing is computed anew.
                coefficients[t] = Snapped(t, growth * start.Coefficients[t]);
                lacking[t] -= growth * (start.Decisions[t] - start.Bias);
            }

            MarkRoom(t);
        }

        FindFirst();
    }

    /// <summary>Whether no row is parked.</summary>
    public bool IsWhole => picked is null;

    private int Stride => PairKernel.Padded(count);

    /// <summary>Equations 8 to 11 of Fan, Chen, Lin (WSS 2): the row that violates most has a partner with which the dual falls most.</summary>
    /// <returns>The partner's place, -1 for none, and the largest violation.</returns>
    public (int Second, double Violation) Partner()
    {
        if (double.IsNegativeInfinity(most)) return (-1, 0);
        var (second, violation) = SmoVectors.Partner(Row(first), diagonal[first], most, lacking.AsSpan(0, Stride), falling, diagonal);
        return (second, second < 0 ? 0 : violation);
    }

    /// <summary>The two-variable problem along sum b = 0: the first row's coefficient grows and the second's falls by the same amount, up to the boxes.</summary>
    public void Step(int second)
    {
        Fetch(second);
        var rowI = Row(first);
        var rowJ = Row(second);
        var curvature = Math.Max(SmoSolver.LeastCurvature, (double)diagonal[first] + diagonal[second] - 2.0 * rowI[second]);
        var (high, low) = (High(rowAt[first]), Low(rowAt[second]));
        var (roomI, roomJ) = (high - coefficients[first], coefficients[second] - low);
        var change = Math.Min((lacking[first] - lacking[second]) / curvature, Math.Min(roomI, roomJ));
        coefficients[first] = change == roomI ? high : coefficients[first] + change;
        coefficients[second] = change == roomJ ? low : coefficients[second] - change;
        MarkRoom(first);
        MarkRoom(second);
        (first, most) = SmoVectors.Advance(rowI, rowJ, change, rising, lacking.AsSpan(0, Stride));
        if (!double.IsNegativeInfinity(most)) Fetch(first);
    }

    /// <summary>Parks rows that cannot take part in a step: at a bound, and beyond the row that violates most on the other side.</summary>
    public void Shrink()
    {
        var least = Least();
        if (most <= least) return;
        var stay = Enumerable.Range(0, count).Where(k => (rising[k] == 0 && (falling[k] == 0 || lacking[k] >= least)) || (falling[k] == 0 && lacking[k] <= most)).ToArray();
        if (stay.Length > (1 - LeastShareParked) * count || stay.Length < 2) return;
        for (var k = 0; k < count; k++) parked[rowAt[k]] = coefficients[k];
        first = Array.BinarySearch(stay, first);
        for (var k = 0; k < stay.Length; k++)
        {
            var from = stay[k];
            (coefficients[k], lacking[k], rising[k], falling[k], diagonal[k], rowAt[k]) = (coefficients[from], lacking[from], rising[from], falling[from], diagonal[from], rowAt[from]);
        }

        count = stay.Length;
        Array.Fill(rising, double.NegativeInfinity, count, Stride - count);
        Array.Fill(falling, float.NegativeInfinity, count, Stride - count);
        picked?.Dispose();
        picked = new WorkingRows(kernel, rowAt[..count]);
        Fetch(first);
    }

    /// <summary>Takes all parked rows back.</summary>
    public void Open()
    {
        if (picked is null) return;
        picked.Dispose();
        picked = null;
        var isParked = Enumerable.Repeat(true, kernel.Count).ToArray();
        var known = new double[kernel.Count];
        for (var k = 0; k < count; k++) (parked[rowAt[k]], known[rowAt[k]], isParked[rowAt[k]]) = (coefficients[k], lacking[k], false);
        count = kernel.Count;
        var sums = SumOverVectors();
        for (var t = 0; t < count; t++)
        {
            (rowAt[t], coefficients[t], diagonal[t]) = (t, parked[t], kernel.Diagonal[t]);
            lacking[t] = isParked[t] ? Target(t) - sums[t] : known[t];
            MarkRoom(t);
        }

        FindFirst();
    }

    /// <summary>The machine that the coefficients make; no row may be parked.</summary>
    public SmoSolution Solution(long steps)
    {
        var bias = Bias();
        var (decisions, quadratic, linear, loss) = (new double[count], 0.0, 0.0, 0.0);
        for (var t = 0; t < count; t++)
        {
            decisions[t] = Target(t) - lacking[t] + bias;
            quadratic += coefficients[t] * (Target(t) - lacking[t]);
            linear += Math.Abs(coefficients[t]);
            loss += boxes[t] * Math.Max(0, 1 - Target(t) * decisions[t]);
        }

        return new SmoSolution(coefficients[..count], bias, decisions, steps, quadratic / 2 + loss, linear - quadratic / 2);
    }

    public void Dispose() => picked?.Dispose();

    // At the optimum every free row lacks exactly the bias; without one it lies half-way between the bounds (section 4.1.5).
    private double Bias()
    {
        var (sum, free) = (0.0, 0);
        var (largest, least) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var t = 0; t < count; t++)
        {
            var (mayRise, mayFall) = (rising[t] == 0, falling[t] == 0);
            if (mayRise && mayFall) (sum, free) = (sum + lacking[t], free + 1);
            if (mayRise) largest = Math.Max(largest, lacking[t]);
            if (mayFall) least = Math.Min(least, lacking[t]);
        }

        if (free > 0) return sum / free;
        if (double.IsFinite(largest) && double.IsFinite(least)) return (largest + least) / 2;
        return double.IsFinite(largest) ? 1 : double.IsFinite(least) ? -1 : 0; // All rows of one class are held out: everything belongs to the other.
    }

    // sum_s b_s K_ts over the support vectors in ascending order; rows that are not at hand are computed in batches.
    private double[] SumOverVectors()
    {
        var sums = new double[kernel.Stride];
        var vectors = Enumerable.Range(0, kernel.Count).Where(t => parked[t] != 0).ToArray();
        foreach (var batch in vectors.Chunk(Math.Max(1, kernel.BatchRows)))
        {
            // Asked for first, the held rows of a batch are not those that make room for the others.
            foreach (var t in batch.Where(kernel.Holds)) kernel.Row(t);
            int[] missing = [.. batch.Where(t => !kernel.Holds(t))];
            if (missing.Length > 0) kernel.Load(missing);
            foreach (var t in batch) WideSums.Add(kernel.Row(t), parked[t], sums);
        }

        return sums;
    }

    private double Least()
    {
        var least = double.PositiveInfinity;
        for (var k = 0; k < count; k++)
            if (falling[k] == 0) least = Math.Min(least, lacking[k]);
        return least;
    }

    private void FindFirst()
    {
        ReadOnlySpan<float> nothing = new float[Stride];
        (first, most) = SmoVectors.Advance(nothing, nothing, 0, rising, lacking.AsSpan(0, Stride));
        if (!double.IsNegativeInfinity(most)) Fetch(first);
    }

    private ReadOnlySpan<float> Row(int place) => picked is null ? kernel.Row(place) : picked.Row(place);

    // A row that must be computed brings those along that violate most, for they will be asked for soon.
    private void Fetch(int place)
    {
        if (kernel.BatchRows == 0 || (picked is null ? kernel.Holds(place) : picked.Holds(place))) return;
        var middle = (most + Least()) / 2;
        var wanted = new PriorityQueue<int, (double, int)>();
        for (var k = 0; k < count; k++)
        {
            var violation = Math.Max(rising[k] + lacking[k] - middle, falling[k] + middle - lacking[k]);
            if (k == place || double.IsNegativeInfinity(violation) || kernel.Holds(rowAt[k])) continue;
            if (wanted.Count < kernel.BatchRows - 1) wanted.Enqueue(rowAt[k], (violation, -k));
            else wanted.EnqueueDequeue(rowAt[k], (violation, -k));
        }

        kernel.Load([rowAt[place], .. wanted.UnorderedItems.Select(item => item.Element).Order()]);
    }

    private void MarkRoom(int place)
    {
        var row = rowAt[place];
        rising[place] = coefficients[place] < High(row) ? 0 : double.NegativeInfinity;
        falling[place] = coefficients[place] > Low(row) ? 0 : float.NegativeInfinity;
    }

    private double BoundShare(SmoSolution start, double growth)
    {
        var (vectors, bound) = (0, 0);
        for (var t = 0; t < count; t++)
        {
            if (start.Coefficients[t] == 0) continue;
            vectors++;
            if (Math.Abs(start.Coefficients[t]) * growth >= boxes[t] * (1 - 1e-12)) bound++;
        }

        return bound / Math.Max(1.0, vectors);
    }

    // A coefficient that rounding left beside its bound stands at it.
    private double Snapped(int row, double value)
    {
        var (low, high) = (Low(row), High(row));
        return value >= high * (1 - 1e-12) && high > 0 ? high : value <= low * (1 - 1e-12) && low < 0 ? low : value;
    }

    private double Target(int row) => row < kernel.PositiveCount ? 1 : -1;

    private double High(int row) => row < kernel.PositiveCount ? boxes[row] : 0;

    private double Low(int row) => row < kernel.PositiveCount ? 0 : -boxes[row];
}
