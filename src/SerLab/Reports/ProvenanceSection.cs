using System.Globalization;
using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>What was run, on what, with what: enough to run it again.</summary>
internal static class ProvenanceSection
{
    public static XElement Render(ReportFacts facts)
    {
        var (record, machine) = (facts.Record, facts.Record.Environment);
        var resampled = record.Corpus.ResampledCount == 0 ? "none" : Words.Count(record.Corpus.ResampledCount);
        var packages = machine.Packages.OrderBy(package => package.Key, StringComparer.Ordinal).Select(package => $"{package.Key} {package.Value}");
        (string Term, string Meaning)[] entries =
        [
            ("Run", record.Id),
            .. record.FusedFrom.Count == 0 ? [] : ((string, string)[])[("Fused from", string.Join(", ", record.FusedFrom))],
            ("Started", record.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("Took", $"{Words.Duration(record.Seconds)} of wall-clock time, {Words.Duration(record.Models.Sum(model => model.Seconds))} of training and scoring on one core"),
            ("Seed", record.Spec.Seed.ToString(CultureInfo.InvariantCulture)),
            ("Corpus", $"{record.Corpus.Name}: {Words.Plural(record.Corpus.Utterances.Count, "utterance")}, {Words.Duration(record.Corpus.TotalSeconds)}, " +
                $"{resampled} resampled to {record.Spec.SampleRateHz} Hz"),
            ("Corpus fingerprint", record.Corpus.Fingerprint),
            ("Split", $"{record.Split.Scheme}, {Words.Plural(record.Split.Folds.Count, "fold")}"),
            ("Split hash", record.Split.Hash),
            ("SerLab", machine.CodeVersion),
            ("Packages", machine.Packages.Count == 0 ? "none" : string.Join(", ", packages)),
            ("Machine", $"{machine.Processor}, {Words.Plural(machine.ProcessorCount, "logical processor")}, {machine.VectorBits}-bit vectors"),
            ("System", $"{machine.OperatingSystem}, {machine.Runtime}"),
            ("Threads", $"{machine.Threads} at most; results do not depend on it"),
            ("Peak memory", $"{machine.PeakMemoryMegabytes.ToString("N0", CultureInfo.InvariantCulture)} MB"),
        ];
        return facts.Section("provenance", "What was run",
            Html.Tag("dl", Html.Class("provenance"), entries.SelectMany(entry => new[] { Html.Tag("dt", entry.Term), Html.Tag("dd", entry.Meaning) })),
            Skipped(facts),
            Timings(facts),
            Html.Tag("details", Html.Tag("summary", "The spec as resolved, every default written out"), Html.Tag("pre", Html.Attribute("tabindex", 0), facts.Json.Write(record.Spec))),
            Html.Tag("p", Html.Class("remark"), record.FusedFrom.Count == 0
                ? $"To run it again and compare every prediction: serlab reproduce {record.Id}"
                : $"To fuse again: serlab fuse {string.Join(' ', record.FusedFrom)}"));
    }

    private static XElement Skipped(ReportFacts facts)
    {
        var skipped = facts.Record.Corpus.Skipped;
        if (skipped.Count == 0) return Html.Paragraph("No file was skipped.");
        return Html.ScrollBox("Skipped files", Html.Tag("table", facts.Caption($"{Words.Plural(skipped.Count, "file")} skipped"),
            Html.Head("Utterance", "Why"),
            Html.Tag("tbody", skipped.Select(file => Html.Tag("tr", Html.RowHead(file.Id), Html.Cell(file.Reason, "prose"))))));
    }

    private static XElement Timings(ReportFacts facts) => Html.Tag("details", Html.Tag("summary", "Time per model and fold"),
        Html.ScrollBox("Time per model and fold", Html.Tag("table", facts.Caption("Seconds of one core, training and scoring together."),
            Html.Head(facts.Record.Models.Select(model => Html.NumberHead(model.Name)).Prepend(Html.ColumnHead("Held out"))),
            Html.Tag("tbody", facts.Record.Split.Folds.Select((fold, i) => Html.Tag("tr", Html.RowHead(fold.Name),
                facts.Record.Models.Select(model => model.Folds.FirstOrDefault(result => result.Fold == i) is { } result
                    ? Html.NumberCell(Words.Number(result.Seconds, 2), result.Seconds)
                    : Html.Cell("–", "number"))))))));
}
