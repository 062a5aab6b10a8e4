using System.Globalization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Reports;

/// <summary>A clip that the report carries.</summary>
/// <param name="Number">1, 2, ...: its anchor, so that a second mistake on it points to the first.</param>
/// <param name="Clip">The sound.</param>
/// <param name="DataUri">A 16-bit WAV file as a data URI.</param>
internal sealed record EmbeddedClip(int Number, Clip Clip, string DataUri);

/// <summary>The clips that a report carries, each once, within its limits. Immutable.</summary>
internal sealed class EmbeddedClips
{
    private readonly IReadOnlyDictionary<string, EmbeddedClip> clips;

    private EmbeddedClips(IReadOnlyDictionary<string, EmbeddedClip> clips, int leftOut, IReadOnlyList<string> unreadable, bool hasSource) =>
        (this.clips, LeftOut, Unreadable, HasSource) = (clips, leftOut, unreadable, hasSource);

    /// <summary>Clips of shown mistakes that the limits kept out.</summary>
    public int LeftOut { get; }

    /// <summary>What could not be read, each with the reason.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    /// <summary>False when the report was written without access to the sound.</summary>
    public bool HasSource { get; }

    public int Count => clips.Count;

    public EmbeddedClip? Find(string id) => clips.GetValueOrDefault(id);

    /// <summary>Takes clips in the order mistakes are shown until a limit is reached; later, shorter ones may still fit.</summary>
    public static EmbeddedClips Of(IReadOnlyList<Mistakes> mistakes, IClipSource? source, ReportLimits limits)
    {
        var (found, unreadable, leftOut, bytes) = (new Dictionary<string, EmbeddedClip>(StringComparer.Ordinal), new List<string>(), 0, 0.0);
        foreach (var id in source is null ? [] : mistakes.SelectMany(model => model.Shown).Select(prediction => prediction.Id).Distinct(StringComparer.Ordinal))
        {
            Clip? clip;
            try
            {
                if (found.Count >= limits.MaxClips)
                {
                    leftOut++;
                    continue;
                }

                clip = source!.Find(id);
            }
            catch (BadInputException wrong)
            {
                unreadable.Add(wrong.Message);
                continue;
            }

            if (clip is null) unreadable.Add($"{id}: the corpus no longer has it.");
            else if (bytes + EncodedLength(clip) > limits.MaxAudioMegabytes * 1e6) leftOut++;
            else
            {
                bytes += EncodedLength(clip);
                found.Add(id, new EmbeddedClip(found.Count + 1, clip, DataUri(clip)));
            }
        }

        return new EmbeddedClips(found, leftOut, unreadable, source is not null);
    }

    /// <summary>How much of the sound is there and why some is not, in sentences; empty when all of it is.</summary>
    public string Remark(ReportLimits limits)
    {
        if (!HasSource) return "The report was written without the recordings, so there is nothing to listen to.";
        var text = "";
        if (LeftOut > 0)
            text += $" Of the mistakes shown, {Words.Plural(LeftOut, "clip")} had to be left out: the report holds at most {limits.MaxClips} clips and {limits.MaxAudioMegabytes.ToString("0.#", CultureInfo.InvariantCulture)} MB of sound.";
        if (Unreadable.Count > 0) text += $" {Words.Plural(Unreadable.Count, "recording")} could not be read; the first: {Unreadable[0]}";
        return text.TrimStart();
    }

    // A WAV header and 16-bit samples as base64: four letters for three bytes.
    private static long EncodedLength(Clip clip) => (44 + 2L * clip.Samples.Length + 2) / 3 * 4;

    private static string DataUri(Clip clip)
    {
        using var file = new MemoryStream();
        WavWriter.Write(file, clip, WavFormat.Pcm16);
        return "data:audio/wav;base64," + Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length);
    }
}
