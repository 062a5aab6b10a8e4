using SerLab.Audio;
using SerLab.Enhancement;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>A clip to denoise.</summary>
/// <param name="Noisy">The clip.</param>
/// <param name="Noise">The noise in it alone; null for clean speech.</param>
internal sealed record BenchMix(Clip Noisy, Clip? Noise);

/// <summary>Something that is judged by the signal measures: a prepared denoiser, or another program. Immutable.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Denoise">The denoised clips, in order; null where it has nothing to work with (clean speech for a program that learns from the noise alone).</param>
internal sealed record BenchSubject(string Name, Func<IReadOnlyList<BenchMix>, IEnumerable<Clip?>> Denoise)
{
    /// <summary>What a bench judges: its denoisers and, where asked for and installed, other programs.</summary>
    public static IReadOnlyList<BenchSubject> All(EnhanceBenchSpec spec)
    {
        var subjects = spec.Compared.Select(denoiser => Of(denoiser, spec.SampleRateHz)).ToList();
        if (!spec.WithPrograms) return subjects;
        if (DenoisingPrograms.IsInstalled("ffmpeg")) subjects.Add(new BenchSubject("ffmpeg afftdn", mixes => DenoisingPrograms.Afftdn([.. mixes.Select(mix => mix.Noisy)])));
        if (DenoisingPrograms.IsInstalled("sox")) subjects.Add(new BenchSubject("sox noisered", mixes => mixes.Select(mix => mix.Noise is null ? null : DenoisingPrograms.SoxNoiseReduction(mix.Noisy, mix.Noise))));
        return subjects;
    }

    private static BenchSubject Of(BenchDenoiser denoiser, int sampleRateHz)
    {
        IEnhancer[] chain = [.. denoiser.Chain.Select(recipe => recipe.Prepare(sampleRateHz))];
        return new BenchSubject(denoiser.Name, mixes => mixes.Select(mix =>
        {
            var clip = chain.Aggregate(mix.Noisy, (made, enhancer) => enhancer.Enhance(made));
            return clip.Samples.Length == mix.Noisy.Samples.Length
                ? clip
                : throw new OptionsException(denoiser.Name, ["it changes the length of clips, and the signal measures compare sample by sample; leave it out, or use --part recognition."]);
        }));
    }
}
