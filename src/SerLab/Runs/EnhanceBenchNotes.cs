namespace SerLab.Runs;

/// <summary>What a reader must know to read a bench's tables, in sentences.</summary>
internal static class EnhanceBenchNotes
{
    public static IReadOnlyList<string> Of(EnhanceBenchSpec spec, IReadOnlyList<BenchNoise> noises)
    {
        var notes = new List<string>
        {
            "SNR: mean power of the speech over mean power of the noise, both over the whole clip, pauses included. Mixes are floating-point sums; nothing is clipped. The noise of an utterance is drawn once and scaled to each SNR.",
            "Nothing is chosen by these figures: denoisers, settings, features and classifier are fixed before the first test row is looked at.",
        };
        if (spec.Speakers is { } speakers) notes.Add($"Only these speakers take part: {string.Join(", ", speakers)}.");
        if (noises.Any(noise => noise.Name == "babble")) notes.Add("Babble: 8 talkers of the corpus, equally loud, never the speaker of the utterance. In test mixes they are training speakers, whose voices the model knows; in training mixes the held-out speaker is never among them.");
        if (noises.Any(noise => noise.IsRecorded)) notes.Add("Recorded noises: a clip and a place in it are drawn; what is shorter than the utterance is repeated. Half of the clips of each noise, drawn by the seed, are for test mixes and the others for training mixes; clips with alike names may be cut from one recording.");
        if (noises.Where(noise => noise.IsRecorded && noise.TestClips.SequenceEqual(noise.TrainingClips)).Select(noise => noise.Name).ToArray() is { Length: > 0 } single)
            notes.Add($"One clip only, so that training and test hear the same noise recording: {string.Join(", ", single)}.");
        if (spec.Part != EnhanceBenchPart.Recognition)
        {
            notes.Add($"Signal measures: {(spec.Every == 1 ? "all utterances" : $"one utterance in {spec.Every}, by id")}; intervals of 95 % by bootstrap over speakers; a gain is the difference to the noisy input on the same utterances (log-spectral distance: below 0 is better).");
            if (spec.WithPrograms) notes.Add("Other programs run with their own settings (ffmpeg -af afftdn, sox noisered); afftdn takes a floor of -50 dB for the noise unless it is told another; sox is given the noise alone for its profile, which no other denoiser has. Their delay is undone. A program that is not installed is left out.");
        }

        if (spec.Part != EnhanceBenchPart.Signal)
        {
            notes.Add("Recognition: leave-one-speaker-out over all utterances; the denoiser cleans the training speech too. Multi-condition training hears each training row clean and once more in one of the same noises and SNRs, drawn by the seed for each session of about 12 rows of a speaker.");
            notes.Add("speaker-z is transductive: a test speaker's rows are scaled by that speaker's own unlabelled rows in the same condition; training rows by those of their speaker in their session.");
            notes.Add("Gain: MacroAccuracy less that without denoiser in the same row, with a 95 % interval by paired bootstrap over speakers. With many rows some intervals leave out zero by chance: one in twenty, where nothing differs.");
            if (spec.Tune is not null) notes.Add("Classifier settings are tuned in inner folds of the clean training speakers, anew for each denoiser, normalisation and fold.");
        }

        return notes;
    }
}
