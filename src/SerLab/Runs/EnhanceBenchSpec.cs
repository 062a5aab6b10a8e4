using System.Text.Json.Nodes;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features;
using SerLab.Features.Sets;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Which tables a bench of denoisers makes.</summary>
public enum EnhanceBenchPart
{
    /// <summary>How close the denoised speech is to the clean speech.</summary>
    Signal,

    /// <summary>How well emotion is recognised in it.</summary>
    Recognition,

    /// <summary>Both.</summary>
    All,
}

/// <summary>What a bench of denoisers is asked. It reports and chooses nothing: every setting is fixed before a test row is looked at. Immutable.</summary>
/// <param name="Corpus">Clean speech.</param>
/// <param name="NoiseFolder">Recordings of noise; a file's name up to its first digit is its noise.</param>
/// <param name="SampleRateHz">The rate speech and noise are brought to, Hz.</param>
/// <param name="Mix">How several channels become one.</param>
/// <param name="Denoisers">What is compared; "none" is added when it is missing.</param>
/// <param name="Seed">Every choice left to chance follows from it.</param>
public sealed record EnhanceBenchSpec(
    CorpusOptions Corpus, string NoiseFolder, int SampleRateHz, ChannelMix Mix, IReadOnlyList<BenchDenoiser> Denoisers, ulong Seed)
{
    /// <summary>The tables to make.</summary>
    public EnhanceBenchPart Part { get; init; } = EnhanceBenchPart.All;

    /// <summary>Speech power over noise power, dB, each a condition.</summary>
    public IReadOnlyList<double> SnrsDb { get; init; } = [20, 10, 5, 0];

    /// <summary>The noises to take, of white, pink, babble and those of the folder; null takes all.</summary>
    public IReadOnlyList<string>? Noises { get; init; }

    /// <summary>The signal measures take every so-manieth utterance by id, the first included; recognition takes all.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Whether ffmpeg's afftdn and sox's noisered take part in the signal measures.</summary>
    public bool WithPrograms { get; init; }

    /// <summary>The only speakers to take part, as "emodb/03" or "03"; null takes all. Settings are chosen on some speakers so that the others can judge them.</summary>
    public IReadOnlyList<string>? Speakers { get; init; }

    /// <summary>Renames labels; null leaves them as they are.</summary>
    public LabelMap? Labels { get; init; }

    /// <summary>What recognition looks at: a set with functionals.</summary>
    public FeatureSetOptions Features { get; init; } = new CompactSetOptions();

    /// <summary>What recognises.</summary>
    public ClassifierOptions Classifier { get; init; } = new SvmOptions(SvmKernel.Linear, C: 0.1);

    /// <summary>Classifier settings to choose among in inner folds of the clean training speakers; null takes the classifier as it is.</summary>
    public IReadOnlyDictionary<string, JsonArray>? Tune { get; init; }

    /// <summary>The denoisers with "none" in front, which all others are compared with.</summary>
    internal IReadOnlyList<BenchDenoiser> Compared => [BenchDenoiser.None, .. Denoisers.Where(denoiser => denoiser.Chain.Count > 0)];

    /// <summary>Leave-one-speaker-out with one normalisation, as every comparison of SerLab does it.</summary>
    internal ComparisonSpec ComparisonWith(NormalisationOptions normalisation) =>
        new("enhance-bench", Corpus, SampleRateHz, Mix, new LeaveOneSpeakerOutOptions(), [new ModelSpec(normalisation, Classifier) { Features = Features, Tune = Tune }], Seed) { Labels = Labels };

    /// <summary>The utterances that take part.</summary>
    /// <exception cref="OptionsException">A speaker that the spec names is not there.</exception>
    /// <exception cref="BadInputException">The corpus cannot be used.</exception>
    internal Corpus Recorded()
    {
        var corpus = Recordings.Of(ComparisonWith(new ZNormalisationOptions()));
        if (Speakers is null) return corpus;
        string[] known = [.. corpus.Utterances.Select(utterance => utterance.Speaker).Distinct()];
        var problems = new Problems("--speakers");
        foreach (var unknown in Speakers.Where(name => !known.Any(speaker => IsNamed(speaker, name)))) problems.Add(Spelling.Unknown("speaker", unknown, known));
        problems.ThrowIfAny();
        return new Corpus(corpus.Name, corpus.Utterances.Where(utterance => Speakers.Any(name => IsNamed(utterance.Speaker, name))), corpus.IsSynthetic);
    }

    /// <summary>Finds everything that cannot work before any work is done.</summary>
    /// <exception cref="OptionsException">All problems, each with value, limit and cure.</exception>
    internal void Validate(RecipeJson json)
    {
        SpecCheck.Validate(ComparisonWith(new ZNormalisationOptions()), json);
        var problems = new Problems("enhance-bench")
            .Unless(SnrsDb.Count > 0 && SnrsDb.All(snr => snr is >= -30 and <= 60), $"the SNRs are {string.Join(", ", SnrsDb)} dB; give at least one, each -30 to 60.")
            .Unless(SnrsDb.Distinct().Count() == SnrsDb.Count, $"an SNR is there twice in {string.Join(", ", SnrsDb)} dB; give each once.")
            .Unless(Every >= 1, $"every is {Every}; use 1 for all utterances, 3 for every third.")
            .Unless(Denoisers.Count > 0, $"there are no denoisers; give at least one, such as mmse-lsa.")
            .Unless(Classifier.Input == ExampleInput.Functionals, $"the classifier \"{Classifier.Kind}\" looks at {Classifier.Input.ToString().ToLowerInvariant()}; use one that looks at functionals, such as svm.");
        foreach (var same in Denoisers.GroupBy(denoiser => denoiser.Name).Where(group => group.Count() > 1)) problems.Add($"the denoiser \"{same.Key}\" is there {same.Count()} times; give each once.");
        foreach (var denoiser in Denoisers)
            for (var i = 0; i < denoiser.Chain.Count; i++) problems.Include(denoiser.Name, denoiser.Chain[i]);
        problems.ThrowIfAny();
    }

    private static bool IsNamed(string speaker, string name) => speaker == name || speaker.EndsWith($"/{name}", StringComparison.Ordinal);
}
