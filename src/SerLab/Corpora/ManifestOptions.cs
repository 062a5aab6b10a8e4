using System.Globalization;
using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>A table of utterances, for any corpus: one row each with path, label and speaker, and what else is known.</summary>
/// <remarks>
/// <para>CSV (separated by commas, semicolons or tabs; with a header row) or JSONL (one object a line). Columns: <c>path</c> (below the manifest's folder, or absolute), <c>label</c>, <c>speaker</c>;
/// optional <c>id</c>, <c>start</c> and <c>end</c> (seconds), <c>gender</c>, <c>text</c>, <c>language</c>, <c>votes</c> (<c>anger=3;neutral=1</c>, in JSONL also an object), <c>corpus</c>,
/// <c>synthetic</c> (true where no human spoke). Columns that begin with <c>x_</c> are the user's own; any other unknown column is an error.</para>
/// <para>The id is the path as written, with slashes, without extension, and with "@start-end" for a stretch, unless a column gives it. Speakers get the corpus's name in front.</para>
/// </remarks>
/// <param name="Path">The manifest, or the folder with <c>manifest.csv</c> or <c>manifest.jsonl</c>.</param>
/// <param name="Name">The corpus's name for every row. Null takes the rows' own where they have one, else the file's name, or for <c>manifest.csv</c> its folder's.</param>
[Kind("manifest", "a CSV or JSONL table: path, label, speaker, and optionally start, end, gender, text, language, votes")]
public sealed record ManifestOptions(string Path, string? Name = null) : CorpusOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(Path.Length > 0, $"Path is empty; give the manifest, or its folder.")
        .Unless(Name is not "", $"Name is empty; write a word, or leave it out.");

    /// <inheritdoc/>
    public override Corpus Load()
    {
        var manifest = System.IO.Path.GetFullPath(ManifestFile.Find(Path));
        var folder = System.IO.Path.GetDirectoryName(manifest)!;
        var rows = ManifestFile.Read(manifest);
        var ownName = OwnName(manifest);
        var utterances = rows.Select(row => Read(row, folder, Name ?? row.Text("corpus") ?? ownName)).ToArray();
        RefuseMissing(manifest, utterances);
        var names = utterances.Select(utterance => utterance.Corpus).Distinct().ToArray();
        return new Corpus(names.Length == 1 ? names[0] : ownName, utterances, rows.Any(row => row.Flag("synthetic")));
    }

    private static string OwnName(string manifest)
    {
        var stem = System.IO.Path.GetFileNameWithoutExtension(manifest);
        return stem == "manifest" ? System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(manifest)) is { Length: > 0 } folder ? folder : stem : stem;
    }

    private static Utterance Read(ManifestRow row, string folder, string corpus)
    {
        var written = row.Needed("path").Replace('\\', '/');
        var location = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, written));
        var start = row.Seconds("start") ?? 0;
        var end = row.Seconds("end");
        if (end <= start) throw row.Wrong($"end is {Invariant(end.Value)}, not after start {Invariant(start)}; both are seconds from the recording's start.");
        var name = System.IO.Path.ChangeExtension(System.IO.Path.IsPathRooted(written) ? System.IO.Path.GetRelativePath(folder, location).Replace('\\', '/') : written, null);
        var isWhole = start == 0 && end is null;
        return new Utterance(row.Text("id") ?? (isWhole ? name : $"{name}@{Invariant(start)}-{(end is null ? "" : Invariant(end.Value))}"), new FileRecording(location), row.Needed("label"), $"{corpus}/{row.Needed("speaker")}")
        {
            Corpus = corpus,
            StartSeconds = start,
            EndSeconds = end,
            Gender = row.Gender(),
            Text = row.Text("text"),
            Language = row.Text("language"),
            Votes = row.Votes(),
        };
    }

    private static string Invariant(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);

    private static void RefuseMissing(string manifest, IReadOnlyList<Utterance> utterances)
    {
        var missing = utterances.Select(utterance => utterance.Recording.Location).Distinct().Where(location => !File.Exists(location)).ToArray();
        if (missing.Length == 0) return;
        throw new BadInputException(manifest, null, $"{missing.Length} recordings are not there: {NamedCorpus.List(missing)}. Paths are relative to the manifest's folder; mend them, or put the manifest where they start.");
    }
}
