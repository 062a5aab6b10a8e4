using SerLab.Features;
using SerLab.Features.Rhythm;
using SerLab.Numerics;

namespace SerLab.Benchmarks.Studies;

/// <summary>Learns a <see cref="SyllableModel"/> from labelled recordings, each clean and in noise, so that the model weighs only what noise leaves. Same recordings, same model.</summary>
internal static class RateTraining
{
    private const ulong Seed = 1;
    private static readonly RateNetSettings PeakNet = new(Hidden: 8, Epochs: 60, IsCount: false, Noise: 0, Dropout: 0);
    private static readonly RateNetSettings StretchNet = new(Hidden: 8, Epochs: 40, IsCount: true, Noise: 0.3, Dropout: 0.1);

    public static SyllableModel Train(IReadOnlyList<RateRecording> recordings)
    {
        (RateRecording Truth, SyllableCues Cues)[] clips = [.. recordings.SelectMany(recording => new[] { (recording, recording.Cues), (recording, recording.NoisyCues) })];
        var chance = new RandomSource(Seed);
        var peaks = RateNetTraining.Train([.. clips.Select(clip => new RateNetClip(clip.Cues.Values, Loudest(clip.Cues, clip.Truth), clip.Truth.Syllables.Count))], SyllableCues.Names.Count, PeakNet, chance.For("peaks"));
        var stretches = RateNetTraining.Train(
            [.. clips.Select(clip => new RateNetClip(clip.Cues.StretchValues, Nuclei(clip.Cues, clip.Truth), clip.Truth.Syllables.Count))], SyllableStretches.CueCount, StretchNet, chance.For("stretches"));
        double syllables = clips.Sum(clip => clip.Truth.Syllables.Count);
        return new SyllableModel(
            syllables / clips.Sum(clip => peaks.Outputs(clip.Cues.Values).Sum(SyllableModel.Sigmoid)), syllables / clips.Sum(clip => stretches.Outputs(clip.Cues.StretchValues).Sum(SyllableModel.PerStretch)), peaks, stretches);
    }

    // In each labelled syllable the peak of the highest sonority is the nucleus.
    private static int[] Loudest(SyllableCues cues, RateRecording truth)
    {
        var nuclei = new int[cues.Frames.Length];
        foreach (var (start, end) in truth.Syllables)
        {
            var best = -1;
            for (var i = 0; i < nuclei.Length; i++)
                if (FrameGrid.CentreSeconds(cues.Frames[i]) >= start && FrameGrid.CentreSeconds(cues.Frames[i]) < end && (best < 0 || LevelDb(cues, i) > LevelDb(cues, best))) best = i;
            if (best >= 0) nuclei[best] = 1;
        }

        return nuclei;
    }

    // The dips between which each syllable's labelled vowel has its middle; a syllable without one has its own middle.
    private static int[] Nuclei(SyllableCues cues, RateRecording truth)
    {
        var nuclei = new int[cues.Frames.Length];
        foreach (var syllable in truth.Syllables)
        {
            var vowel = truth.Vowels.Select(vowel => (Start: Math.Max(vowel.Start, syllable.Start), End: Math.Min(vowel.End, syllable.End))).Where(part => part.End > part.Start)
                .DefaultIfEmpty(syllable).MaxBy(part => part.End - part.Start);
            var middle = (vowel.Start + vowel.End) / 2;
            var peak = 0;
            while (peak + 1 < nuclei.Length && FrameGrid.CentreSeconds(cues.Dips[peak + 1]) <= middle) peak++;
            if (nuclei.Length > 0) nuclei[peak]++;
        }

        return nuclei;
    }

    private static float LevelDb(SyllableCues cues, int index) => cues.Values[index * SyllableCues.Names.Count + 1];
}
