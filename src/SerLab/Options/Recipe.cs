using System.Text.Json.Serialization;

namespace SerLab.Options;

/// <summary>An immutable, serialisable description of something that can be made: a classifier, a denoiser, a corpus, ...</summary>
/// <remarks>A family is an abstract record that derives from this one; a component is a sealed record of a family with a <see cref="KindAttribute"/>.</remarks>
public abstract record Recipe
{
    /// <summary>The stable public name, from <see cref="KindAttribute"/>.</summary>
    [JsonIgnore]
    public string Kind => KindAttribute.Of(GetType()).Name;

    /// <summary>Adds every setting that cannot work to <paramref name="problems"/>; never stops at the first.</summary>
    public virtual void Check(Problems problems)
    {
    }

    /// <summary>Checks all settings at once.</summary>
    /// <exception cref="OptionsException">Some setting cannot work; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = new Problems(Kind);
        Check(problems);
        problems.ThrowIfAny();
    }
}
