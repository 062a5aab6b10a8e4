namespace SerLab.Tests.Architecture;

/// <summary>What code of a room may name. Each rule gives the sentences that say where it is broken; none means it holds.</summary>
internal static class RoomRules
{
    private const string Product = "SerLab";

    // Path only joins strings, except for these.
    private static readonly string[] PathMembersOnDisk = ["GetTempFileName", "GetTempPath", "Exists"];

    private static readonly string[] FileTypes =
        ["File", "FileStream", "FileInfo", "FileSystemInfo", "Directory", "DirectoryInfo", "DriveInfo", "FileSystemWatcher", "RandomAccess"];

    /// <summary>Rooms use the rooms that the table gives them, and every type of the product is in a room.</summary>
    /// <param name="references">What the code names.</param>
    /// <param name="root">The namespace whose children are the rooms.</param>
    public static IEnumerable<string> Uses(IEnumerable<CodeReference> references, string root)
    {
        var rooms = RoomTable.Rooms.Select(room => room.Name).ToHashSet();
        foreach (var reference in references)
        {
            var from = RoomOf(reference.FromNamespace, root);
            if (from is null || !rooms.Contains(from)) yield return $"{reference.FromNamespace}.{reference.From} is in no room of the table";
            else if (TargetRoom(reference.ToNamespace, root) is { } to && rooms.Contains(to) && !RoomTable.MayUse(from).Contains(to)) yield return $"{from} may not use {to}: {reference}";
        }
    }

    /// <summary>Only some rooms reach the disk or start programs.</summary>
    public static IEnumerable<string> FileAccess(IEnumerable<CodeReference> references, string root) =>
        references.Where(reference => ReachesDisk(reference) && !RoomTable.WithFiles.Contains(RoomOf(reference.FromNamespace, root)))
            .Select(reference => $"only {string.Join(", ", RoomTable.WithFiles)} may reach files: {reference}");

    /// <summary>Only the store knows that its index is SQLite.</summary>
    public static IEnumerable<string> Sqlite(IEnumerable<CodeReference> references, string root) =>
        references.Where(reference => (reference.ToNamespace.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal) || reference.ToNamespace.StartsWith("SQLitePCL", StringComparison.Ordinal))
                && RoomOf(reference.FromNamespace, root) != "Store")
            .Select(reference => $"only Store may use SQLite: {reference}");

    private static bool ReachesDisk(CodeReference reference) => reference.ToNamespace switch
    {
        "System.IO" when reference.ToType == "Path" => PathMembersOnDisk.Any(member => reference.ToMember?.StartsWith(member + "(", StringComparison.Ordinal) == true),
        "System.IO" when reference.ToType is "StreamReader" or "StreamWriter" => reference.ToMember?.StartsWith(".ctor(String", StringComparison.Ordinal) == true,
        "System.IO" => FileTypes.Contains(reference.ToType),
        "System.IO.MemoryMappedFiles" => true,
        "System.IO.Compression" => reference.ToType == "ZipFile",
        "System.Diagnostics" => reference.ToType is "Process" or "ProcessStartInfo",
        _ => false,
    };

    private static string? TargetRoom(string space, string root) => RoomOf(space, root) ?? RoomOf(space, Product);

    private static string? RoomOf(string space, string root) =>
        space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
}
