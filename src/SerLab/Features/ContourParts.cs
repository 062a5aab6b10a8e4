namespace SerLab.Features;

/// <summary>What statistics are measured together; each names what it builds on.</summary>
[Flags]
internal enum ContourParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Mean and central moments.</summary>
    Moments = 1,

    /// <summary>Order statistics: percentiles and what follows from them.</summary>
    Order = 2,

    /// <summary>Least-squares line and parabola.</summary>
    Lines = 4 | Moments,

    /// <summary>Steps, peaks and valleys.</summary>
    Shape = 8 | Moments | Order,

    /// <summary>Autoregression.</summary>
    Prediction = 16 | Moments,
}
