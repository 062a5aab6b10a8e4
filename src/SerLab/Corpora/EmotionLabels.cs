namespace SerLab.Corpora;

/// <summary>The words SerLab uses for emotions, so that corpora speak of one thing with one word.</summary>
public static class EmotionLabels
{
    /// <summary>Anger.</summary>
    public const string Anger = "anger";

    /// <summary>Boredom.</summary>
    public const string Boredom = "boredom";

    /// <summary>Disgust.</summary>
    public const string Disgust = "disgust";

    /// <summary>Fear.</summary>
    public const string Fear = "fear";

    /// <summary>Happiness, joy.</summary>
    public const string Happiness = "happiness";

    /// <summary>Sadness.</summary>
    public const string Sadness = "sadness";

    /// <summary>No emotion.</summary>
    public const string Neutral = "neutral";

    /// <summary>Calm, as RAVDESS has it beside neutral.</summary>
    public const string Calm = "calm";

    /// <summary>Surprise; TESS's is a pleasant one.</summary>
    public const string Surprise = "surprise";

    private static readonly IReadOnlyDictionary<string, string> OtherWords = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["angry"] = Anger, ["ang"] = Anger,
        ["bored"] = Boredom,
        ["disgusted"] = Disgust, ["dis"] = Disgust,
        ["fearful"] = Fear, ["afraid"] = Fear, ["anxiety"] = Fear, ["fea"] = Fear,
        ["happy"] = Happiness, ["joy"] = Happiness, ["hap"] = Happiness,
        ["sad"] = Sadness,
        ["neu"] = Neutral,
        ["surprised"] = Surprise, ["pleasant surprise"] = Surprise, ["pleasant_surprise"] = Surprise,
    };

    /// <summary>The seven emotions of EMO-DB, in alphabetical order.</summary>
    public static IReadOnlyList<string> Seven { get; } = [Anger, Boredom, Disgust, Fear, Happiness, Neutral, Sadness];

    /// <summary>SerLab's word for an emotion: "Angry" reads "anger"; a word it does not know stays as it is, in lower case.</summary>
    /// <param name="word">A label as a corpus, folder or manifest writes it.</param>
    public static string Canonical(string word)
    {
        var trimmed = word.Trim();
        return OtherWords.TryGetValue(trimmed, out var canonical) ? canonical : trimmed.ToLowerInvariant();
    }
}
