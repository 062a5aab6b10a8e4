namespace SerLab.Corpora;

/// <summary>A syllable: its phones, and where it stands. Immutable.</summary>
/// <param name="Phones">Consonants around one vowel.</param>
/// <param name="IsStressed">Whether the accent falls on it.</param>
/// <param name="EndsPhrase">Whether a pause or the end follows.</param>
internal sealed record DemoSyllable(IReadOnlyList<DemoPhone> Phones, bool IsStressed, bool EndsPhrase);

/// <summary>A sentence of the made-up language. Immutable.</summary>
/// <param name="Words">How it is written, for tables: "bali nometa, suri kadone".</param>
/// <param name="Syllables">What is spoken.</param>
/// <remarks>
/// Nonsense says nothing about the emotion (Banse and Scherer, 1996, had actors speak such sentences). Every emotion is spoken with every sentence,
/// so that the text does not give the label away.
/// </remarks>
internal sealed record DemoSentence(string Words, IReadOnlyList<DemoSyllable> Syllables)
{
    /// <summary>The sentences, in the order in which a corpus takes them.</summary>
    public static IReadOnlyList<DemoSentence> All { get; } =
    [
        Parse("ba.'li no.'me.ta, 'su.ri ka.'do.ne"),
        Parse("'fo.la 'pe.mi, da.'ru si.'gan.to"),
        Parse("xe.'na wi.'ku.lo 'mi.sa, 'be.du"),
        Parse("'ta.ne vo.'ja.li, mu.'se ko.'ri"),
        Parse("'zi.mo ra.'tu.pe, 'lo.gi na.'fe"),
        Parse("ho.'mi.na 'do.xu, 'ka.re 'bi.so"),
        Parse("'ge.lu sa.'mo.ti, ra.'ne wo.'pa"),
        Parse("'ja.vi ko.'le.nu, 'ma.ti 'do.fa"),
        Parse("su.'ba.re 'ni.mo, 'wa.le 'tu.gi"),
        Parse("'ne.do xa.'li.fu, ka.'mo ze.'ra"),
    ];

    /// <summary>Reads a sentence: words divided by spaces, syllables by dots; ' before a syllable marks the accent, a comma the end of a phrase.</summary>
    public static DemoSentence Parse(string marked)
    {
        string[] phrases = marked.Split(',', StringSplitOptions.TrimEntries);
        var syllables = phrases.Select(phrase => phrase.Split(' ', '.')).SelectMany(phrase => phrase.Select((text, i) => ReadSyllable(text, i + 1 == phrase.Length)));
        return new(marked.Replace(".", "").Replace("'", ""), [.. syllables]);
    }

    private static DemoSyllable ReadSyllable(string text, bool endsPhrase) =>
        new([.. text.TrimStart('\'').Select(letter => DemoPhone.All[letter])], text.StartsWith('\''), endsPhrase);
}
