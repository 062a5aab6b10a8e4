using System.Globalization;
using SerLab.Runs;

namespace SerLab.Cli;

/// <summary>The leaderboard as a terminal shows it.</summary>
internal static class LeaderboardTable
{
    public static void Write(RunRecord record, Terminal terminal)
    {
        var caution = Store.Outputs.CautionOf(record);
        foreach (var notice in record.Notices) terminal.Output.WriteLine(notice);
        terminal.Output.WriteLine($"{(caution.Length > 0 ? caution + "  " : "")}{record.Corpus.Name}: {record.Corpus.Utterances.Count} utterances, {record.Corpus.Utterances.Select(u => u.Speaker).Distinct().Count()} speakers, "
            + $"{record.ClassNames.Count} classes (chance {Percent(1.0 / record.ClassNames.Count)}), {record.Split.Scheme}, {record.Seconds:F0} s");
        var table = Terminal.NewTable(">", "model", "features", "normalisation", ">MacroAccuracy (UAR) %", "95 % interval", ">MicroAccuracy %", ">log-loss", "against the best", ">seconds");
        for (var rank = 0; rank < record.Models.Count; rank++)
        {
            var model = record.Models[rank];
            var test = record.Comparisons.FirstOrDefault(comparison => comparison.Model == model.Name);
            Terminal.AddRow(table,
                $"{rank + 1}", model.IsBaseline ? $"({model.Name})" : model.Name, model.Features, model.IsTransductive ? $"{model.Normalisation} (transductive)" : model.Normalisation,
                Percent(model.MacroAccuracy), $"{Percent(model.MacroAccuracyInterval.Low)} to {Percent(model.MacroAccuracyInterval.High)}", Percent(model.MicroAccuracy),
                model.LogLoss.ToString("F2", CultureInfo.InvariantCulture),
                test is null ? "" : $"-{Percent(test.Difference)}, p {(test.AdjustedPValue < 0.001 ? "< 0.001" : test.AdjustedPValue.ToString("F3", CultureInfo.InvariantCulture))}",
                model.Seconds.ToString("F1", CultureInfo.InvariantCulture));
        }

        terminal.Write(table);
        terminal.Output.WriteLine("Models in brackets are baselines. Intervals: bootstrap over speakers. p: paired permutation test over speakers against the best, Holm-corrected among models and among baselines.");
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
