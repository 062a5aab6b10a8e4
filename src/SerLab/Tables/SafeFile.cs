using SerLab.Options;

namespace SerLab.Tables;

/// <summary>Writes files so that a reader sees the whole new file or the old one, never a half.</summary>
public static class SafeFile
{
    /// <summary>Writes to a temporary name beside the target and renames it when complete; on failure the temporary file is removed.</summary>
    /// <param name="path">The file to write; its folder is made when it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="BadInputException">The place cannot be written, or the disk is full; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16)) write(stream);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            throw new BadInputException(path, null, $"it cannot be written ({wrong.Message.TrimEnd('.')}); choose another place with --out, or free space and check permissions.", wrong);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>Writes text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            // The write's own failure is what the user must hear; a leftover .part file is harmless and its name says what it is.
        }
    }
}
