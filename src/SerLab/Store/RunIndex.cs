using System.Globalization;
using Microsoft.Data.Sqlite;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Store;

/// <summary>One run as listings show it.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="StartedUtc">When it began.</param>
/// <param name="Corpus">The corpus's name.</param>
/// <param name="Caution">LEAKY, SHUFFLED-LABELS, SYNTHETIC; empty for none.</param>
/// <param name="Models">Number of models, baselines included.</param>
/// <param name="Best">Name of the best model.</param>
/// <param name="MacroAccuracy">The best model's MacroAccuracy.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="Seconds">How long the run took.</param>
public sealed record RunSummary(string Id, DateTimeOffset StartedUtc, string Corpus, string Caution, int Models, string Best, double MacroAccuracy, double Low, double High, double Seconds);

/// <summary>The SQLite index of runs (write-ahead log): for listings and questions over many runs; the folders are the truth.</summary>
internal sealed class RunIndex
{
    private readonly string path;

    /// <param name="path">The database file; made with its folder when first written.</param>
    public RunIndex(string path) => this.path = path;

    /// <summary>Enters a run, in place of an old entry of its id.</summary>
    public void Enter(RunRecord record) => Ask(connection =>
    {
        using var transaction = connection.BeginTransaction();
        Run(connection, "DELETE FROM models WHERE run_id = $id", ("$id", record.Id));
        Run(connection,
            "INSERT OR REPLACE INTO runs (id, started_utc, name, corpus, corpus_fingerprint, split_hash, caution, seconds, code_version) VALUES ($id, $started, $name, $corpus, $fingerprint, $split, $caution, $seconds, $code)",
            ("$id", record.Id), ("$started", record.StartedUtc.ToString("O", CultureInfo.InvariantCulture)), ("$name", record.Spec.Name), ("$corpus", record.Corpus.Name),
            ("$fingerprint", record.Corpus.Fingerprint), ("$split", record.Split.Hash), ("$caution", Outputs.CautionOf(record)), ("$seconds", record.Seconds), ("$code", record.Environment.CodeVersion));
        for (var rank = 0; rank < record.Models.Count; rank++)
        {
            var model = record.Models[rank];
            Run(connection,
                "INSERT INTO models (run_id, rank, name, classifier, features, normalisation, macro_accuracy, macro_accuracy_low, macro_accuracy_high, micro_accuracy, seconds) VALUES ($id, $rank, $name, $classifier, $features, $normalisation, $macro, $low, $high, $micro, $seconds)",
                ("$id", record.Id), ("$rank", rank + 1), ("$name", model.Name), ("$classifier", model.Classifier), ("$features", model.Features), ("$normalisation", model.Normalisation),
                ("$macro", model.MacroAccuracy), ("$low", model.MacroAccuracyInterval.Low), ("$high", model.MacroAccuracyInterval.High), ("$micro", model.MicroAccuracy), ("$seconds", model.Seconds));
        }

        transaction.Commit();
        return 0;
    });

    /// <summary>The runs, newest first.</summary>
    public IReadOnlyList<RunSummary> List() => !File.Exists(path) ? [] : Ask(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT r.id, r.started_utc, r.corpus, r.caution, (SELECT COUNT(*) FROM models WHERE run_id = r.id), m.name, m.macro_accuracy, m.macro_accuracy_low, m.macro_accuracy_high, r.seconds " +
            "FROM runs r JOIN models m ON m.run_id = r.id AND m.rank = 1 ORDER BY r.started_utc DESC, r.id DESC";
        using var reader = command.ExecuteReader();
        var runs = new List<RunSummary>();
        while (reader.Read())
        {
            runs.Add(new RunSummary(
                reader.GetString(0), DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetString(5),
                reader.GetDouble(6), reader.GetDouble(7), reader.GetDouble(8), reader.GetDouble(9)));
        }

        return runs;
    });

    /// <summary>Forgets all runs; the folders stay.</summary>
    public void Clear()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"]) File.Delete(file);
    }

    private T Ask<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString());
            connection.Open();
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection,
                "CREATE TABLE IF NOT EXISTS runs (id TEXT PRIMARY KEY, started_utc TEXT NOT NULL, name TEXT NOT NULL, corpus TEXT NOT NULL, corpus_fingerprint TEXT NOT NULL, split_hash TEXT NOT NULL, caution TEXT NOT NULL, seconds REAL NOT NULL, code_version TEXT NOT NULL)");
            Run(connection,
                "CREATE TABLE IF NOT EXISTS models (run_id TEXT NOT NULL REFERENCES runs(id), rank INTEGER NOT NULL, name TEXT NOT NULL, classifier TEXT NOT NULL, features TEXT NOT NULL, normalisation TEXT NOT NULL, macro_accuracy REAL NOT NULL, macro_accuracy_low REAL NOT NULL, macro_accuracy_high REAL NOT NULL, micro_accuracy REAL NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (run_id, rank))");
            return question(connection);
        }
        catch (Exception wrong) when (wrong is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, null, $"the index cannot be used ({wrong.Message.TrimEnd('.')}); it holds nothing that the run folders do not, so delete it and run `serlab runs rebuild`.", wrong);
        }
    }

    private static void Run(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
