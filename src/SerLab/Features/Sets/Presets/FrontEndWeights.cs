namespace SerLab.Features.Sets.Presets;

/// <summary>Filters, cosine transforms and lifters in the forms that programs define them in.</summary>
internal static class FrontEndWeights
{
    /// <summary>Triangles that rise and fall evenly on a scale of frequency, with height 1, corners evenly spaced on it.</summary>
    /// <param name="bandCount">Number of bands.</param>
    /// <param name="binCount">Bins from 0 Hz up; those after are left out.</param>
    /// <param name="binHz">Distance between bins, Hz.</param>
    /// <param name="minHz">Lower corner of the first band, Hz.</param>
    /// <param name="maxHz">Upper corner of the last band, Hz.</param>
    public static double[][] Triangles(int bandCount, int binCount, double binHz, double minHz, double maxHz)
    {
        double low = Mel(minHz), step = (Mel(maxHz) - low) / (bandCount + 1);
        double[] steps = [.. Enumerable.Range(0, binCount).Select(bin => (Mel(bin * binHz) - low) / step)];
        return [.. Enumerable.Range(1, bandCount).Select(band => Array.ConvertAll(steps, at => Math.Max(0, 1 - Math.Abs(at - band))))];
    }

    /// <summary>Triangles that rise and fall evenly in Hz, with area 1 on it, corners evenly spaced on Slaney's mel scale.</summary>
    /// <inheritdoc cref="Triangles" path="/param"/>
    public static double[][] SlaneyTriangles(int bandCount, int binCount, double binHz, double minHz, double maxHz)
    {
        double low = SlaneyMel(minHz), step = (SlaneyMel(maxHz) - low) / (bandCount + 1);
        double[] corners = [.. Enumerable.Range(0, bandCount + 2).Select(i => SlaneyHz(low + i * step))];
        double[] binsHz = [.. Enumerable.Range(0, binCount).Select(bin => bin * binHz)];
        return [.. Enumerable.Range(1, bandCount).Select(band => Array.ConvertAll(binsHz, hz => Height(hz, corners[band - 1], corners[band], corners[band + 1])))];
    }

    /// <summary>c_k = scale_k lifter_k sum_j cos(pi k (j + 1/2) / bands) m_j, with scale_k = sqrt(2 / bands).</summary>
    /// <param name="coefficients">Coefficients, the first of them C0.</param>
    /// <param name="bandCount">Number of bands.</param>
    /// <param name="orthonormal">Whether the scale of C0 is sqrt(1 / bands), which makes the transform orthonormal.</param>
    /// <param name="lifter">L in lifter_k = 1 + L / 2 sin(pi k / L); 0 for none.</param>
    public static double[][] Cosines(int coefficients, int bandCount, bool orthonormal, double lifter)
    {
        double Scale(int k) => Math.Sqrt((k == 0 && orthonormal ? 1.0 : 2.0) / bandCount) * (lifter == 0 ? 1 : 1 + lifter / 2 * Math.Sin(Math.PI * k / lifter));
        double[] Row(int k) => [.. Enumerable.Range(0, bandCount).Select(j => Scale(k) * Math.Cos(Math.PI * k * (j + 0.5) / bandCount))];
        return [.. Enumerable.Range(0, coefficients).Select(Row)];
    }

    /// <summary>Columns numbered from 0.</summary>
    /// <param name="quantity">What they measure, as names begin.</param>
    /// <param name="count">How many.</param>
    /// <param name="unit">Their unit, as names end.</param>
    /// <param name="formula">How column k is computed.</param>
    /// <param name="source">The program and who wrote of it.</param>
    public static ColumnDescription[] Columns(string quantity, int count, string unit, string formula, string source) =>
        [.. Enumerable.Range(0, count).Select(k => new ColumnDescription($"{quantity}_{k:00}_{unit}", formula, source))];

    private static double Height(double hz, double left, double centre, double right) =>
        Math.Max(0, Math.Min((hz - left) / (centre - left), (right - hz) / (right - centre))) * 2 / (right - left);

    private static double Mel(double hz) => 1127 * Math.Log(1 + hz / 700);

    // M. Slaney, Auditory Toolbox, Interval Research 1998-010: even steps up to 1000 Hz, even ratios above.
    private static double SlaneyMel(double hz) => hz < 1000 ? hz * 3 / 200 : 15 + 27 * Math.Log(hz / 1000) / Math.Log(6.4);

    private static double SlaneyHz(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Pow(6.4, (mel - 15) / 27);
}
