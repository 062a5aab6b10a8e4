using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>
/// The built-in corpus: synthetic speech of 8 speakers in 7 emotions, made in memory when it is read. No human spoke: its numbers show that the program works, not how well
/// emotion can be recognised.
/// </summary>
/// <param name="Sentences">Number of sentences, each spoken by every speaker in every emotion: 1 to 10.</param>
/// <param name="Takes">How often each is spoken, each time a little differently: 1 to 50.</param>
/// <param name="Seed">Another seed gives other recordings of the same speakers and sentences.</param>
/// <param name="SampleRateHz">Samples per second: 8000 to 48000.</param>
/// <remarks>
/// Source-filter speech: glottal pulses with jitter, shimmer and breath, formants, syllables with timing (Klatt, 1980; Klatt and Klatt, 1990). How each emotion differs
/// from neutral follows the published acoustic correlates, which <see cref="DemoEmotion"/> cites one by one; emotions overlap, so that no model can be right always.
/// Adding takes or sentences does not change the recordings that were there before.
/// </remarks>
[Kind("demo", "synthetic speech, made in memory: 8 speakers x 7 emotions x sentences")]
public sealed record DemoCorpusOptions(int Sentences = 5, int Takes = 1, ulong Seed = 1, int SampleRateHz = 16000) : CorpusOptions
{
    private const string Name = "demo";

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        var most = DemoSentence.All.Count;
        problems
            .Unless(Sentences >= 1 && Sentences <= most, $"Sentences is {Sentences}; the made-up language has {most}, so use 1 to {most} and raise Takes for more recordings.")
            .Unless(Takes is >= 1 and <= 50, $"Takes is {Takes}; use 1 to 50.")
            .Unless(SampleRateHz is >= 8000 and <= 48000, $"SampleRateHz is {SampleRateHz}; use 8000 to 48000, and resample the clips for more.");
    }

    /// <summary>Lists the utterances, for example "demo/s03-anger-2"; each is synthesised anew whenever it is read, about 3 ms of work.</summary>
    /// <exception cref="OptionsException">Some setting cannot work.</exception>
    public override Corpus Load()
    {
        Validate();
        return new Corpus(Name, from speaker in Enumerable.Range(0, DemoVoice.All.Count)
                                from emotion in DemoEmotion.All
                                from sentence in Enumerable.Range(0, Sentences)
                                from take in Enumerable.Range(0, Takes)
                                select MakeUtterance(speaker, emotion, sentence, take), isSynthetic: true);
    }

    private Utterance MakeUtterance(int speakerIndex, DemoEmotion emotion, int sentenceIndex, int takeIndex)
    {
        var voice = DemoVoice.All[speakerIndex];
        var sentence = DemoSentence.All[sentenceIndex];
        var habit = new RandomSource(Seed).For(Name, speakerIndex).For(emotion.Label);
        var chance = habit.For("sentence", sentenceIndex).For("take", takeIndex);
        var id = $"{Name}/{voice.Name}-{emotion.Label}-{sentenceIndex + 1}" + (takeIndex == 0 ? "" : $"-take{takeIndex + 1}");
        var sampleRateHz = SampleRateHz;
        return new Utterance(id, new MemoryRecording(id, Speak), emotion.Label, $"{Name}/{voice.Name}")
        {
            Corpus = Name,
            Gender = voice.Gender,
            Text = sentence.Words,
        };

        Clip Speak() => DemoSynthesiser.Speak(sentence, voice, emotion.Draw(habit.Open(), chance.Open()), sampleRateHz, chance);
    }
}
