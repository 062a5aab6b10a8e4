using System.Text.RegularExpressions;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement.Noise;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>The noises of a bench, as test mixes draw them and as training mixes draw them, and the mixes. Immutable.</summary>
internal sealed partial class EnhanceBenchNoises
{
    private readonly RandomSource random;
    private readonly IReadOnlyList<INoiseSource> test;
    private readonly IReadOnlyList<INoiseSource> training;

    private EnhanceBenchNoises(EnhanceBenchSpec spec, IReadOnlyList<(BenchNoise Noise, INoiseSource Test, INoiseSource Training)> all)
    {
        random = new RandomSource(spec.Seed).For("noise");
        (All, test, training) = ([.. all.Select(one => one.Noise)], [.. all.Select(one => one.Test)], [.. all.Select(one => one.Training)]);
    }

    /// <summary>The noises, in the order of the tables.</summary>
    public IReadOnlyList<BenchNoise> All { get; }

    /// <summary>White, pink, babble of the corpus's speakers, and the recordings of the folder, or those of them that the spec names.</summary>
    /// <exception cref="OptionsException">A noise that the spec names is not there.</exception>
    /// <exception cref="BadInputException">The folder or a recording in it cannot be used.</exception>
    public static EnhanceBenchNoises Load(EnhanceBenchSpec spec, Corpus corpus)
    {
        var babble = new BabbleNoise(
        [
            .. corpus.Utterances.Where(utterance => utterance.IsSpeakerKnown).GroupBy(utterance => utterance.Speaker)
                .Select(group => new Talker(group.Key, [.. group.Select(utterance => (Func<Clip>)(() => Read(spec, utterance)))])),
        ]);
        var all = new List<(BenchNoise Noise, INoiseSource Test, INoiseSource Training)>();
        foreach (var made in (INoiseSource[])[new WhiteNoise(), new PinkNoise(spec.SampleRateHz), babble]) all.Add((new BenchNoise(made.Name, false, [], []), made, made));
        var recorded = AudioTree.Find(spec.NoiseFolder).GroupBy(file => TypeOf(file.Stem)).OrderBy(type => type.Key, StringComparer.Ordinal).ToArray();
        var names = all.Select(one => one.Noise.Name).Concat(recorded.Select(type => type.Key)).ToArray();
        var wanted = spec.Noises ?? names;
        var problems = new Problems("--noises");
        foreach (var unknown in wanted.Except(names)) problems.Add(Spelling.Unknown("noise", unknown, names));
        problems.ThrowIfAny();
        all.AddRange(recorded.Where(type => wanted.Contains(type.Key)).Select(type => Recorded(spec, type.Key, [.. type])));
        foreach (var same in all.GroupBy(one => one.Noise.Name).Where(group => group.Count() > 1))
            throw new BadInputException(spec.NoiseFolder, same.Key, $"the folder has recordings of this name, which SerLab makes itself; rename them.");
        if (wanted.Contains(babble.Name) && corpus.Utterances.Select(utterance => utterance.Speaker).Distinct().Count() < 3)
            throw new BadInputException(corpus.Name, null, "babble is made of speakers who are neither heard nor tested, and there are fewer than 3 speakers; leave it out with --noises.");
        return new EnhanceBenchNoises(spec, [.. all.Where(one => wanted.Contains(one.Noise.Name))]);
    }

    /// <summary>An utterance at the bench's rate.</summary>
    /// <exception cref="BadInputException">It cannot be read, or is silent.</exception>
    public static Clip Read(EnhanceBenchSpec spec, Utterance utterance)
    {
        var clip = utterance.Read(spec.Mix);
        if (clip.SampleRateHz != spec.SampleRateHz) clip = new Resampler(clip.SampleRateHz, spec.SampleRateHz).Resample(clip);
        return NoiseMix.Power(clip.Samples.Span) > 0 ? clip : throw new BadInputException(utterance.Recording.Location, utterance.Id, "it is silent, so no SNR can be set; leave it out.");
    }

    /// <summary>The stretch of a noise that goes with an utterance in test mixes: the same at every SNR and for every denoiser.</summary>
    public float[] ForTest(int noise, Utterance utterance, int sampleCount) =>
        test[noise].Draw(new NoiseWish(sampleCount, Chance("test", utterance, noise), new HashSet<string> { utterance.Speaker }));

    /// <summary>The stretch of a noise that goes with an utterance in training mixes: other clips where there are others, and never the held-out speakers' voices.</summary>
    public float[] ForTraining(int noise, Utterance utterance, int sampleCount, IEnumerable<string> heldOutSpeakers) =>
        training[noise].Draw(new NoiseWish(sampleCount, Chance("training", utterance, noise), heldOutSpeakers.Append(utterance.Speaker).ToHashSet()));

    /// <summary>True for a noise with voices of the corpus in it: training mixes then depend on who is held out.</summary>
    public bool HasVoices(int noise) => training[noise] is BabbleNoise;

    private RandomSource Chance(string purpose, Utterance utterance, int noise) => random.For(purpose).For(utterance.Id).For(test[noise].Name);

    // Half of the clips, rounded up, are for tests; the others for training; which ones is drawn. A single clip serves both, and the notes say so.
    private static (BenchNoise Noise, INoiseSource Test, INoiseSource Training) Recorded(EnhanceBenchSpec spec, string name, AudioName[] files)
    {
        new RandomSource(spec.Seed).For("noise clips").For(name).Open().Shuffle(files.AsSpan());
        var forTest = files[..((files.Length + 1) / 2)];
        var forTraining = files.Length == 1 ? files : files[forTest.Length..];
        return (new BenchNoise(name, true, [.. forTest.Select(file => file.Name)], [.. forTraining.Select(file => file.Name)]), Source(forTest), Source(forTraining));

        RecordedNoise Source(AudioName[] some) => new(name, [.. some.Select(file => Read(spec, file))]);
    }

    private static Clip Read(EnhanceBenchSpec spec, AudioName file)
    {
        var clip = new FileRecording(file.Location).Read(spec.Mix);
        if (NoiseMix.Power(clip.Samples.Span) == 0) throw new BadInputException(file.Location, null, "it is silent; take it out of the noise folder.");
        return new Resampler(clip.SampleRateHz, spec.SampleRateHz).Resample(clip);
    }

    // "clock-tick-1-21934-A" is a "clock-tick": the name up to its first digit.
    private static string TypeOf(string stem) => FirstDigit().Split(stem, 2)[0] is { Length: > 0 } type ? type : stem;

    [GeneratedRegex(@"[-_ .]*\d")]
    private static partial Regex FirstDigit();
}
