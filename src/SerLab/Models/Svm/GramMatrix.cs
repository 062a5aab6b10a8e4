using System.Numerics.Tensors;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Svm;

/// <summary>Inner products of all rows of a set: computed once, shared by every kernel, C, gamma, fold and pair of classes. Immutable.</summary>
internal sealed class GramMatrix
{
    // 8000 rows are 256 MB of inner products and as much again for a kernel.
    private const int MostRows = 8000;

    // Rows of one block product: large enough for the product's own blocking, small enough that the half above the diagonal is not computed in vain.
    private const int PanelRows = 128;

    private readonly float[] products;

    /// <param name="rows">Matrices [1 x features]; only read.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="OptionsException">There are more rows than fit in memory as a square.</exception>
    public GramMatrix(IReadOnlyList<MatrixView> rows, CancellationToken cancel)
    {
        if (rows.Count > MostRows)
            throw new OptionsException("svm", [$"there are {rows.Count} training rows; at most {MostRows} fit (their kernel matrix would take {4.0 * rows.Count * rows.Count / 1e9:F1} GB), so train on fewer rows or choose \"gmm\"."]);
        (Count, var features) = (rows.Count, rows[0].Columns);
        var packed = new float[Count * features];
        for (var i = 0; i < Count; i++) rows[i].Span.CopyTo(packed.AsSpan(i * features));
        products = new float[Count * Count];
        var panel = new float[Math.Min(PanelRows, Count) * Count];
        for (var first = 0; first < Count; first += PanelRows)
        {
            cancel.ThrowIfCancellationRequested();
            var height = Math.Min(PanelRows, Count - first);
            var width = first + height;
            MatrixProduct.MultiplyTransposed(packed.AsSpan(first * features, height * features), packed.AsSpan(0, width * features), height, features, width, false, panel);
            for (var i = 0; i < height; i++)
                for (var j = 0; j <= first + i; j++)
                    products[(first + i) * Count + j] = products[j * Count + first + i] = panel[i * width + j];
        }
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>The kernel of every pair of rows.</summary>
    public KernelMatrix Kernel(SvmKernel kernel, double gamma)
    {
        if (kernel == SvmKernel.Linear) return new KernelMatrix(products, Count);
        var norms = new float[Count];
        for (var i = 0; i < Count; i++) norms[i] = products[i * Count + i];
        var values = (float[])products.Clone();
        for (var i = 0; i < Count; i++)
        {
            KernelMatrix.Radial(values.AsSpan(i * Count, Count), norms[i], norms, (float)gamma);
            values[i * Count + i] = 1;
        }

        return new KernelMatrix(values, Count);
    }
}

/// <summary>A kernel evaluated for every pair of rows. Immutable.</summary>
internal sealed class KernelMatrix
{
    private readonly float[] values;

    /// <param name="values">Shape [count x count], symmetric; kept, not copied.</param>
    /// <param name="count">Number of rows.</param>
    public KernelMatrix(float[] values, int count) => (this.values, Count) = (values, count);

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>The kernel of one row with every row, shape [count].</summary>
    public ReadOnlySpan<float> Row(int index) => values.AsSpan(index * Count, Count);

    /// <summary>products[j] = exp(-gamma max(0, norm + norms[j] - 2 products[j])): inner products become the Gaussian kernel.</summary>
    /// <param name="products">Inner products of one row with others, shape [rows]; changed in place.</param>
    /// <param name="norm">Squared length of the one row.</param>
    /// <param name="norms">Squared lengths of the others, shape [rows].</param>
    /// <param name="gamma">Inverse squared width, above 0.</param>
    public static void Radial(Span<float> products, float norm, ReadOnlySpan<float> norms, float gamma)
    {
        TensorPrimitives.Multiply(products, -2f, products);
        TensorPrimitives.Add(products, norms, products);
        TensorPrimitives.Add(products, norm, products);
        TensorPrimitives.Max(products, 0f, products);
        TensorPrimitives.Multiply(products, -gamma, products);
        TensorPrimitives.Exp(products, products);
    }
}
