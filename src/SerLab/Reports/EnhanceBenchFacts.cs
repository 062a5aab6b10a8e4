using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>What several sections of a bench's report need to know. Immutable.</summary>
internal sealed class EnhanceBenchFacts
{
    private const double UsualSnrDb = 5;
    private const double SpeechSnrDb = 10;

    public EnhanceBenchFacts(EnhanceBenchResult result)
    {
        Result = result;
        SnrsDb = [.. result.Spec.SnrsDb.OrderDescending()];
        SummarySnrDb = SnrsDb.Contains(UsualSnrDb) ? UsualSnrDb : SnrsDb[^1];
        string[] told = [.. result.Signal.Select(row => row.Noise).Concat(result.Recognition.Select(row => row.Noise)).Distinct()];
        Groups = [.. told.Where(name => name is "white" or "pink" or "babble" or "recorded noises" or "all noises")];
        if (Groups.Count == 0) Groups = [.. told.Where(name => name != "clean")];
        Denoisers = [.. result.Signal.Select(row => row.Denoiser).Concat(result.Recognition.Select(row => row.Denoiser)).Distinct()];
    }

    public EnhanceBenchResult Result { get; }

    /// <summary>How many utterances were measured: "178 of 535 utterances"; what recognition, which takes all, adds to that: "535 utterances, 178 of them for the signal measures".</summary>
    public string Utterances
    {
        get
        {
            var all = Words.Plural(Result.UtteranceCount, "utterance");
            var measured = Result.Signal.Select(row => row.UtteranceCount).DefaultIfEmpty(Result.UtteranceCount).Max();
            if (measured == Result.UtteranceCount) return all;
            return Result.Recognition.Count == 0 ? $"{Words.Count(measured)} of {all}" : $"{all}, {Words.Count(measured)} of them for the signal measures";
        }
    }

    /// <summary>The SNRs, highest first.</summary>
    public IReadOnlyList<double> SnrsDb { get; }

    /// <summary>The SNR of the short tables: 5 dB, or the lowest there is.</summary>
    public double SummarySnrDb { get; }

    /// <summary>The noises of the short tables: white, pink, babble and the means over several.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Everything that was compared, "none" first.</summary>
    public IReadOnlyList<string> Denoisers { get; }

    /// <summary>The noise of the figures that show one: the mean over all, or the only one.</summary>
    public string Broadest => Groups[^1];

    /// <summary>The conditions of the short recognition tables: clean speech, the broadest mean at every SNR, and the two most unlike noises at 10 dB.</summary>
    public IReadOnlyList<(string Noise, double? SnrDb)> RecognitionColumns =>
    [
        ("clean", null), .. SnrsDb.Select(snr => (Broadest, (double?)snr)),
        .. ((string[])["white", "babble"]).Where(noise => noise != Broadest && Groups.Contains(noise) && SnrsDb.Contains(SpeechSnrDb)).Select(noise => (noise, (double?)SpeechSnrDb)),
    ];

    /// <summary>"white 10 dB", "clean".</summary>
    public static string NameOf((string Noise, double? SnrDb) column) => column.SnrDb is { } snr ? $"{column.Noise} {EnhanceBenchFigure.Place(snr)}" : column.Noise;

    public XElement Heading(int level, string words) => Html.Tag($"h{level}", words, Marks());

    public XElement Caption(string words) => Html.Tag("caption", Html.Tag("span", Html.Class("stay"), words, Marks()));

    public XElement Section(string id, string title, params object?[] content) => Html.Tag("section", Html.Attribute("id", id), Heading(2, title), content);

    public IEnumerable<object> Marks() => Result.IsSynthetic ? [" ", Html.Tag("span", Html.Class("mark"), Notice.Synthetic)] : [];
}
