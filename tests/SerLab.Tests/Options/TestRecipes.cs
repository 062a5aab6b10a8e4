namespace SerLab.Tests.Options;

/// <summary>A family that exists for the tests of recipes.</summary>
public abstract record SoundOptions : Recipe
{
    /// <summary>Computed of the settings: no setting itself.</summary>
    public virtual int Voices => 1;
}

/// <summary>A family that no kind belongs to.</summary>
public abstract record SilenceOptions : Recipe;

/// <summary>A word setting.</summary>
public enum Colour
{
    /// <summary>White.</summary>
    White,

    /// <summary>Two words.</summary>
    DarkPink,
}

/// <summary>Every plain type of setting, all with defaults.</summary>
[Kind("tone", "a steady tone, for tests")]
public sealed record ToneOptions(double FrequencyHz = 440, int Partials = 1, bool Loud = false, string Name = "a", Colour Colour = Colour.White, double? DetuneHz = null) : SoundOptions
{
    /// <summary>A setting outside the primary constructor.</summary>
    public long Cycles { get; init; } = 100;

    /// <inheritdoc/>
    public override void Check(Problems problems) => problems
        .Unless(FrequencyHz > 0, $"FrequencyHz is {FrequencyHz}; use a frequency above 0.")
        .Unless(Partials is >= 1 and <= 64, $"Partials is {Partials}; use 1 to 64.");
}

/// <summary>Recipes inside a recipe.</summary>
[Kind("mix", "several sounds at once, for tests")]
public sealed record MixOptions(IReadOnlyList<SoundOptions> Parts, SoundOptions? Room = null) : SoundOptions
{
    /// <inheritdoc/>
    public override int Voices => Parts.Count;

    /// <inheritdoc/>
    public override void Check(Problems problems)
    {
        for (var i = 0; i < Parts.Count; i++) problems.Include($"Parts[{i}]", Parts[i]);
        problems.Include("Room", Room);
    }
}

/// <summary>A setting that must be given.</summary>
[Kind("sample", "a recorded sound, for tests")]
public sealed record SampleOptions(string Path) : SoundOptions
{
    /// <summary>Must be given too.</summary>
    public required int Channel { get; init; }
}

/// <summary>Can be derived from, so that a plug-in can be made while the tests run.</summary>
[Kind("plug", "the base of a plug-in's kinds, for tests")]
public record PlugOptions : SoundOptions;

/// <summary>A spec: a record of recipes.</summary>
public sealed record SoundSpec(string Title, SoundOptions First, IReadOnlyList<SoundOptions>? More = null, SoundOptions? Room = null, IReadOnlyDictionary<string, double>? Gains = null, SilenceOptions? Pause = null);

/// <summary>The kinds of the library and of the tests.</summary>
internal static class TestKinds
{
    public static Catalog Catalog { get; } = Catalog.BuiltIn.With(typeof(TestKinds).Assembly);

    public static RecipeJson Json { get; } = new(Catalog);
}
