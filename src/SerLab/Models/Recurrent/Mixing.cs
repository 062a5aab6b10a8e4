using SerLab.Numerics;

namespace SerLab.Models;

/// <summary>Which example of a batch is mixed into which, and with what share (mixup: H. Zhang et al., ICLR 2018, eq. 1).</summary>
internal sealed class Mixing
{
    private readonly int[] partners;
    private readonly double[] shares;

    private Mixing(int[] partners, double[] shares) => (this.partners, this.shares) = (partners, shares);

    /// <summary>Whether anything is mixed.</summary>
    public bool IsOn => partners.Length > 0;

    /// <summary>Draws partners and shares.</summary>
    /// <param name="count">Examples of the batch.</param>
    /// <param name="alpha">a of Beta(a, a), at most 1; 0 mixes none.</param>
    /// <param name="random">Where chance comes from.</param>
    public static Mixing Draw(int count, double alpha, RandomSource random)
    {
        if (alpha == 0) return new([], []);
        var stream = random.Open();
        int[] partners = [.. Enumerable.Range(0, count)];
        stream.Shuffle(partners.AsSpan());
        return new(partners, [.. partners.Select(_ => Beta(alpha, stream)).Select(share => Math.Max(share, 1 - share))]);
    }

    /// <summary>The row that is mixed into a row; itself when none is.</summary>
    public int PartnerOf(int row) => IsOn ? partners[row] : row;

    /// <summary>The row's own share, 0.5 to 1.</summary>
    public double ShareOf(int row) => IsOn ? shares[row] : 1;

    /// <summary>Mixes the partner's steps, repeated or cut to the row's length, into a row of a layout.</summary>
    /// <param name="layout">Where the steps lie.</param>
    /// <param name="place">The row's place in the layout.</param>
    /// <param name="row">Its place in the batch.</param>
    /// <param name="partner">The partner's steps.</param>
    /// <param name="values">Shape [total x features]; changed in place.</param>
    public void MixInput(SequenceLayout layout, int place, int row, MatrixView partner, Span<float> values)
    {
        var share = (float)shares[row];
        for (var step = 0; step < layout.StepsOf(place); step++)
        {
            var own = values.Slice((layout.Start(step) + place) * partner.Columns, partner.Columns);
            var other = partner.Row(step % partner.Rows);
            for (var j = 0; j < own.Length; j++) own[j] = share * own[j] + (1 - share) * other[j];
        }
    }

    // M. Joehnk, Metrika 8, 1964: powers of two uniform numbers, kept when their sum is at most 1; in logarithms, for small a.
    private static double Beta(double alpha, RandomStream stream)
    {
        while (true)
        {
            double x = Math.Log(1 - stream.NextDouble()) / alpha, y = Math.Log(1 - stream.NextDouble()) / alpha;
            var sum = Math.Max(x, y) + Math.Log(1 + Math.Exp(-Math.Abs(x - y)));
            if (sum <= 0) return Math.Exp(x - sum);
        }
    }
}
