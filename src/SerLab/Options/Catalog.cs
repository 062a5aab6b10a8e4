using System.Reflection;

namespace SerLab.Options;

/// <summary>One kind that can be named in a spec.</summary>
/// <param name="Name">Its stable public name.</param>
/// <param name="Recipe">The sealed record that describes it.</param>
/// <param name="Summary">One line for listings.</param>
public sealed record CatalogEntry(string Name, Type Recipe, string Summary);

/// <summary>Every kind of every recipe family: what the command line, JSON specs, listings and contract tests offer. Immutable.</summary>
/// <remarks>The one place that uses reflection to find components: adding a file with a <see cref="KindAttribute"/> is all it takes.</remarks>
public sealed class Catalog
{
    private readonly IReadOnlyList<Assembly> assemblies;
    private readonly IReadOnlyList<CatalogEntry> entries;

    private Catalog(IReadOnlyList<Assembly> assemblies)
    {
        this.assemblies = assemblies;
        entries = [.. assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Recipe)) && type.GetCustomAttribute<KindAttribute>() is not null)
            .Select(type => new CatalogEntry(KindAttribute.Of(type).Name, type, KindAttribute.Of(type).Summary))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Recipe.FullName, StringComparer.Ordinal)];
    }

    /// <summary>Names the builds of the assemblies that bring kinds: code that changed in any way has another name.</summary>
    public IReadOnlyList<string> Builds => [.. assemblies.Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString())];

    /// <summary>The kinds that SerLab itself brings.</summary>
    public static Catalog BuiltIn { get; } = new([typeof(Catalog).Assembly]);

    /// <summary>This catalog and the kinds of a plug-in assembly.</summary>
    /// <exception cref="OptionsException">The plug-in brings a kind that its family has already.</exception>
    public Catalog With(Assembly plugin)
    {
        if (assemblies.Contains(plugin)) return this;
        var catalog = new Catalog([.. assemblies, plugin]);
        var problems = new Problems(plugin.GetName().Name ?? "plug-in");
        foreach (var same in catalog.entries.GroupBy(entry => (entry.Name, FamilyOf(entry.Recipe))).Where(group => group.Count() > 1))
            problems.Add($"kind \"{same.Key.Name}\" is there twice ({string.Join(", ", same.Select(entry => entry.Recipe.FullName))}); rename the plug-in's.");
        problems.ThrowIfAny();
        return catalog;
    }

    /// <summary>The kinds of a family, by name.</summary>
    /// <param name="family">An abstract record under <see cref="Recipe"/>.</param>
    public IReadOnlyList<CatalogEntry> KindsOf(Type family) => [.. entries.Where(entry => entry.Recipe.IsSubclassOf(family))];

    /// <summary>The families that have at least one kind.</summary>
    public IReadOnlyList<Type> Families => [.. entries.Select(entry => FamilyOf(entry.Recipe)).Distinct()];

    /// <summary>The kind of a family that bears a name.</summary>
    /// <exception cref="OptionsException">There is none; the message names the nearest.</exception>
    public CatalogEntry Find(Type family, string name)
    {
        var kinds = KindsOf(family);
        return kinds.FirstOrDefault(entry => entry.Name == name)
            ?? throw new OptionsException(Spelling.FamilyName(family), [Spelling.Unknown("kind", name, kinds.Select(entry => entry.Name))]);
    }

    /// <summary>The recipes of a family that need no settings, with their defaults, by name.</summary>
    /// <typeparam name="TFamily">The family's abstract record.</typeparam>
    public IReadOnlyList<TFamily> Defaults<TFamily>()
        where TFamily : Recipe =>
        [.. KindsOf(typeof(TFamily)).Select(entry => Default(entry.Recipe)).OfType<TFamily>()];

    // A record's copy constructor is not public, so the public one is the primary one.
    private static object? Default(Type recipe)
    {
        var constructor = recipe.GetConstructors().FirstOrDefault(candidate => candidate.GetParameters().All(parameter => parameter.HasDefaultValue));
        return constructor?.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    /// <summary>The family of a recipe: the record directly under <see cref="Recipe"/>.</summary>
    internal static Type FamilyOf(Type recipe)
    {
        while (recipe.BaseType is { } parent && parent != typeof(Recipe)) recipe = parent;
        return recipe;
    }
}
