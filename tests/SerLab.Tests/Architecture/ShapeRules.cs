using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SerLab.Tests.Architecture;

/// <summary>How types of the product look. Each rule gives the sentences that say where it is broken; none means it holds.</summary>
internal static partial class ShapeRules
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] ForbiddenWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Base", "Impl", "Process", "Handle"];

    /// <summary>Types under a namespace that somebody wrote.</summary>
    public static IReadOnlyList<Type> Written(Assembly assembly, string root) =>
        [.. assembly.GetTypes().Where(type => (type.Namespace == root || type.Namespace?.StartsWith(root + ".", StringComparison.Ordinal) == true) && !IsCompilerMade(type))];

    /// <summary>Classes are sealed, abstract or static.</summary>
    public static IEnumerable<string> OpenClasses(IEnumerable<Type> types) =>
        types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => $"{type} can be derived from; make it sealed, abstract or static");

    /// <summary>Static fields are constants or readonly, and hold nothing whose purpose is to be changed from many threads.</summary>
    public static IEnumerable<string> WritableStatics(IEnumerable<Type> types) =>
        from type in types
        from field in type.GetFields(Declared)
        where field.IsStatic && !field.IsLiteral && (!field.IsInitOnly || field.FieldType.Namespace == typeof(ConcurrentDictionary<,>).Namespace)
        select $"{type}.{PlainName(field)} is writable state that everybody shares; pass it in, or make it readonly";

    /// <summary>The types that recipe families promise to make, and the recordings they are made from.</summary>
    public static IReadOnlyList<Type> Products(IEnumerable<Type> types) =>
    [
        .. types.Where(type => type.IsAbstract && type.IsSubclassOf(typeof(Recipe)))
            .SelectMany(family => family.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && !method.Name.StartsWith('<'))
            .Select(method => method.ReturnType)
            .Where(made => made.Namespace?.StartsWith("SerLab", StringComparison.Ordinal) == true && !made.IsAssignableTo(typeof(Recipe)))
            .Append(typeof(global::SerLab.Audio.IRecording))
            .Distinct(),
    ];

    /// <summary>Trained and prepared things, and what they consist of, have readonly fields.</summary>
    /// <param name="types">Where implementations are looked for.</param>
    /// <param name="products">What recipes make.</param>
    public static IEnumerable<string> WritableProducts(IReadOnlyCollection<Type> types, IReadOnlyCollection<Type> products)
    {
        var toCheck = new Queue<Type>(types.Where(type => !type.IsInterface && products.Any(product => product.IsAssignableFrom(type))));
        var queued = toCheck.ToHashSet();
        while (toCheck.TryDequeue(out var type))
        {
            foreach (var field in InstanceFields(type))
            {
                if (!field.IsInitOnly) yield return $"{type}.{PlainName(field)} can change after construction; {Cure(field)}";
                foreach (var part in Parts(field.FieldType).Where(part => !part.IsEnum && types.Contains(part) && queued.Add(part))) toCheck.Enqueue(part);
            }
        }
    }

    /// <summary>Interfaces have at most two members.</summary>
    public static IEnumerable<string> WideInterfaces(IEnumerable<Type> types) =>
        from type in types
        where type.IsInterface
        let count = type.GetMethods().Count(method => !method.IsSpecialName) + type.GetProperties().Length + type.GetEvents().Length
        where count > 2
        select $"{type} has {count} members; an interface has at most two";

    /// <summary>Words that say nothing are no part of a type's name.</summary>
    public static IEnumerable<string> EmptyNames(IEnumerable<Type> types) =>
        from type in types
        from word in Word().Matches(type.Name.Split('`')[0]).Select(match => match.Value).Distinct()
        where ForbiddenWords.Contains(word)
        select $"{type} has \"{word}\" in its name; name what it is, with a noun of the field";

    private static IEnumerable<FieldInfo> InstanceFields(Type type)
    {
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
    }

    // What sits inside an array or a list is part of the product too; ThreadLocal and pools hold scratch, which may change.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.IsArray) return Parts(type.GetElementType()!);
        return type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? type.GetGenericArguments().SelectMany(Parts) : [type];
    }

    private static string Cure(FieldInfo field) =>
        PrimaryParameter().IsMatch(field.Name) ? "assign the captured primary-constructor parameter to a readonly field"
        : field.Name.EndsWith("k__BackingField", StringComparison.Ordinal) ? "drop the property's setter"
        : "make it readonly";

    private static string PlainName(FieldInfo field) => field.Name.TrimStart('<').Split('>')[0];

    private static bool IsCompilerMade(Type type) =>
        type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null || type.Name.StartsWith('<') || (type.DeclaringType is { } outer && IsCompilerMade(outer));

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex("^<.+>P$")]
    private static partial Regex PrimaryParameter();
}
