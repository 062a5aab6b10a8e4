using System.Globalization;
using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>The top of the page: corpus, protocol, what every reader must see, and the contents.</summary>
internal static class Masthead
{
    private static readonly (string Id, string Title)[] Contents =
    [
        ("leaderboard", "Leaderboard"), ("paired-tests", "Paired tests"), ("models", "Models"), ("audit", "Leak audit"),
        ("provenance", "What was run"), ("mistakes", "Mistakes to hear"), ("methods", "Methods"),
    ];

    public static XElement Render(ReportFacts facts)
    {
        var record = facts.Record;
        string[] figures =
        [
            Words.Plural(record.ClassNames.Count, "emotion"), Words.Plural(facts.Speakers.Count, "speaker"),
            Words.Plural(record.Corpus.Utterances.Count, "utterance"), Words.Duration(record.Corpus.TotalSeconds) + " of speech",
        ];
        return Html.Tag("header",
            Html.Tag("p", Html.Class("overline"), "SerLab · speech emotion recognition"),
            Html.Tag("h1", record.Corpus.Name, facts.Flags.Select(flag => new object[] { " ", Html.Tag("span", Html.Class("mark"), flag.Word) })),
            Html.Tag("p", Html.Class("protocol"), $"{record.Split.Scheme}, {Words.Plural(record.Split.Folds.Count, "fold")}{(record.Models.Any(model => model.Augmentation is not null) ? ", training augmented" : "")}"),
            Html.Tag("p", Html.Class("facts"), string.Join(" · ", figures), " · ", record.StartedUtc.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)),
            facts.Flags.Select(flag => Html.Tag("div", Html.Class("banner"), Html.Attribute("role", "note"), Html.Strong(flag.Word), " ", Html.Tag("span", char.ToUpperInvariant(flag.Sentence[0]) + flag.Sentence[1..]))),
            facts.Notices.Count == 0 ? null : Html.Tag("ul", Html.Class("notices"), facts.Notices.Select(notice => Html.Tag("li", notice.ToString()))),
            Html.Tag("nav", Html.Attribute("aria-label", "Contents"),
                Html.Tag("ul", Contents.Select(entry => Html.Tag("li", Html.Tag("a", Html.Attribute("href", "#" + entry.Id), entry.Title))))));
    }
}
