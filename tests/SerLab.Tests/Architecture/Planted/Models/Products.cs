namespace SerLab.Tests.Architecture.Planted.Models;

/// <summary>Settings whose products break the rules or keep them.</summary>
internal abstract record PlantedOptions : Recipe
{
    public abstract IPlantedProduct Make(double gain);
}

/// <summary>What a planted recipe makes.</summary>
internal interface IPlantedProduct
{
    double Apply(double value);
}

/// <summary>Captures its primary-constructor parameter.</summary>
internal sealed class CapturesParameter(double gain) : IPlantedProduct
{
    public double Apply(double value) => gain * value;
}

/// <summary>Counts calls.</summary>
internal sealed class CountsCalls : IPlantedProduct
{
    private int calls;

    public double Apply(double value) => value + calls++;
}

/// <summary>Has a property that can be set.</summary>
internal sealed class HasSetter : IPlantedProduct
{
    public double Gain { get; set; } = 1;

    public double Apply(double value) => Gain * value;
}

/// <summary>Is readonly itself, but holds something that is not.</summary>
internal sealed class HoldsCounter : IPlantedProduct
{
    private readonly Counter[] counters = [new Counter()];

    public double Apply(double value) => value + counters[0].Next();
}

/// <summary>Changes with every call.</summary>
internal sealed class Counter
{
    private int count;

    public int Next() => count++;
}

/// <summary>Keeps the rule, with scratch of its own for each thread.</summary>
internal sealed class KeepsStill(double gain) : IPlantedProduct
{
    private readonly double gain = gain;
    private readonly ThreadLocal<Counter> scratch = new(() => new Counter());

    public double Offset { get; init; }

    public double Apply(double value) => gain * value + Offset + scratch.Value!.Next();
}
