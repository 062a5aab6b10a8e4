using System.Globalization;
using CsvHelper;
using SerLab.Audio;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>Writes any corpus as a folder of WAV files with a manifest, which <see cref="ManifestOptions"/> reads back.</summary>
public static class ManifestWriter
{
    private static readonly IReadOnlyList<string> Columns = ["path", "id", "label", "speaker", "gender", "text", "language", "votes", "corpus", "synthetic"];

    /// <summary>Writes a file per utterance (its stretch only) and <c>manifest.csv</c>. The folder is there whole or not at all: it is filled under another name and renamed when complete.</summary>
    /// <param name="folder">A folder that does not exist yet, or is empty.</param>
    /// <param name="corpus">The corpus; only read.</param>
    /// <param name="mix">How several channels become one.</param>
    /// <param name="format">How samples are stored.</param>
    /// <param name="threads">Most threads at once, at least 1.</param>
    /// <param name="cancel">Stops before the next utterance and leaves nothing behind.</param>
    /// <param name="progress">Told how many utterances are written, from any thread; null for nobody.</param>
    /// <exception cref="BadInputException">The folder is not empty or cannot be written, or an utterance cannot be read.</exception>
    public static void Write(string folder, Corpus corpus, ChannelMix mix, WavFormat format, int threads, CancellationToken cancel, IProgress<int>? progress = null)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target)) throw new BadInputException(target, null, "is a file; give a folder that does not exist yet.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new BadInputException(target, null, "is not empty; give a folder that does not exist yet, so that old and new files do not mix.");
        var temporary = $"{target}.{Environment.ProcessId}.partial";
        try
        {
            var names = FileNames(corpus);
            foreach (var name in names) Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(temporary, name))!);
            var done = 0;
            Workers.ForEach(names.Length, threads, i =>
            {
                WavWriter.Write(Path.Combine(temporary, names[i]), corpus.Utterances[i].Read(mix), format);
                progress?.Report(Interlocked.Increment(ref done));
            }, cancel);
            WholeFile.Write(Path.Combine(temporary, "manifest.csv"), stream => WriteRows(stream, corpus, names));
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(temporary, target);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(target, null, $"cannot be written ({wrong.Message.TrimEnd('.')}); give a folder you may write to, on a disk with space.", wrong);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    // The id is the file's name; what some file system would not take becomes "_", and names that then agree get a number.
    private static string[] FileNames(Corpus corpus)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. corpus.Utterances.Select(utterance =>
        {
            var name = string.Join('/', utterance.Id.Split('/').Select(Safe));
            var free = name;
            for (var number = 2; !taken.Add(free); number++) free = $"{name}-{number}";
            return free + ".wav";
        })];
    }

    private static string Safe(string part)
    {
        var letters = part.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@' or '+' ? letter : '_').ToArray();
        var safe = new string(letters).TrimEnd('.');
        return safe.Length == 0 || safe[0] == '.' ? "_" + safe : safe;
    }

    private static void WriteRows(Stream stream, Corpus corpus, string[] names)
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var column in Columns) csv.WriteField(column);
        for (var i = 0; i < names.Length; i++)
        {
            csv.NextRecord();
            foreach (var cell in Cells(corpus.Utterances[i], names[i], corpus.IsSynthetic)) csv.WriteField(cell);
        }

        csv.NextRecord();
    }

    // In the order of the columns. The reader puts the corpus in front of the speaker again.
    private static string?[] Cells(Utterance utterance, string name, bool isSynthetic) =>
    [
        name,
        utterance.Id,
        utterance.Label,
        utterance.Speaker.StartsWith(utterance.Corpus + "/", StringComparison.Ordinal) ? utterance.Speaker[(utterance.Corpus.Length + 1)..] : utterance.Speaker,
        utterance.Gender.ToString().ToLowerInvariant(),
        utterance.Text,
        utterance.Language,
        utterance.Votes is null ? null : string.Join(';', utterance.Votes.OrderBy(vote => vote.Key, StringComparer.Ordinal).Select(vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Key}={vote.Value}"))),
        utterance.Corpus,
        isSynthetic ? "true" : "false",
    ];
}
