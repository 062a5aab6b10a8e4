using System.Numerics.Tensors;

namespace SerLab.Models.Svm;

/// <summary>A kernel that needs no more than inner products and squared lengths.</summary>
/// <param name="Kernel">Which one.</param>
/// <param name="Gamma">Factor of the squared distance or of the inner product.</param>
/// <param name="Degree">Power of the polynomial.</param>
/// <param name="Coef0">Constant of the polynomial and of the sigmoid.</param>
internal readonly record struct KernelFunction(SvmKernel Kernel, double Gamma = 1, int Degree = 3, double Coef0 = 0)
{
    /// <summary>values[j] = k(x, z_j) in place of the inner product x'z_j. Gaussian: exp(-gamma max(0, norm + norms[j] - 2 products[j])).</summary>
    /// <param name="products">Inner products of one row with others, or their kernel where it is precomputed, shape [rows]; changed in place.</param>
    /// <param name="norm">Squared length of the one row.</param>
    /// <param name="norms">Squared lengths of the others, shape [rows].</param>
    public void Evaluate(Span<float> products, float norm, ReadOnlySpan<float> norms)
    {
        switch (Kernel)
        {
            case SvmKernel.Rbf:
                TensorPrimitives.Multiply(products, -2f, products);
                TensorPrimitives.Add(products, norms, products);
                TensorPrimitives.Add(products, norm, products);
                TensorPrimitives.Max(products, 0f, products);
                TensorPrimitives.Multiply(products, -(float)Gamma, products);
                TensorPrimitives.Exp(products, products);
                break;
            case SvmKernel.Polynomial:
                Affine(products);
                for (var j = 0; j < products.Length; j++) products[j] = Power(products[j], Degree);
                break;
            case SvmKernel.Sigmoid:
                Affine(products);
                TensorPrimitives.Tanh(products, products);
                break;
        }
    }

    private void Affine(Span<float> products)
    {
        TensorPrimitives.Multiply(products, (float)Gamma, products);
        TensorPrimitives.Add(products, (float)Coef0, products);
    }

    private static float Power(float value, int degree)
    {
        var power = value;
        for (var times = 1; times < degree; times++) power *= value;
        return power;
    }
}
