using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SerLab.Features.Descriptors;
using SerLab.Numerics;

namespace SerLab.Features;

/// <summary>How strongly the loudness of an utterance swings, by acoustic band and by rate of swinging: syllables lie near 4 Hz, roughness above 16 Hz.
/// Immutable.</summary>
/// <remarks>
/// The idea of S. Wu, T. H. Falk and W.-Y. Chan, "Automatic speech emotion recognition using modulation spectral features", Speech Communication 53, 2011, with 8 mel bands
/// in place of 19 gammatone filters and octaves of a Fourier transform in place of a second filterbank. The envelope is
/// the root of a band's energy every 10 ms; a swing of depth m within the octave gives 10 log10(m^2 / 2). Power spectra are averaged over stretches of 2.56 s that overlap
/// by half (P. D. Welch, IEEE Trans. Audio and Electroacoustics 15(2), 1967), under Hann's window; shorter utterances are one stretch.
/// </remarks>
internal sealed class ModulationSpectrum
{
    /// <summary>Number of acoustic bands.</summary>
    public const int Bands = 8;

    private const int Stretch = 256;
    private const double MinHz = 100, MaxHz = 8000, WindowSeconds = 0.025;

    // -60 dB: what does not swing.
    private const float FloorRatio = 1e-6f;
    private static readonly int[] EdgesHz = [1, 2, 4, 8, 16, 32];
    private readonly BandEnergies energies;
    private readonly LaneFft<float> fft;

    public ModulationSpectrum(int sampleRateHz)
    {
        var spectrum = new SpectrumPlan(WindowSeconds, sampleRateHz);
        energies = new BandEnergies(spectrum, new MelFilterbank(spectrum, Bands, MinHz, Math.Min(MaxHz, sampleRateHz / 2.0)).Weights);
        fft = new LaneFft<float>(Stretch);
    }

    /// <summary>The columns, acoustic band after acoustic band.</summary>
    public static IReadOnlyList<ColumnDescription> Columns { get; } =
        [.. Enumerable.Range(0, Bands).SelectMany(band => Enumerable.Range(0, EdgesHz.Length - 1).Select(i => Column(band, EdgesHz[i], EdgesHz[i + 1])))];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Columns.Select(column => column.Name)];

    /// <summary>Amplitude of every band in every frame.</summary>
    /// <param name="samples">The clip.</param>
    /// <returns>Shape [frames x <see cref="Bands"/>].</returns>
    public float[] Envelopes(FramedSamples samples)
    {
        var envelopes = new float[samples.Grid.Count * Bands];
        energies.Measure(samples, envelopes);
        TensorPrimitives.Sqrt(envelopes, envelopes);
        return envelopes;
    }

    /// <summary>Measures an utterance.</summary>
    /// <param name="envelopes">What <see cref="Envelopes"/> gave, shape [frames x <see cref="Bands"/>]; at least one frame.</param>
    /// <param name="destination">Shape [<see cref="Names"/>].</param>
    public void Measure(ReadOnlySpan<float> envelopes, Span<float> destination) =>
        Measure(MemoryMarshal.Cast<float, Vector256<float>>(envelopes), destination); // A row of eight bands is one vector: a lane per band.

    /// <summary>Measures envelopes.</summary>
    /// <param name="envelopes">Amplitude every 10 ms, shape [frames], a band in each lane; at least one frame.</param>
    /// <param name="destination">Shape [<see cref="Names"/>].</param>
    public void Measure(ReadOnlySpan<Vector256<float>> envelopes, Span<float> destination)
    {
        var sums = Begin();
        sums.Add(envelopes);
        sums.Measure(destination);
    }

    /// <summary>Begins an utterance whose envelopes come piece by piece.</summary>
    public Sums Begin() => new(this);

    /// <summary>What is summed up over an utterance: hours of it need no more memory than a stretch. Belongs to one thread.</summary>
    internal sealed class Sums
    {
        private readonly ModulationSpectrum plan;
        private readonly Vector256<float>[] power, bins, scratch = new Vector256<float>[Stretch], recent = new Vector256<float>[Stretch];
        private Vector256<float> total;
        private int frameCount, heldCount, stretchCount;

        public Sums(ModulationSpectrum plan) => (this.plan, power, bins) = (plan, new Vector256<float>[plan.fft.BinCount], new Vector256<float>[plan.fft.BinCount]);

        /// <summary>Adds the frames of a stretch's own part.</summary>
        /// <param name="samples">The stretch's clip.</param>
        /// <param name="stretch">Tells where its own part lies.</param>
        public void Add(FramedSamples samples, Audio.Stretch stretch)
        {
            var (first, count) = stretch.Core(FrameGrid.FramesPerSecond, samples.Grid.Count);
            Add(MemoryMarshal.Cast<float, Vector256<float>>(plan.Envelopes(samples)).Slice(first, count));
        }

        /// <summary>Adds frames, shape [frames], a band in each lane.</summary>
        public void Add(ReadOnlySpan<Vector256<float>> envelopes)
        {
            frameCount += envelopes.Length;
            foreach (var row in envelopes)
            {
                total += row;
                recent[heldCount++] = row;
                if (heldCount < Stretch) continue;
                AddStretch();
                recent.AsSpan(Stretch / 2).CopyTo(recent);
                heldCount = Stretch / 2;
            }
        }

        /// <summary>Sums up all frames that were added, at least one.</summary>
        /// <param name="destination">Shape [<see cref="Names"/>].</param>
        public void Measure(Span<float> destination)
        {
            if (stretchCount == 0) AddStretch();
            var mean = total / frameCount;
            var weight = mean * mean + Vector256.Create(BandEnergies.FloorPower);
            for (var i = 0; i + 1 < EdgesHz.Length; i++)
            {
                var sum = Vector256<float>.Zero;
                for (var bin = Bin(EdgesHz[i]); bin < Bin(EdgesHz[i + 1]); bin++) sum += power[bin];
                var ratio = sum / (weight * stretchCount);
                for (var band = 0; band < Bands; band++) destination[band * (EdgesHz.Length - 1) + i] = 10 * MathF.Log10(FloorRatio + ratio[band]);
            }
        }

        private void AddStretch()
        {
            Taper(recent.AsSpan(0, heldCount), scratch);
            plan.fft.Power(scratch, bins);
            for (var bin = 0; bin < bins.Length; bin++) power[bin] += bins[bin];
            stretchCount++;
        }
    }

    private static ColumnDescription Column(int band, int lowHz, int highHz) => new(
        $"modulation_mel{band}_{lowHz}to{highHz}_db",
        $"10 log10(1e-6 + P / mean^2), P = power from {lowHz} to {highHz} Hz of the envelope of mel band {band} of {Bands}, mean = its mean",
        "Wu et al. 2011, Welch 1967");

    private static int Bin(int hz) => (int)Math.Ceiling((double)hz * Stretch / FrameGrid.FramesPerSecond);

    private static Vector256<float> Mean(ReadOnlySpan<Vector256<float>> envelopes)
    {
        var sum = Vector256<float>.Zero;
        foreach (var row in envelopes) sum += row;
        return sum / envelopes.Length;
    }

    // The stretch less its mean under Hann's window, scaled so that the bins' powers sum to its mean square.
    private static void Taper(ReadOnlySpan<Vector256<float>> stretch, Span<Vector256<float>> destination)
    {
        var mean = Mean(stretch);
        destination.Clear();
        var squares = 0.0;
        for (var n = 0; n < stretch.Length; n++)
        {
            var weight = 0.5 - 0.5 * Math.Cos(2 * Math.PI * (n + 0.5) / stretch.Length);
            squares += weight * weight;
            destination[n] = (stretch[n] - mean) * (float)weight;
        }

        var scale = (float)Math.Sqrt(2 / (Stretch * squares));
        for (var n = 0; n < stretch.Length; n++) destination[n] *= scale;
    }
}
