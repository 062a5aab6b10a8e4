using System.Xml.Linq;
using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>What several sections of a bench's report need to know. Immutable.</summary>
internal sealed class EnhanceBenchFacts
{
    private const double UsualSnrDb = 5;

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

    public XElement Heading(int level, string words) => Html.Tag($"h{level}", words, Marks());

    public XElement Caption(string words) => Html.Tag("caption", Html.Tag("span", Html.Class("stay"), words, Marks()));

    public XElement Section(string id, string title, params object?[] content) => Html.Tag("section", Html.Attribute("id", id), Heading(2, title), content);

    public IEnumerable<object> Marks() => Result.IsSynthetic ? [" ", Html.Tag("span", Html.Class("mark"), Notice.Synthetic)] : [];
}
