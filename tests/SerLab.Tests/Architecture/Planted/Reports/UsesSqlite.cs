using Microsoft.Data.Sqlite;

namespace SerLab.Tests.Architecture.Planted.Reports;

/// <summary>Uses the index past the store.</summary>
internal static class UsesSqlite
{
    internal static string Opens(string path) => new SqliteConnection(path).DataSource;
}
