using System.Globalization;
using SerLab.Options;

namespace SerLab.Corpora;

/// <summary>EMO-DB's listening test: how many of about 20 listeners heard the intended emotion.</summary>
internal static class ListeningTest
{
    private const string FileName = "listening-test.tsv";
    private static readonly CultureInfo German = new("") { NumberFormat = { NumberDecimalSeparator = "," } };

    /// <summary>Share of listeners in [0, 1] per recording (by its name without extension); empty when the table lies neither in the folder nor in the one above.</summary>
    /// <exception cref="BadInputException">A row of the table cannot be read.</exception>
    public static IReadOnlyDictionary<string, double> ReadBeside(string folder)
    {
        var shares = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var table = new[] { folder, above }.OfType<string>().Select(place => Path.Combine(place, FileName)).FirstOrDefault(File.Exists);
        if (table is null) return shares;
        var row = 0;
        foreach (var line in File.ReadLines(table))
        {
            row++;
            if (row == 1 || line.Trim().Length == 0) continue; // the first row names the columns: number, recording, recognised, natural
            var cells = line.Split('\t', StringSplitOptions.TrimEntries);
            if (cells.Length < 3 || !double.TryParse(cells[2], NumberStyles.AllowDecimalPoint, German, out var percent) || percent > 100)
                throw new BadInputException(table, $"row {row}", $"\"{line.Trim()}\" is not number, recording, percent recognised (as 90,00); mend the row, or remove the table.");
            shares[Path.ChangeExtension(cells[1], null)] = percent / 100;
        }

        return shares;
    }
}
