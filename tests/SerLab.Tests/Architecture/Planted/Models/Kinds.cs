namespace SerLab.Tests.Architecture.Planted.Models;

/// <summary>A family whose kinds break the rules of recipes, one each.</summary>
public abstract record PlantedKindOptions : Recipe;

/// <summary>Keeps every rule.</summary>
[Kind("planted-good", "keeps every rule of recipes")]
public sealed record GoodOptions(double Gain = 1, string Word = "so") : PlantedKindOptions;

/// <summary>Its kind is no word of a spec.</summary>
[Kind("Planted_Name", "has a name that nobody can guess")]
public sealed record BadNameOptions : PlantedKindOptions;

/// <summary>Says nothing about itself.</summary>
[Kind("planted-silent", "")]
public sealed record SilentOptions : PlantedKindOptions;

/// <summary>Can be derived from.</summary>
[Kind("planted-open", "can be derived from by anybody")]
public record OpenOptions : PlantedKindOptions;

/// <summary>Refuses its own default.</summary>
[Kind("planted-refusing", "refuses its own default value")]
public sealed record RefusingOptions(double Gain = -1) : PlantedKindOptions
{
    /// <inheritdoc/>
    public override void Check(Problems problems) => problems.Unless(Gain > 0, $"Gain is {Gain}; use a value above 0.");
}

/// <summary>Loses a setting on the way to JSON.</summary>
[Kind("planted-losing", "loses a setting when it is written")]
public sealed record LosingOptions(double Gain = 1) : PlantedKindOptions
{
    /// <summary>Lost.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Hidden { get; init; } = 2;
}

/// <summary>Can be changed in place.</summary>
[Kind("planted-writable", "has a setting that can be changed")]
public sealed record WritableOptions : PlantedKindOptions
{
    /// <summary>Writable.</summary>
    public double Gain { get; set; } = 1;
}

/// <summary>Cannot be named.</summary>
public sealed record KindlessOptions : PlantedKindOptions;

/// <summary>Has a setting without a default: its defaults cannot be tried.</summary>
[Kind("planted-needy", "has a setting without a default")]
public sealed record NeedyOptions(string Path) : PlantedKindOptions;
