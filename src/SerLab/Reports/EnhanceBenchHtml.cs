using System.Globalization;
using System.Xml.Linq;
using SerLab.Options;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>A bench of denoisers as one self-contained HTML page: no scripts, no network.</summary>
public static class EnhanceBenchHtml
{
    /// <summary>The page as text.</summary>
    /// <param name="result">What the bench found.</param>
    /// <param name="json">Writes the spec; null writes SerLab's own kinds.</param>
    public static string Render(EnhanceBenchResult result, RecipeJson? json = null)
    {
        var facts = new EnhanceBenchFacts(result);
        var signal = EnhanceBenchSignalSection.Render(facts);
        var recognition = EnhanceBenchRecognitionSection.Render(facts);
        return HtmlText.Write(Html.Tag("html", Html.Attribute("lang", "en-GB"), Head(facts), Html.Tag("body", Header(facts, signal is not null, recognition is not null),
            Html.Tag("main", signal, recognition, Reading(facts), Provenance(facts, json ?? RecipeJson.BuiltIn)),
            Html.Tag("footer", Html.Paragraph($"Written by SerLab {result.CodeVersion}.")))));
    }

    private static XElement Head(EnhanceBenchFacts facts) => Html.Tag("head",
        Html.Tag("meta", Html.Attribute("charset", "utf-8")),
        Html.Tag("meta", Html.Attribute("name", "viewport"), Html.Attribute("content", "width=device-width, initial-scale=1")),
        Html.Tag("title", $"{(facts.Result.IsSynthetic ? Notice.Synthetic + ": " : "")}Denoisers on {facts.Result.Corpus} – SerLab"),
        Html.Tag("style", ReportStyle.Sheet + EnhanceBenchFigure.Style));

    private static XElement Header(EnhanceBenchFacts facts, bool hasSignal, bool hasRecognition)
    {
        var result = facts.Result;
        (string Id, string Title, bool IsThere)[] contents = [("signal", "Signal", hasSignal), ("recognition", "Recognition", hasRecognition), ("reading", "How to read it", true), ("provenance", "What was run", true)];
        return Html.Tag("header",
            Html.Tag("p", Html.Class("overline"), "SerLab · bench of denoisers"),
            Html.Tag("h1", $"Denoisers on {result.Corpus}", facts.Marks()),
            Html.Tag("p", Html.Class("facts"), string.Join(" · ",
                Words.Plural(facts.Denoisers.Count, "denoiser"), Words.Plural(result.Noises.Count, "noise"), string.Join(", ", facts.SnrsDb.Select(EnhanceBenchFigure.Place)),
                facts.Utterances, Words.Plural(result.SpeakerCount, "speaker"))),
            result.IsSynthetic ? Html.Tag("div", Html.Class("banner"), Html.Attribute("role", "note"), Html.Strong(Notice.Synthetic), " ", Html.Tag("span", "No human spoke: these figures say nothing about real speech.")) : null,
            Html.Tag("nav", Html.Attribute("aria-label", "Contents"),
                Html.Tag("ul", contents.Where(entry => entry.IsThere).Select(entry => Html.Tag("li", Html.Tag("a", Html.Attribute("href", "#" + entry.Id), entry.Title))))));
    }

    private static XElement Reading(EnhanceBenchFacts facts) => facts.Section("reading", "How to read it",
        facts.Result.Notes.Select(note => Html.Paragraph(note)),
        Html.Tag("dl", Html.Class("methods"), new (string Term, string Meaning)[]
        {
            ("SI-SDR", "Scale-invariant signal-to-distortion ratio (Le Roux et al., ICASSP 2019), dB, cut to −100 ... 100."),
            ("Segmental SNR", "Mean over frames of 30 ms, each cut to −10 ... 35 dB (Loizou, 2013)."),
            ("Log-spectral distance", "Mean over frames of the root mean square difference of the spectra in dB, confined to 50 dB (Cohen, 2002); 0 is equal."),
            ("STOI", "Short-time objective intelligibility (Taal et al., IEEE TASL 2011), at most 1."),
            ("MacroAccuracy", "Mean recall over the emotions (UAR); guessing gives one over their number."),
        }.SelectMany(entry => new[] { Html.Tag("dt", entry.Term), Html.Tag("dd", entry.Meaning) })));

    private static XElement Provenance(EnhanceBenchFacts facts, RecipeJson json) => facts.Section("provenance", "What was run",
        Html.ScrollBox("Noises", Html.Tag("table", facts.Caption("Noises and their recordings."), Html.Head("Noise", "Test clips", "Training clips"),
            Html.Tag("tbody", facts.Result.Noises.Select(noise => Html.Tag("tr", Html.RowHead(noise.Name),
                Html.Cell(noise.IsRecorded ? string.Join(", ", noise.TestClips) : "made by SerLab", "prose"), Html.Cell(noise.IsRecorded ? string.Join(", ", noise.TrainingClips) : "made by SerLab, drawn anew", "prose")))))),
        Html.Tag("p", Html.Class("remark"), $"Seed {facts.Result.Spec.Seed.ToString(CultureInfo.InvariantCulture)}; the same spec gives the same figures on any number of threads."),
        Html.Tag("details", Html.Tag("summary", "The spec as resolved, every default written out"), Html.Tag("pre", Html.Attribute("tabindex", 0), json.Write(facts.Result.Spec))));
}
