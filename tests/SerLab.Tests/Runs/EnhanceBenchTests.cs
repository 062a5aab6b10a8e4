using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Features.Descriptors;
using SerLab.Features.Sets;
using SerLab.Models;
using SerLab.Reports;
using SerLab.Runs;

namespace SerLab.Tests.Runs;

public sealed class EnhanceBenchTests
{
    private const int Rate = 16000;

    private static readonly BenchDenoiser Lsa = new("mmse-lsa", [new MmseLogSpectralOptions()]);

    private static TempFolder NoiseFolder()
    {
        var folder = new TempFolder();
        foreach (var (name, seed) in ((string, ulong)[])[("hiss-1-A", 1), ("hiss-2-B", 2), ("hiss-3", 3), ("one-clip-9", 4)])
        {
            var chance = new RandomSource(seed).Open();
            WavWriter.Write(folder.File(name + ".wav"), new Clip(Enumerable.Range(0, 5000).Select(i => 0.1f * (float)chance.NextGaussian()).ToArray(), Rate), WavFormat.Pcm16);
        }

        return folder;
    }

    private static EnhanceBenchSpec Spec(string noiseFolder, params BenchDenoiser[] denoisers) =>
        new(new ToyCorpusOptions(), noiseFolder, Rate, ChannelMix.Mean, denoisers.Length > 0 ? denoisers : [Lsa], 5) { SnrsDb = [10, 0], Noises = ["white", "babble", "hiss"], Features = new CustomSetOptions([new EnergyOptions(), new SpectralShapeOptions()], Frames: false, Statistics: [Statistic.Mean, Statistic.Sd]) };

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_one_thread_and_on_two()
    {
        using var noise = NoiseFolder();
        using var output = new TempFolder();
        var spec = Spec(noise.Path) with { Corpus = new ToyCorpusOptions(Takes: 2), SnrsDb = [5], Noises = ["babble", "hiss"] };
        foreach (var threads in (int[])[1, 2]) EnhanceBenchFiles.Write(EnhanceBench.Run(spec, Toy.Settings(threads)), output.File($"{threads}"), Toy.Json);
        foreach (var file in (string[])["enhance-bench.json", "signal.csv", "recognition.csv", "report.html", "report.md"])
            Assert.Equal(File.ReadAllBytes(output.File($"1/{file}")), File.ReadAllBytes(output.File($"2/{file}")));

        // Rows: clean, 2 noises, and their mean; 2 denoisers; 4 models.
        Assert.Equal(1 + 2 * 4, File.ReadAllLines(output.File("1/signal.csv")).Length);
        Assert.Equal(1 + 2 * 4 * 4, File.ReadAllLines(output.File("1/recognition.csv")).Length);
        var page = File.ReadAllText(output.File("1/report.html"));
        Assert.Contains("SYNTHETIC", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
        System.Xml.Linq.XDocument.Parse(page.Replace("<!DOCTYPE html>", ""));
    }

    // Both normalisations, on clean speech without denoiser and clean training: what every comparison of SerLab gives for these models.
    [Fact]
    public void On_clean_speech_it_says_what_a_comparison_says()
    {
        using var noise = NoiseFolder();
        var bench = Spec(noise.Path) with { Part = EnhanceBenchPart.Recognition, Noises = ["hiss"], SnrsDb = [5] };
        var found = EnhanceBench.Run(bench, Toy.Settings());
        foreach (NormalisationOptions normalisation in (NormalisationOptions[])[new ZNormalisationOptions(), new SpeakerZNormalisationOptions()])
        {
            var record = Comparison.Run(Toy.Spec(new ModelSpec(normalisation, bench.Classifier) { Features = bench.Features }), Toy.Settings());
            var row = found.Recognition.Single(row => (row.Denoiser, row.Training, row.Normalisation, row.Noise) == ("none", "clean", normalisation.Kind, "clean"));
            Assert.Equal(record.Models.Single(model => !model.IsBaseline).MacroAccuracy, row.MacroAccuracy);
            Assert.Equal(normalisation.IsTransductive, row.IsTransductive);
        }

        Assert.All(found.Recognition.Where(row => row.Denoiser == "none"), row => Assert.Null(row.Gain));
        Assert.Empty(found.Signal);
    }

    [Fact]
    public void Signal_rows_hold_the_snr_that_was_mixed_and_gains_against_it()
    {
        using var noise = NoiseFolder();
        var found = EnhanceBench.Run(Spec(noise.Path) with { Part = EnhanceBenchPart.Signal, Every = 3 }, Toy.Settings());
        Assert.All(found.Signal, row => Assert.Equal(12, row.UtteranceCount));
        Assert.Contains($"12 of {found.UtteranceCount} utterances", EnhanceBenchHtml.Render(found, Toy.Settings().Json));
        foreach (var row in found.Signal.Where(row => row is { Denoiser: "none", SnrDb: not null }))
        {
            Assert.InRange(row.SiSdrDb!.Mean, row.SnrDb!.Value - 0.3, row.SnrDb.Value + 0.3);
            Assert.Equal(0, row.SiSdrDb.Gain!.Value);
        }

        var gain = found.Signal.Single(row => row is { Denoiser: "mmse-lsa", Noise: "white", SnrDb: 0 }).SiSdrDb!;
        var noisy = found.Signal.Single(row => row is { Denoiser: "none", Noise: "white", SnrDb: 0 }).SiSdrDb!;
        Assert.Equal(gain.Mean - noisy.Mean, gain.Gain!.Value, 9);
        Assert.True(gain.GainInterval!.Contains(gain.Gain.Value) && gain.GainInterval.Low < gain.GainInterval.High);
        var all = found.Signal.Single(row => row is { Denoiser: "mmse-lsa", Noise: "all noises", SnrDb: 0 }).SiSdrDb!.Mean;
        Assert.Equal(found.Signal.Where(row => row is { Denoiser: "mmse-lsa", SnrDb: 0 } && row.Noise != "all noises").Average(row => row.SiSdrDb!.Mean), all, 9);
        Assert.Equal(100, found.Signal.Single(row => row is { Denoiser: "none", Noise: "clean" }).SiSdrDb!.Mean);
    }

    [Fact]
    public void Training_mixes_take_other_clips_where_there_are_others_and_the_notes_name_where_not()
    {
        using var noise = NoiseFolder();
        var noises = EnhanceBenchNoises.Load(Spec(noise.Path) with { Noises = null }, new ToyCorpusOptions().Load());
        Assert.Equal(["white", "pink", "babble", "hiss", "one-clip"], noises.All.Select(one => one.Name));
        var hiss = noises.All[3];
        Assert.Equal((2, 1), (hiss.TestClips.Count, hiss.TrainingClips.Count));
        Assert.Empty(hiss.TestClips.Intersect(hiss.TrainingClips));
        Assert.Equal(noises.All[4].TestClips, noises.All[4].TrainingClips);
        Assert.Contains(EnhanceBenchNotes.Of(Spec(noise.Path), noises.All), note => note.Contains("One clip only") && note.Contains("one-clip"));
    }

    // Each speaker is a tone: babble for one of them, with another held out, holds neither tone.
    [Fact]
    public void Training_babble_holds_neither_the_speaker_nor_the_held_out_speaker()
    {
        using var noise = NoiseFolder();
        Clip[] tones = [.. Enumerable.Range(0, 5).Select(Tone)];
        var corpus = new Corpus("tones", Enumerable.Range(0, 5).SelectMany(speaker => ((string[])["a", "b"]).Select(label =>
            new Utterance($"{speaker}{label}", new MemoryRecording("tone", () => tones[speaker]), label, $"s{speaker}") { Corpus = "tones" })), isSynthetic: true);
        var noises = EnhanceBenchNoises.Load(Spec(noise.Path) with { Noises = ["babble"] }, corpus);
        foreach (var utterance in corpus.Utterances)
        {
            for (var held = 0; held < 5; held++)
            {
                var babble = noises.ForTraining(0, utterance, 8000, [$"s{held}"]);
                for (var speaker = 0; speaker < 5; speaker++) Assert.Equal(speaker != held && $"s{speaker}" != utterance.Speaker, Share(babble, speaker) > 1e-5);
            }

            var test = noises.ForTest(0, utterance, 8000);
            for (var speaker = 0; speaker < 5; speaker++) Assert.Equal($"s{speaker}" != utterance.Speaker, Share(test, speaker) > 1e-5);
        }

        static double Hz(int speaker) => 1022 + 514 * speaker; // Whole periods in 8000 samples, and a place in the period that no two draws share.
        static Clip Tone(int speaker) => new(Enumerable.Range(0, 16000).Select(i => 0.1f * (float)Math.Sin(2 * Math.PI * Hz(speaker) * i / Rate)).ToArray(), Rate);
        static double Share(float[] samples, int speaker)
        {
            double re = 0, im = 0;
            for (var i = 0; i < samples.Length; i++) (re, im) = (re + samples[i] * Math.Cos(2 * Math.PI * Hz(speaker) * i / Rate), im + samples[i] * Math.Sin(2 * Math.PI * Hz(speaker) * i / Rate));
            return (re * re + im * im) / samples.Length / samples.Sum(sample => (double)sample * sample);
        }
    }

    [Fact]
    public void Some_speakers_alone_take_part_when_they_are_named()
    {
        using var noise = NoiseFolder();
        var spec = Spec(noise.Path) with { Part = EnhanceBenchPart.Signal, Noises = ["white"], SnrsDb = [5], Speakers = ["s0", "toy/s2"] };
        var found = EnhanceBench.Run(spec, Toy.Settings());
        Assert.Equal((2, 18), (found.SpeakerCount, found.UtteranceCount));
        Assert.Contains("Only these speakers take part: s0, toy/s2.", found.Notes);
        Assert.Contains("unknown speaker \"s9\"", Assert.Throws<OptionsException>(() => EnhanceBench.Run(spec with { Speakers = ["s0", "s9"] }, Toy.Settings())).Problems[0]);
    }

    [Fact]
    public void Compares_every_denoiser_a_noise_floor_and_both_unless_told_otherwise() =>
        Assert.Equal(
            ["comfort-noise", "mmse-lsa", "omlsa", "omlsa+comfort-noise", "spectral-gate", "spectral-subtraction", "wiener"],
            BenchDenoiser.Defaults(Catalog.BuiltIn).Select(denoiser => denoiser.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Denoisers_are_read_as_kinds_chains_and_recipes()
    {
        var read = BenchDenoiser.ParseList("none; mmse-lsa;{\"kind\": \"mmse-lsa\", \"maxAttenuationDb\": 12}+trim-silence", Toy.Json);
        Assert.Equal(["none", "mmse-lsa", "mmse-lsa(maxAttenuationDb=12)+trim-silence"], read.Select(denoiser => denoiser.Name));
        Assert.Equal([0, 1, 2], read.Select(denoiser => denoiser.Chain.Count));
        Assert.Equal(12, ((MmseLogSpectralOptions)read[2].Chain[0]).MaxAttenuationDb);
        Assert.Contains("did you mean \"mmse-lsa\"", Assert.Throws<OptionsException>(() => BenchDenoiser.ParseList("mmse-lsd", Toy.Json)).Message);
    }

    [Fact]
    public void Settings_that_cannot_work_are_named_all_at_once()
    {
        using var noise = NoiseFolder();
        var wrong = Spec(noise.Path, Lsa, Lsa) with { SnrsDb = [5, 5, 99], Every = 0, Classifier = new GaussianMixtureOptions() };
        var problems = string.Join('\n', Assert.Throws<OptionsException>(() => EnhanceBench.Run(wrong, Toy.Settings())).Problems);
        foreach (var cure in (string[])["each -30 to 60", "give each once", "use 1 for all", "looks at functionals", "\"mmse-lsa\" is there 2 times"]) Assert.Contains(cure, problems);
        Assert.Contains("did you mean \"white\"", Assert.Throws<OptionsException>(() => EnhanceBench.Run(Spec(noise.Path) with { Noises = ["whit"] }, Toy.Settings())).Message);
        var trims = Spec(noise.Path, new BenchDenoiser("trim-silence", [new TrimSilenceOptions()])) with { Part = EnhanceBenchPart.Signal };
        Assert.Contains("--part recognition", Assert.Throws<OptionsException>(() => EnhanceBench.Run(trims, Toy.Settings(1))).Message);
    }

    [Fact]
    public void It_stops_when_it_is_told_to()
    {
        using var noise = NoiseFolder();
        Assert.Throws<OperationCanceledException>(() => EnhanceBench.Run(Spec(noise.Path), Toy.Settings(1), new CancellationToken(true)));
    }
}
