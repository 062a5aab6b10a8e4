namespace SerLab.Tests.Architecture;

/// <summary>One room: a folder of src/SerLab that is a namespace too.</summary>
internal sealed record Room(string Name, string Takes, string Gives, string MayUse);

/// <summary>The rooms in the order the data flows and what each may use: DESIGN section 3 with the amendments of docs/adr/0002.</summary>
internal static class RoomTable
{
    private const string Markdown = """
        | folder = namespace | takes | gives | may use |
        |---|---|---|---|
        | `Options` | | recipes by kind, validation, JSON | nothing |
        | `Numerics` | spans | matrix views, matrix product, FFT, log-domain maths, keyed random streams | nothing |
        | `Audio` | a file or stream | `Clip`: mono float samples in [-1, 1] and its sample rate | Options, Numerics |
        | `Corpora` | a folder or manifest | `Corpus` of `Utterance` (id, path, start, end, label, speaker, gender, text, language, votes) | Options, Numerics, Audio |
        | `Enhancement` | clip | clean clip; speech/non-speech | Options, Numerics, Audio |
        | `Features` | clip | `FeatureValues`: frames [frames x descriptors], functionals [features]; every column named | Options, Numerics, Audio, Enhancement |
        | `Tables` | utterances, tracks | `FeatureTable`: columns `Id, Label, Speaker, ..., Features` (a named vector) and `Frames` (a matrix per row) | the rooms above |
        | `Folds` | table | folds and the leak audit | Options, Numerics, Audio, Corpora, Tables |
        | `Models` | matrices and integer labels | classifiers | Options, Numerics |
        | `Metrics` | labels, predictions | scores, intervals, tests | Options, Numerics |
        | `Runs` | a spec | run record; trained model; tuning in inner folds | the rooms above |
        | `Store` | run record | run folder + SQLite index, and back | Options, Numerics, Tables, Folds, Models, Metrics, Runs |
        | `Reports` | run record(s) | the report: HTML with SVG figures and players, or Markdown | Options, Audio, Corpora, Tables, Folds, Metrics, Runs |
        """;

    /// <summary>The rooms, first to last.</summary>
    public static IReadOnlyList<Room> Rooms { get; } = Parse(Markdown);

    /// <summary>Rooms whose code may reach the disk.</summary>
    public static IReadOnlyList<string> WithFiles { get; } = ["Audio", "Corpora", "Tables", "Store", "Reports"];

    /// <summary>The rows of the first table in a text whose head begins with "folder = namespace"; empty when there is none.</summary>
    public static IReadOnlyList<Room> Parse(string markdown) =>
    [
        .. markdown.Split('\n').Select(line => line.Trim())
            .SkipWhile(line => !line.StartsWith("| folder = namespace", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .Select(cells => cells.Length == 4 ? new Room(cells[0].Trim('`'), cells[1], cells[2], cells[3]) : new Room(string.Join(" | ", cells), "", "", "(the row needs four cells)")),
    ];

    /// <summary>The rooms that a room may use, itself included.</summary>
    public static IReadOnlySet<string> MayUse(string room)
    {
        var before = Rooms.Select(other => other.Name).TakeWhile(name => name != room);
        var row = Rooms.Single(other => other.Name == room);
        return row.MayUse switch
        {
            "nothing" => new HashSet<string> { room },
            "the rooms above" => before.Append(room).ToHashSet(),
            _ => row.MayUse.Split(", ").Append(room).ToHashSet(),
        };
    }
}
