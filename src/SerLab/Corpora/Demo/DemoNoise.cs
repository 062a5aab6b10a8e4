using SerLab.Numerics;

namespace SerLab.Corpora;

/// <summary>White noise, cheaply.</summary>
internal static class DemoNoise
{
    /// <summary>Fills with independent values of mean 0 and variance 1, nearly normal.</summary>
    /// <param name="chance">64 bits are drawn per value.</param>
    /// <param name="destination">Shape [samples].</param>
    /// <remarks>The sum of four uniform values of variance 1/12 each (Irwin and Hall, 1927), scaled by sqrt(3): nearly normal, and without a logarithm.</remarks>
    public static void Fill(RandomStream chance, Span<float> destination)
    {
        const float scale = 1.7320508f / 65536f;
        for (var n = 0; n < destination.Length; n++)
        {
            var bits = chance.NextBits();
            var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
            destination[n] = scale * (sum - 131070);
        }
    }
}
