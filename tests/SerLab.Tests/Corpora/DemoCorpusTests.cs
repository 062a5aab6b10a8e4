using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Tests.Corpora;

public sealed class DemoCorpusTests
{
    // Synthesised once for all tests that only look: 280 clips.
    internal static readonly Lazy<IReadOnlyList<(Utterance Utterance, Clip Clip)>> Spoken = new(() => Speak(new DemoCorpusOptions()));

    [Fact]
    public void Has_every_speaker_say_every_sentence_in_every_emotion_once()
    {
        var corpus = new DemoCorpusOptions(Sentences: 5).Load();

        Assert.Equal(8 * 7 * 5, corpus.Utterances.Count);
        Assert.Equal(8 * 7 * 5, corpus.Utterances.Select(utterance => (utterance.Speaker, utterance.Label, utterance.Text)).Distinct().Count());
        string[] labels = ["anger", "boredom", "disgust", "fear", "happiness", "neutral", "sadness"];
        Assert.Equal(labels, corpus.Utterances.Select(utterance => utterance.Label).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(8, corpus.Utterances.Select(utterance => utterance.Speaker).Distinct().Count());
        Assert.Equal(5, corpus.Utterances.Select(utterance => utterance.Text).Distinct().Count());
        Assert.Equal(4 * 7 * 5, corpus.Utterances.Count(utterance => utterance.Gender == Gender.Female));
        Assert.Equal(4 * 7 * 5, corpus.Utterances.Count(utterance => utterance.Gender == Gender.Male));
    }

    [Fact]
    public void Says_that_it_is_synthetic_and_names_its_utterances_stably()
    {
        var corpus = new DemoCorpusOptions().Load();

        Assert.True(corpus.IsSynthetic);
        Assert.Equal("demo", corpus.Name);
        var utterance = corpus.Utterances.Single(utterance => utterance.Id == "demo/s03-anger-2");
        Assert.Equal(("demo", "demo/s03", "anger", "fola pemi, daru siganto"), (utterance.Corpus, utterance.Speaker, utterance.Label, utterance.Text));
    }

    [Fact]
    public void Gives_the_same_clips_again_and_on_any_number_of_threads()
    {
        var corpus = new DemoCorpusOptions().Load();
        var parallel = new float[corpus.Utterances.Count][];

        Workers.ForEach(parallel.Length, 4, i => parallel[i] = corpus.Utterances[i].Read(ChannelMix.Mean).Samples.ToArray(), CancellationToken.None);

        for (var i = 0; i < parallel.Length; i++) Assert.True(Spoken.Value[i].Clip.Samples.Span.SequenceEqual(parallel[i]), corpus.Utterances[i].Id);
    }

    [Fact]
    public void Speaks_differently_with_another_seed_and_in_every_take()
    {
        var options = new DemoCorpusOptions(Sentences: 1, Takes: 2, Seed: 1);
        var utterances = new[] { options, options with { Seed = 2 } }.SelectMany(corpus => corpus.Load().Utterances.Take(2 * 7));
        var clips = utterances.Select(utterance => utterance.Read(ChannelMix.Mean).Samples.ToArray()).ToArray();

        for (var i = 0; i < clips.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.False(clips[i].AsSpan().SequenceEqual(clips[j]));
    }

    [Fact]
    public void Keeps_its_recordings_when_sentences_and_takes_are_added()
    {
        var few = Speak(new DemoCorpusOptions(Sentences: 1));
        var many = Speak(new DemoCorpusOptions(Sentences: 2, Takes: 2)).ToDictionary(spoken => spoken.Utterance.Id, spoken => spoken.Clip);

        foreach (var (utterance, clip) in few) Assert.True(clip.Samples.Span.SequenceEqual(many[utterance.Id].Samples.Span), utterance.Id);
    }

    [Fact]
    public void Keeps_every_sample_finite_and_below_full_scale_and_no_clip_silent()
    {
        foreach (var (utterance, clip) in Spoken.Value)
        {
            var peak = 0f;
            foreach (var sample in clip.Samples.Span)
            {
                Assert.True(float.IsFinite(sample), utterance.Id);
                peak = Math.Max(peak, Math.Abs(sample));
            }

            Assert.InRange(peak, 0.02f, 0.95f);
        }
    }

    [Fact]
    public void Lasts_one_to_three_seconds_a_clip_and_begins_and_ends_in_quiet()
    {
        foreach (var (utterance, clip) in Spoken.Value)
        {
            Assert.InRange(clip.DurationSeconds, 1.2, 3.2);
            var speechDb = DemoMeasures.LevelDb(clip.Samples.Span);
            Assert.True(DemoMeasures.LevelDb(clip.Slice(0, 0.03).Samples.Span) < speechDb - 15, $"{utterance.Id} begins at once");
            Assert.True(DemoMeasures.LevelDb(clip.Slice(clip.DurationSeconds - 0.015, null).Samples.Span) < speechDb - 15, $"{utterance.Id} ends abruptly");
        }
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(44100)]
    public void Speaks_the_same_words_at_another_sample_rate(int sampleRateHz)
    {
        var usual = Read(new DemoCorpusOptions(Sentences: 1), "demo/s02-neutral-1");
        var clip = Read(new DemoCorpusOptions(Sentences: 1, SampleRateHz: sampleRateHz), "demo/s02-neutral-1");

        Assert.Equal(sampleRateHz, clip.SampleRateHz);
        Assert.Equal(usual.DurationSeconds, clip.DurationSeconds, 0.01);
        Assert.Equal(DemoMeasures.LevelDb(usual.Samples.Span), DemoMeasures.LevelDb(clip.Samples.Span), 0.5);
        Assert.Equal(DemoMeasures.MeanPitchHz(usual), DemoMeasures.MeanPitchHz(clip), 4.0);
    }

    [Fact]
    public void Lists_all_settings_that_cannot_work_with_their_cures()
    {
        var wrong = Assert.Throws<OptionsException>(() => new DemoCorpusOptions(Sentences: 11, Takes: 0, SampleRateHz: 96000).Load());

        Assert.Equal(3, wrong.Problems.Count);
        Assert.Contains("use 1 to 10", wrong.Problems[0]);
        Assert.Contains("use 1 to 50", wrong.Problems[1]);
        Assert.Contains("use 8000 to 48000", wrong.Problems[2]);
    }

    [Fact]
    public void Is_known_to_specs_by_its_kind()
    {
        var options = RecipeJson.BuiltIn.Read<CorpusOptions>("""{ "kind": "demo", "takes": 3, "seed": 9 }""", "spec");

        Assert.Equal(new DemoCorpusOptions(Takes: 3, Seed: 9), options);
    }

    private static Clip Read(DemoCorpusOptions options, string id) => options.Load().Utterances.Single(utterance => utterance.Id == id).Read(ChannelMix.Mean);

    private static IReadOnlyList<(Utterance Utterance, Clip Clip)> Speak(DemoCorpusOptions options) =>
        [.. options.Load().Utterances.Select(utterance => (utterance, utterance.Read(ChannelMix.Mean)))];
}
