using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SerLab.Tests.Architecture;

/// <summary>What every kind of every recipe family keeps. Each rule gives the sentences that say where it is broken; none means it holds.</summary>
internal static partial class RecipeRules
{
    /// <summary>Kinds are sealed records with a word and a summary of their own.</summary>
    public static IEnumerable<string> Names(IReadOnlyCollection<CatalogEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!KebabCase().IsMatch(entry.Name)) yield return $"{entry.Recipe}: the kind \"{entry.Name}\" is not lower-case words joined by hyphens";
            if (entry.Summary.Trim().Length < 10 || entry.Summary.Contains('\n')) yield return $"{entry.Recipe}: \"{entry.Summary}\" does not say in one line what the kind does";
            if (!entry.Recipe.IsSealed) yield return $"{entry.Recipe} is not sealed";
            if (entry.Recipe.GetMethod("<Clone>$") is null) yield return $"{entry.Recipe} is not a record";
        }

        foreach (var same in entries.GroupBy(entry => (entry.Name, Catalog.FamilyOf(entry.Recipe))).Where(group => group.Count() > 1))
            yield return $"the kind \"{same.Key.Name}\" is there {same.Count()} times: {string.Join(", ", same.Select(entry => entry.Recipe))}";
    }

    /// <summary>Every recipe has a kind: one without it cannot be named.</summary>
    public static IEnumerable<string> Kindless(IEnumerable<Type> types) =>
        types.Where(type => type.IsSubclassOf(typeof(Recipe)) && !type.IsAbstract && type.GetCustomAttribute<KindAttribute>() is null).Select(type => $"{type} has no [Kind]");

    /// <summary>Settings cannot be changed in place.</summary>
    public static IEnumerable<string> WritableSettings(IEnumerable<Type> types) =>
        from type in types
        where type.IsSubclassOf(typeof(Recipe))
        from property in type.GetProperties()
        where property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))
        select $"{type}.{property.Name} can be set after construction; use init";

    /// <summary>A recipe with its defaults is valid, survives JSON and loses no setting on the way.</summary>
    public static IEnumerable<string> Defaults(IEnumerable<CatalogEntry> entries, RecipeJson json)
    {
        foreach (var (entry, recipe) in entries.Select(entry => (entry, WithDefaults(entry.Recipe))).Where(pair => pair.Item2 is not null))
            foreach (var problem in DefaultProblems(entry, recipe!, json))
                yield return $"{entry.Recipe}: {problem}";
    }

    /// <summary>The recipe with every setting at its default; null when some setting has none.</summary>
    public static Recipe? WithDefaults(Type recipe)
    {
        var maker = recipe.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).FirstOrDefault();
        var hasRequired = recipe.GetProperties().Any(property => property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null);
        if (maker is null || hasRequired || maker.GetParameters().Any(parameter => !parameter.HasDefaultValue)) return null;
        return (Recipe)maker.Invoke(BindingFlags.OptionalParamBinding, null, [.. maker.GetParameters().Select(_ => Type.Missing)], null);
    }

    private static IEnumerable<string> DefaultProblems(CatalogEntry entry, Recipe recipe, RecipeJson json)
    {
        var problems = new Problems(entry.Name);
        recipe.Check(problems);
        if (problems.Found.Count > 0) yield return $"its own defaults are not valid: {string.Join("; ", problems.Found)}";

        var family = Catalog.FamilyOf(entry.Recipe);
        var written = json.Write(recipe);
        if (json.Write((Recipe)json.Read(family, RecipeJson.Parse(written, entry.Name), entry.Name)) != written) yield return "it reads back different from how it was written";
        if (json.Write((Recipe)json.Read(family, JsonValue.Create(entry.Name), entry.Name)) != written) yield return "its bare word is not the recipe with its defaults";
        var names = JsonNode.Parse(written)!.AsObject().Select(pair => pair.Key).ToHashSet();
        foreach (var setting in entry.Recipe.GetProperties().Where(property => property.SetMethod is not null && property.GetValue(recipe) is not null))
            if (!names.Contains(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(setting.Name)) || setting.GetCustomAttribute<JsonIgnoreAttribute>() is not null)
                yield return $"the setting {setting.Name} is not written";
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
