namespace SerLab.Enhancement.Noise;

/// <summary>Independent Gaussian samples: equal power at all frequencies. Immutable.</summary>
public sealed class WhiteNoise : INoiseSource
{
    /// <inheritdoc/>
    public string Name => "white";

    /// <inheritdoc/>
    public float[] Draw(NoiseWish wish)
    {
        var chance = wish.Random.Open();
        var noise = new float[wish.SampleCount];
        for (var i = 0; i < noise.Length; i++) noise[i] = (float)chance.NextGaussian();
        return noise;
    }
}
