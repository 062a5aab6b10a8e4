using SerLab.Audio;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>Writes files so that a reader sees the whole new file or the old one, never a half.</summary>
public static class SafeFile
{
    /// <summary>Makes the folder when it is missing, writes to a temporary name and renames it when complete; on failure nothing is left behind.</summary>
    /// <param name="path">The file to write; its folder is made when it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="BadInputException">The place cannot be written, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, null, $"its folder cannot be made ({wrong.Message.TrimEnd('.')}); choose another place, or free space and check permissions.", wrong);
        }

        WholeFile.Write(path, write);
    }

    /// <summary>Writes text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Finds out, before long work begins, whether a folder can be written.</summary>
    /// <param name="folder">The folder; made when it is missing.</param>
    /// <exception cref="BadInputException">It cannot.</exception>
    public static void CheckWritable(string folder)
    {
        var probe = Path.Combine(folder, ".serlab-probe");
        Write(probe, _ => { });
        File.Delete(probe);
    }
}
