using System.Text.Json.Serialization;

namespace SerLab.Runs;

/// <summary>Something every reader must see, and the word that stands for it.</summary>
/// <param name="Word">One of the words below.</param>
/// <param name="Sentence">What it means here.</param>
public sealed record Notice(string Word, string Sentence)
{
    /// <summary>Training knew test speakers or recordings.</summary>
    public const string Leaky = "LEAKY";

    /// <summary>No human spoke.</summary>
    public const string Synthetic = "SYNTHETIC";

    /// <summary>Labels were permuted on purpose.</summary>
    public const string Shuffled = "SHUFFLED LABELS";

    /// <summary>True when the figures do not mean what a reader would take them to mean: the word then stands over every table.</summary>
    [JsonIgnore]
    public bool IsFlag => Word is Leaky or Synthetic or Shuffled;

    /// <summary>"LEAKY: shared speaker for 12 of 535 test rows ...".</summary>
    public override string ToString() => $"{Word}: {Sentence}";
}
