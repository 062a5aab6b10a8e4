using Microsoft.Data.Sqlite;

namespace SerLab.Tests.Architecture.Planted.Store;

/// <summary>Uses SQLite and files where both are at home: no rule may speak of it.</summary>
internal static class UsesSqlite
{
    internal static string Opens(string path) => new SqliteConnection(File.ReadAllText(path)).DataSource;
}
