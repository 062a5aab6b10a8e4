using Spectre.Console;

namespace SerLab.Cli;

/// <summary>Where the tool writes: results to one stream, progress and notices to the other. Immutable.</summary>
/// <param name="Output">Results; scripts read it.</param>
/// <param name="Error">Progress and notices; people read it.</param>
/// <param name="IsInteractive">True when a person watches <paramref name="Error"/>: progress then rewrites one line.</param>
/// <param name="Width">Columns of the output, characters.</param>
public sealed record Terminal(TextWriter Output, TextWriter Error, bool IsInteractive, int Width)
{
    private const int WidthOfFiles = 200;

    /// <summary>The process's own streams.</summary>
    public static Terminal OfConsole() => new(
        Console.Out, Console.Error, !Console.IsErrorRedirected, Console.IsOutputRedirected ? WidthOfFiles : Math.Max(60, Console.WindowWidth));

    /// <summary>Writes a table to the results, as wide as the terminal.</summary>
    public void Write(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width;
        console.Write(table);
    }

    /// <summary>A table with plain rules and these columns; text is taken as it is, not as markup.</summary>
    /// <param name="columns">Titles; one that begins with ">" is aligned to the right.</param>
    public static Table NewTable(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column.TrimStart('>'))) { Alignment = column.StartsWith('>') ? Justify.Right : Justify.Left, NoWrap = true });
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void AddRow(Table table, params ReadOnlySpan<string> cells)
    {
        var escaped = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++) escaped[i] = Markup.Escape(cells[i]);
        table.AddRow(escaped);
    }
}
