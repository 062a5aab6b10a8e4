using SerLab.Audio;
using SerLab.Corpora;

namespace SerLab.Reports;

/// <summary>Clips of a corpus, at one sample rate: what the features were measured on, before enhancement. Immutable.</summary>
public sealed class CorpusClips : IClipSource
{
    private readonly Dictionary<string, Utterance> utterances;
    private readonly ChannelMix mix;
    private readonly int sampleRateHz;

    /// <param name="corpus">Holds the utterances.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <param name="sampleRateHz">The rate clips are brought to, Hz.</param>
    public CorpusClips(Corpus corpus, ChannelMix mix, int sampleRateHz)
    {
        (this.mix, this.sampleRateHz) = (mix, sampleRateHz);
        utterances = corpus.Utterances.ToDictionary(utterance => utterance.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Clip? Find(string id)
    {
        if (!utterances.TryGetValue(id, out var utterance)) return null;
        var clip = utterance.Read(mix);
        return clip.SampleRateHz == sampleRateHz ? clip : new Resampler(clip.SampleRateHz, sampleRateHz).Resample(clip);
    }
}
