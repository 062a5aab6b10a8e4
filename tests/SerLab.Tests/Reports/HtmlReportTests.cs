using System.Globalization;
using System.Xml.Linq;
using SerLab.Reports;
using SerLab.Runs;

namespace SerLab.Tests.Reports;

public sealed class HtmlReportTests
{
    private static readonly RunRecord Record = FakeRun.Make();
    private static readonly XElement Page = Parse(HtmlReport.Render(Record, new FakeClips(), json: FakeRun.Json));

    [Fact]
    public void Has_the_sections_in_the_order_a_reader_needs_them() =>
        Assert.Equal(["answer", "leaderboard", "paired-tests", "models", "audit", "provenance", "mistakes", "methods"], Page.Descendants("section").Select(section => section.Attribute("id")!.Value));

    [Fact]
    public void Stands_alone_without_scripts_or_network()
    {
        Assert.Empty(Page.Descendants("script"));
        Assert.Empty(Page.Descendants("link"));
        Assert.All(Page.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href"),
            attribute => Assert.True(attribute.Value[0] == '#' || attribute.Value.StartsWith("data:audio/wav;base64,", StringComparison.Ordinal), attribute.Value[..Math.Min(80, attribute.Value.Length)]));
        Assert.DoesNotContain("url(", Page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", Page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void The_style_sheet_reads_alike_as_html_and_as_xml() => Assert.Contains(ReportStyle.Sheet, HtmlReport.Render(Record, json: FakeRun.Json), StringComparison.Ordinal);

    [Fact]
    public void The_leaderboard_shows_the_records_numbers()
    {
        var rows = Section("leaderboard").Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(Record.Models.Count, rows.Length);
        foreach (var (row, model) in rows.Zip(Record.Models))
        {
            Assert.StartsWith(model.Name, row.Element("th")!.Value, StringComparison.Ordinal);
            double[] values = [.. row.Descendants("data").Select(data => double.Parse(data.Attribute("value")!.Value, CultureInfo.InvariantCulture))];
            Assert.Equal([model.MacroAccuracy, model.MicroAccuracy, model.MacroF1, model.LogLoss, model.CalibrationError, model.Seconds], values);
            Assert.Equal((100 * model.MacroAccuracy).ToString("F1", CultureInfo.InvariantCulture), row.Descendants("data").First().Value);
            Assert.Equal(model.IsBaseline, row.Attribute("class")?.Value == "baseline");
            Assert.Equal(model.IsTransductive, row.Value.Contains("transductive", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_confusion_table_shows_the_records_counts()
    {
        var rows = Section("models").Descendants("table").First(table => table.Attribute("class")?.Value == "confusion").Element("tbody")!.Elements("tr").ToArray();
        for (var row = 0; row < rows.Length; row++)
            Assert.Equal(Record.Models[0].Confusion[row], rows[row].Elements("td").Select(cell => int.Parse(((XText)cell.FirstNode!).Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_speakers_are_joined_by_id_and_scored_by_their_own_utterances()
    {
        var model = Record.Models[0];
        var speakerOf = Record.Corpus.Utterances.ToDictionary(utterance => utterance.Id, utterance => utterance.Speaker);
        var own = model.Predictions.Where(prediction => speakerOf[prediction.Id] == "emodb/08").ToArray();
        var expected = own.GroupBy(prediction => prediction.Label).Average(group => group.Average(prediction => prediction.Predicted == prediction.Label ? 1.0 : 0));
        var row = Section("models").Descendants("table").First(table => table.Attribute("class")?.Value == "speakers").Descendants("tr").Single(row => row.Elements("th").First().Value == "emodb/08");
        Assert.Equal(expected, double.Parse(row.Descendants("data").Single().Attribute("value")!.Value, CultureInfo.InvariantCulture), 12);
        Assert.Equal("female", row.Elements("td").First().Value);
    }

    [Fact]
    public void A_clean_run_bears_no_mark() => Assert.DoesNotContain(Page.Descendants("span"), span => span.Attribute("class")?.Value == "mark");

    [Theory]
    [InlineData(true, false, false, "LEAKY")]
    [InlineData(false, true, false, "SYNTHETIC")]
    [InlineData(false, false, true, "SHUFFLED LABELS")]
    public void A_mark_stands_over_every_section_and_table(bool isLeaky, bool isSynthetic, bool isShuffled, string word)
    {
        var page = Parse(HtmlReport.Render(FakeRun.Make(isLeaky, isSynthetic, isShuffled), json: FakeRun.Json));
        var titles = page.Descendants().Where(element => element.Name.LocalName is "h1" or "h2" or "h3" or "caption" || element.Attribute("class")?.Value == "figure-title").ToArray();
        Assert.True(titles.Length > 30);
        Assert.All(titles, title => Assert.Contains(word, title.Value, StringComparison.Ordinal));
        Assert.Contains(word, page.Descendants("title").First().Value, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("div"), div => div.Attribute("class")?.Value == "banner" && div.Value.StartsWith(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string Attack = "<script>alert(1)</script>\"'&\u0001<img src=x onerror=alert(2)>";
        var text = HtmlReport.Render(FakeRun.Make(isLeaky: true, rename: name => name + Attack), new FakeClips(0.2), json: FakeRun.Json);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', text);
        Assert.Contains("emodb/03<script>alert(1)</script>\"'&\uFFFD<img src=x onerror=alert(2)>", Parse(text).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Clips_are_wav_files_embedded_once_each()
    {
        var players = Page.Descendants("audio").ToArray();
        Assert.Equal(players.Length, players.Select(player => player.Attribute("id")!.Value).Distinct().Count());
        Assert.InRange(players.Length, 24, 40);
        var bytes = Convert.FromBase64String(players[0].Attribute("src")!.Value["data:audio/wav;base64,".Length..]);
        Assert.Equal("RIFF"u8.ToArray(), bytes[..4]);
        Assert.Equal(44 + 2 * 32000, bytes.Length);
        Assert.Equal(16000, BitConverter.ToInt32(bytes, 24));
        Assert.Equal(2 * 32000, BitConverter.ToInt32(bytes, 40));
        var anchors = players.Select(player => "#" + player.Attribute("id")!.Value).ToHashSet();
        Assert.All(Section("mistakes").Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value, anchors));
    }

    [Theory]
    [InlineData(5, 6.0, 5)]
    [InlineData(40, 0.5, 5)] // 2 s at 16 kHz are 85 kB of base64: five fit into 0.5 MB.
    [InlineData(0, 6.0, 0)]
    public void Sound_stays_within_its_limits_and_the_report_says_what_was_left_out(int maxClips, double maxMegabytes, int expected)
    {
        var page = Parse(HtmlReport.Render(Record, new FakeClips(), new ReportLimits(maxClips, maxMegabytes), FakeRun.Json));
        Assert.Equal(expected, page.Descendants("audio").Count());
        var section = page.Descendants("section").Single(section => section.Attribute("id")!.Value == "mistakes");
        Assert.Contains("left out: the report holds at most", section.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_that_are_gone_are_counted_and_named()
    {
        var page = HtmlReport.Render(Record, new GoneClips(), json: FakeRun.Json);
        Assert.Contains("could not be read; the first: wav/", page, StringComparison.Ordinal);
        Assert.Contains("without the recordings", HtmlReport.Render(Record, json: FakeRun.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void One_model_without_tests_still_reads()
    {
        var page = Parse(HtmlReport.Render(FakeRun.OneModel(), json: FakeRun.Json));
        Assert.Contains("nothing to compare", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_drawing_has_a_title_and_every_table_a_caption()
    {
        Assert.All(Page.Descendants("svg"), drawing => Assert.False(string.IsNullOrWhiteSpace(drawing.Element("title")?.Value)));
        Assert.All(Page.Descendants("table"), table => Assert.False(string.IsNullOrWhiteSpace(table.Element("caption")?.Value)));
        Assert.All(Page.Descendants("th"), head => Assert.Contains(head.Attribute("scope")?.Value, new[] { "col", "row" }));
        var ids = Page.DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void No_number_is_spoiled_by_a_missing_value() => Assert.DoesNotContain("NaN", Page.Value, StringComparison.Ordinal);

    [Fact]
    public void The_spec_can_be_copied_out_and_run()
    {
        var spec = FakeRun.Json.Read<ComparisonSpec>(Page.Descendants("pre").Single().Value, "report");
        Assert.Equal(FakeRun.Json.Write(Record.Spec), FakeRun.Json.Write(spec));
    }

    /// <summary>Set SERLAB_REPORTS to a folder to keep the files and look at them.</summary>
    [Theory]
    [InlineData("clean", false, false)]
    [InlineData("marked", true, true)]
    public void Writes_the_file(string name, bool isLeaky, bool isSynthetic)
    {
        var folder = Environment.GetEnvironmentVariable("SERLAB_REPORTS") ?? Directory.CreateTempSubdirectory("serlab-report").FullName;
        var path = Path.Combine(folder, name, "report.html");
        HtmlReport.Write(FakeRun.Make(isLeaky, isSynthetic), new FakeClips(0.5), path, json: FakeRun.Json);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SERLAB_REPORTS") is null) Directory.Delete(folder, recursive: true);
    }

    private static XElement Section(string id) => Page.Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    private static XElement Parse(string text) => XDocument.Parse(text).Root!;

    private sealed class GoneClips : IClipSource
    {
        public SerLab.Audio.Clip? Find(string id) => throw new BadInputException(id, null, "the file is gone; put it back.");
    }
}
