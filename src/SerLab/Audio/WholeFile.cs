using SerLab.Options;

namespace SerLab.Audio;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes under a temporary name beside the file and renames it when complete; after a failure neither name is left.</summary>
    /// <param name="path">The file; an old one is replaced, its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, File.Create);

    internal static void Write(string path, Action<Stream> write, Func<string, Stream> create)
    {
        if (Directory.Exists(path)) throw new BadInputException(path, null, "cannot be written, there is a folder of that name; give a file name in it.");
        var temporary = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.partial";
        try
        {
            using (var stream = create(temporary)) write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (DirectoryNotFoundException wrong)
        {
            throw new BadInputException(path, null, "cannot be written, its folder does not exist; create the folder or give another.", wrong);
        }
        catch (UnauthorizedAccessException wrong)
        {
            throw new BadInputException(path, null, "cannot be written, the folder or the file is protected; give a folder you may write to.", wrong);
        }
        catch (IOException wrong)
        {
            throw new BadInputException(path, null, $"cannot be written ({wrong.Message.TrimEnd('.')}); free space on the disk, or give a folder on another.", wrong);
        }
        finally
        {
            // Gone already when all went well. A second failure would hide the first, and a file that could not be created is not there either.
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
