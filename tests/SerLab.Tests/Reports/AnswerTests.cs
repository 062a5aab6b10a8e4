using SerLab.Metrics;
using SerLab.Reports;
using SerLab.Runs;

namespace SerLab.Tests.Reports;

public sealed class AnswerTests
{
    private static readonly RunRecord Record = FakeRun.Make();

    [Fact]
    public void Names_the_best_its_interval_chance_and_the_best_baseline()
    {
        var (best, text) = (Record.Models[0], Answered(Record));
        Assert.Contains($"{best.Name} was best", text, StringComparison.Ordinal);
        Assert.Contains($"{100 * best.MacroAccuracy:F1} %", text, StringComparison.Ordinal);
        Assert.Contains($"95 % interval {100 * best.MacroAccuracyInterval.Low:F1} to {100 * best.MacroAccuracyInterval.High:F1}, over 10 speakers", text, StringComparison.Ordinal);
        Assert.Contains("on speakers it had never heard", text, StringComparison.Ordinal);
        Assert.Contains("14.3 %", text, StringComparison.Ordinal);
        Assert.Contains($"the best baseline, {Record.Models.First(model => model.IsBaseline).Name}, reaches", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.049, "is statistically significant")]
    [InlineData(0.051, "could be luck")]
    public void Calls_a_lead_significant_only_after_holms_correction(double adjusted, string verdict)
    {
        var second = Record.Models[1].Name;
        var record = Record with { Comparisons = [.. Record.Comparisons.Select(test => test.Model == second ? test with { PValue = 0.0001, AdjustedPValue = adjusted } : test)] };
        Assert.Contains(verdict, Answered(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_claim_new_speakers_for_a_split_that_leaks()
    {
        var text = Answered(FakeRun.Make(isLeaky: true));
        Assert.DoesNotContain("never heard", text, StringComparison.Ordinal);
        Assert.Contains("leaks", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_so_when_guessing_lies_inside_the_interval_and_a_baseline_is_not_beaten()
    {
        var weak = Record.Models[0] with { MacroAccuracy = 0.15, MacroAccuracyInterval = new Interval(0.12, 0.19) };
        var text = Answered(Record with { Models = [.. Record.Models.Where(model => model.IsBaseline), weak] });
        Assert.Contains("which the interval reaches", text, StringComparison.Ordinal);
        Assert.Contains("is not beaten", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_tells_the_same_and_lines_up()
    {
        var text = MarkdownReport.Render(FakeRun.Make(isLeaky: true, isSynthetic: true));
        Assert.StartsWith("# LEAKY, SYNTHETIC: EMO-DB, leave-one-speaker-out\n", text, StringComparison.Ordinal);
        Assert.Contains("**LEAKY, SYNTHETIC: Leaderboard**", text, StringComparison.Ordinal);
        var table = MarkdownReport.Leaderboard(Record).Split('\n').Where(line => line.StartsWith('|')).ToArray();
        Assert.Equal(Record.Models.Count + 2, table.Length);
        Assert.Single(table.Select(line => line.Length).Distinct());
        Assert.Contains($"{100 * Record.Models[0].MacroAccuracy:F1}", table[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_keeps_hostile_names_inside_their_cells()
    {
        var text = MarkdownReport.Render(FakeRun.Make(rename: name => name + "|<script>\n"));
        Assert.DoesNotContain(" <script>", text, StringComparison.Ordinal);
        Assert.Contains("EMO-DB\\|\\<script> ", text, StringComparison.Ordinal);
    }

    private static string Answered(RunRecord record) => string.Join(' ', Answer.Sentences(new ReportFacts(record, FakeRun.Json)));
}
