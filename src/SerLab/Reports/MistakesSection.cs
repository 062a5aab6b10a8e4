using System.Globalization;
using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>Misclassified clips to listen to: what was said, what was heard instead, and how sure the model was.</summary>
internal static class MistakesSection
{
    public static XElement Render(ReportFacts facts, IReadOnlyList<Mistakes> mistakes, EmbeddedClips sounds, ReportLimits limits)
    {
        // A clip is embedded once, with the first mistake on it; later ones point there.
        var placed = new HashSet<int>();
        var best = Cards(facts, mistakes[0], sounds, placed);
        var others = mistakes.Skip(1).Select(model => Html.Tag("details", Html.Tag("summary", $"{model.Model.Name}: {Shown(model)}"), Cards(facts, model, sounds, placed)));
        var remark = sounds.Remark(limits);
        return facts.Section("mistakes", "Mistakes to hear",
            Html.Paragraph($"{mistakes[0].Model.Name}: {Shown(mistakes[0])}. Where it was most sure and wrong, listen: the label may be wrong, the recording bad, or the emotion truly ambiguous."),
            remark.Length == 0 ? null : Html.Tag("p", Html.Class("remark"), remark),
            best,
            others);
    }

    private static string Shown(Mistakes model) => model.All == 0
        ? "no mistakes"
        : model.Shown.Count == model.All
            ? $"all {Words.Plural(model.All, "mistake")}, most confident first"
            : $"{Words.Count(model.Shown.Count)} of {Words.Plural(model.All, "mistake")}, most confident first; {Words.Count(model.All - model.Shown.Count)} left out here are in predictions.csv";

    private static XElement? Cards(ReportFacts facts, Mistakes model, EmbeddedClips sounds, HashSet<int> placed) =>
        model.Shown.Count == 0 ? null : Html.Tag("div", Html.Class("cards"), model.Shown.Select(prediction => Card(facts, prediction, sounds, placed)));

    private static XElement Card(ReportFacts facts, Prediction prediction, EmbeddedClips sounds, HashSet<int> placed)
    {
        var utterance = facts.Utterances[prediction.Id];
        var (label, predicted) = (facts.Record.ClassNames[prediction.Label], facts.Record.ClassNames[prediction.Predicted]);
        return Html.Tag("article", Html.Class("card"),
            Html.Tag("p", Html.Class("verdict-line"), Html.Tag("span", Html.Class("true"), label), Html.Tag("span", Html.Class("soft"), " taken for "), Html.Tag("span", Html.Class("wrong"), predicted)),
            Html.Tag("p", Html.Class("note"), $"{utterance.Id} · speaker {utterance.Speaker}{(utterance.Gender == "unknown" ? "" : $", {utterance.Gender}")} · {utterance.DurationSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s"),
            Html.Tag("div", Html.Class("card-body"),
                Html.Tag("div", Sound(prediction.Id, label, sounds, placed)),
                PosteriorFigure.Draw(facts.Record.ClassNames, prediction)));
    }

    private static IEnumerable<XElement> Sound(string id, string label, EmbeddedClips sounds, HashSet<int> placed)
    {
        if (sounds.Find(id) is not { } sound)
        {
            yield return Html.Tag("p", Html.Class("note"), "no sound embedded");
            yield break;
        }

        yield return WaveformFigure.Draw(sound.Clip, $"Waveform of {id}");
        if (placed.Add(sound.Number))
            yield return Html.Tag("audio", Html.Attribute("id", $"clip-{sound.Number}"), Html.Attribute("controls", "controls"), Html.Attribute("preload", "metadata"),
                Html.Attribute("aria-label", $"{id}, {label}"), Html.Attribute("src", sound.DataUri));
        else
            yield return Html.Tag("p", Html.Class("note"), Html.Tag("a", Html.Attribute("href", $"#clip-{sound.Number}"), $"listen: clip {sound.Number}, above"));
    }
}
