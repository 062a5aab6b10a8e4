using System.Text;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>A run as Markdown: the answer, the leaderboard and the tests, for a console, a README or a pull request.</summary>
public static class MarkdownReport
{
    /// <summary>The report as text; tables line up in a fixed-width font.</summary>
    /// <param name="record">The run.</param>
    public static string Render(RunRecord record)
    {
        var facts = new ReportFacts(record, Options.RecipeJson.BuiltIn);
        var text = new StringBuilder();
        text.Append("# ").Append(facts.FlagPrefix).Append(Plain(record.Corpus.Name)).Append(", ").Append(record.Split.Scheme).Append("\n\n");
        foreach (var flag in facts.Flags) text.Append("**").Append(flag.Word).Append("**: ").Append(Plain(flag.Sentence)).Append("\n\n");
        foreach (var notice in facts.Notices) text.Append("- ").Append(Plain(notice.ToString())).Append('\n');
        if (facts.Notices.Count > 0) text.Append('\n');
        text.Append(Plain(string.Join(' ', Answer.Sentences(facts)))).Append("\n\n").Append(Leaderboard(record));
        if (record.Comparisons.Count > 0) text.Append('\n').Append(Tests(facts));
        return text.ToString();
    }

    /// <summary>The leaderboard alone.</summary>
    /// <param name="record">The run.</param>
    public static string Leaderboard(RunRecord record)
    {
        var facts = new ReportFacts(record, Options.RecipeJson.BuiltIn);
        string[] heads =
        [
            "#", "model", "features", "normalisation", "MacroAccuracy (UAR) %", "95 % interval", "MicroAccuracy (WA) %",
            "F1 %", "log-loss", "calibration error %", "thread time", "tuned on",
        ];
        return Table($"{facts.FlagPrefix}Leaderboard", heads,
            record.Models.Select((model, i) => new[]
            {
                $"{i + 1}", model.Name + (model.IsBaseline ? " (baseline)" : ""), string.Join(", ", ((string?[])[model.Features, ModelsSection.StepsOf(model)]).OfType<string>()), model.Normalisation + (model.IsTransductive ? " (transductive)" : ""),
                Words.Percent(model.MacroAccuracy), Words.Range(model.MacroAccuracyInterval), Words.Percent(model.MicroAccuracy),
                Words.Percent(model.MacroF1), Words.Number(model.LogLoss, 2), Words.Percent(model.CalibrationError), Words.Duration(model.Seconds),
                LeaderboardSection.TunedOn(model).Split(':')[0],
            }), textColumns: [1, 2, 3, 11]);
    }

    private static string Tests(ReportFacts facts) => Table(
        $"{facts.FlagPrefix}Against {facts.Record.Comparisons[0].Best}, paired", ["model", "difference, points", "95 % interval", "p", "p after Holm", "in words"],
        facts.Record.Comparisons.Select(test => new[]
        {
            test.Model, Words.Points(test.Difference), Words.PointsRange(test.Interval),
            Words.PNumber(test.PValue), Words.PNumber(test.AdjustedPValue), PairedTestsSection.Verdict(facts, test),
        }), textColumns: [0, 5]);

    internal static string Table(string title, string[] heads, IEnumerable<string[]> rows, int[] textColumns)
    {
        string[][] cells = [heads, .. rows.Select(row => row.Select(Plain).ToArray())];
        int[] widths = [.. heads.Select((_, column) => Math.Max(3, cells.Max(row => row[column].Length)))];
        var text = new StringBuilder("**").Append(Plain(title)).Append("**\n\n");
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append('|');
            for (var column = 0; column < heads.Length; column++)
                text.Append(' ').Append(textColumns.Contains(column) ? cells[i][column].PadRight(widths[column]) : cells[i][column].PadLeft(widths[column])).Append(" |");
            text.Append('\n');
            if (i > 0) continue;
            text.Append('|');
            for (var column = 0; column < heads.Length; column++)
                text.Append(' ').Append('-', widths[column]).Append(textColumns.Contains(column) ? " |" : ":|");
            text.Append('\n');
        }

        return text.ToString();
    }

    // Names are untrusted: nothing in them may end a cell, start a tag or break a line.
    internal static string Plain(string words)
    {
        var text = new StringBuilder(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            var opensTag = words[i] == '<' && i + 1 < words.Length && words[i + 1] != ' ';
            if (opensTag || words[i] is '|' or '`' or '*' or '_' or '[' or ']' or '\\') text.Append('\\');
            text.Append(char.IsControl(words[i]) ? ' ' : words[i]);
        }

        return text.ToString();
    }
}
