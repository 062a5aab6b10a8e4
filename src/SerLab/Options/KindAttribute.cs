using System.Reflection;

namespace SerLab.Options;

/// <summary>Gives a recipe its stable public name: the word in specs, tables, records and on the command line.</summary>
/// <param name="name">Lower-case words joined by hyphens, unique within the recipe's family; never renamed once released.</param>
/// <param name="summary">One line for listings and the JSON Schema.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KindAttribute(string name, string summary) : Attribute
{
    /// <summary>The kind's name.</summary>
    public string Name { get; } = name;

    /// <summary>One line that says what the kind does.</summary>
    public string Summary { get; } = summary;

    /// <summary>The attribute of a concrete recipe.</summary>
    /// <exception cref="InvalidOperationException">The recipe carries no <see cref="KindAttribute"/>.</exception>
    public static KindAttribute Of(Type recipe) =>
        recipe.GetCustomAttribute<KindAttribute>()
        ?? throw new InvalidOperationException($"{recipe.Name} has no [Kind]; put [Kind(\"name\", \"summary\")] on it.");
}
