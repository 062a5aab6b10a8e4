namespace SerLab.Features.Sets.Presets;

/// <summary>What stands before the first and after the last sample.</summary>
internal enum FrameEnds
{
    /// <summary>Nothing: frames lie wholly inside the clip.</summary>
    Inside,

    /// <summary>Frames are centred on multiples of the hop; silence stands outside.</summary>
    Zeros,

    /// <summary>Frames are centred on multiples of the hop; the signal is mirrored at its first and last sample, which are not repeated.</summary>
    Mirror,
}

/// <summary>Everything that makes one program's log-mel spectra and cepstra differ from another's, as numbers ready for use. Immutable.</summary>
internal sealed record FrontEnd
{
    /// <summary>The columns, in order.</summary>
    public required IReadOnlyList<ColumnDescription> Columns { get; init; }

    /// <summary>Samples per second.</summary>
    public required int SampleRateHz { get; init; }

    /// <summary>Samples between frames.</summary>
    public required int HopSamples { get; init; }

    /// <summary>Samples in the transform, a power of two; at least the window's length.</summary>
    public required int FftSamples { get; init; }

    /// <summary>The window, shape [samples].</summary>
    public required double[] Window { get; init; }

    /// <summary>Weights of the bands, shape [bands][bins].</summary>
    public required double[][] Bands { get; init; }

    /// <summary>What the logarithms of the bands are multiplied by from the left, shape [coefficients][bands]: cosine transform and lifter; null leaves the
    /// logarithms.</summary>
    public double[][]? Transform { get; init; }

    /// <summary>Where frames lie.</summary>
    public FrameEnds Ends { get; init; }

    /// <summary>Full scale: 1, or 32768 where a program reads 16-bit samples as they are.</summary>
    public double FullScale { get; init; } = 1;

    /// <summary>Whether a frame's mean is taken off.</summary>
    public bool RemoveMean { get; init; }

    /// <summary>k in y[n] = x[n] - k x[n - 1], within a frame; the sample before the first is taken to equal it.</summary>
    public double PreEmphasis { get; init; }

    /// <summary>Whether bands add magnitudes, not powers.</summary>
    public bool Magnitudes { get; init; }

    /// <summary>Least value of a band before the logarithm.</summary>
    public required double Floor { get; init; }

    /// <summary>The logarithm's factor: 1 for natural ones, 10 / ln 10 for dB.</summary>
    public double LogFactor { get; init; } = 1;

    /// <summary>How far logarithms may lie under the clip's largest, in their own unit.</summary>
    public double Range { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the first coefficient is replaced by the logarithm of the frame's energy before pre-emphasis and window.</summary>
    public bool EnergyFirst { get; init; }

    /// <summary>What the columns are.</summary>
    public SchemaDescription Describe() => new([], Columns);
}
