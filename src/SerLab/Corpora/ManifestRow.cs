using System.Globalization;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>One row of a manifest, as text under its column names.</summary>
internal sealed class ManifestRow
{
    private readonly string manifest;
    private readonly string place;
    private readonly IReadOnlyDictionary<string, string> values;

    /// <param name="manifest">The manifest's path, for errors.</param>
    /// <param name="place">"line 3", for errors.</param>
    /// <param name="values">Text per column; empty texts are left out.</param>
    public ManifestRow(string manifest, string place, IReadOnlyDictionary<string, string> values) => (this.manifest, this.place, this.values) = (manifest, place, values);

    /// <summary>The columns a manifest may have; those that begin with "x_" are the user's own.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["path", "label", "speaker", "id", "start", "end", "gender", "text", "language", "votes", "corpus", "synthetic"];

    /// <summary>The columns a manifest must have.</summary>
    public static IReadOnlyList<string> Required { get; } = ["path", "label", "speaker"];

    /// <summary>Refuses column names that are not known, or the lack of one that is needed.</summary>
    public static void CheckColumns(string manifest, string place, IReadOnlyCollection<string> names)
    {
        if (names.FirstOrDefault(name => !Columns.Contains(name) && !name.StartsWith("x_", StringComparison.Ordinal)) is { } unknown)
            throw new BadInputException(manifest, place, Spelling.Unknown("column", unknown, Columns) + $" To keep a column of your own, call it x_{unknown}.");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BadInputException(manifest, place, $"the column {twice.Key} is there twice; keep one.");
        if (Required.FirstOrDefault(name => !names.Contains(name)) is { } missing)
            throw new BadInputException(manifest, place, $"{missing} is missing; every row needs {string.Join(", ", Required)}{(missing == "speaker" ? " (who speaks is never guessed)" : "")}.");
    }

    /// <summary>The text of a column, or null.</summary>
    public string? Text(string column) => values.GetValueOrDefault(column);

    /// <summary>The text of a column that must have one.</summary>
    public string Needed(string column) => Text(column) ?? throw Wrong($"{column} is empty; every row needs one.");

    /// <summary>Seconds from the recording's start, at least 0, or null.</summary>
    public double? Seconds(string column)
    {
        if (Text(column) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && seconds >= 0) return seconds;
        throw Wrong($"{column} is \"{text}\"; write seconds from the recording's start, with a decimal point.");
    }

    /// <summary>True or false; false when empty.</summary>
    public bool Flag(string column) => Text(column)?.ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        _ => throw Wrong($"{column} is \"{Text(column)}\"; write true or false."),
    };

    /// <summary>The speaker's gender.</summary>
    public Gender Gender() => Text("gender")?.ToLowerInvariant() switch
    {
        null or "unknown" => Corpora.Gender.Unknown,
        "f" or "female" => Corpora.Gender.Female,
        "m" or "male" => Corpora.Gender.Male,
        "o" or "other" => Corpora.Gender.Other,
        _ => throw Wrong($"gender is \"{Text("gender")}\"; write female, male, other or unknown."),
    };

    /// <summary>Votes per label, "anger=3;neutral=1"; null when empty.</summary>
    public SortedDictionary<string, double>? Votes()
    {
        if (Text("votes") is not { } text) return null;
        var votes = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var split = entry.LastIndexOf('=');
            if (split < 1 || !double.TryParse(entry[(split + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var count) || !double.IsFinite(count) || count < 0
                || !votes.TryAdd(entry[..split].Trim(), count))
                throw Wrong($"votes is \"{text}\"; write each label once with its votes, as anger=3;neutral=1.");
        }

        return votes;
    }

    /// <summary>An error in this row.</summary>
    public BadInputException Wrong(string message) => new(manifest, place, message);
}
