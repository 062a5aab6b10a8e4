using SerLab.Options;

namespace SerLab.Runs;

/// <summary>Which models are stacked on which: those whose scores others look at come first. Immutable.</summary>
public sealed class StackOrder
{
    private readonly IReadOnlyDictionary<string, NamedModel> byName;
    private readonly Dictionary<string, int> levels = [];

    /// <param name="models">All models of a comparison.</param>
    /// <exception cref="OptionsException">A stack names a model that is not there, or a model stands on itself.</exception>
    public StackOrder(IReadOnlyList<NamedModel> models)
    {
        Models = models;
        byName = models.ToDictionary(named => named.Name);
        foreach (var named in models) LevelOf(named, []);
    }

    /// <summary>All models, in the comparison's order.</summary>
    public IReadOnlyList<NamedModel> Models { get; }

    /// <summary>Models without a stack first, then those stacked on them, and so on; each level needs only the ones before.</summary>
    public IEnumerable<IReadOnlyList<NamedModel>> Levels => Models.GroupBy(named => levels[named.Name]).OrderBy(level => level.Key).Select(level => (IReadOnlyList<NamedModel>)[.. level]);

    /// <summary>The models that a model is stacked on, in the order of its stack.</summary>
    public IReadOnlyList<NamedModel> Under(ModelSpec model) => [.. model.Stack.Select(name => byName[name])];

    /// <summary>A model and all that it stands on, those first; each once.</summary>
    public IReadOnlyList<NamedModel> Needed(NamedModel named) => [.. Under(named.Model).SelectMany(Needed).Append(named).DistinctBy(model => model.Name)];

    /// <summary>Whether some other model looks at what this one says.</summary>
    public bool IsStackedOn(NamedModel named) => Models.Any(other => other.Model.Stack.Contains(named.Name));

    /// <summary>Whether a model or one it is stacked on uses unlabelled rows of the speaker it judges.</summary>
    public bool IsTransductive(NamedModel named) => named.Model.Normalisation.IsTransductive || Under(named.Model).Any(IsTransductive);

    private int LevelOf(NamedModel named, IReadOnlyList<string> above)
    {
        if (levels.TryGetValue(named.Name, out var known)) return known;
        if (above.Contains(named.Name)) throw new OptionsException("stack", [$"\"{named.Name}\" is stacked on itself ({string.Join(" on ", above)} on {named.Name}); take one of them out."]);
        var level = 0;
        foreach (var name in named.Model.Stack)
        {
            if (!byName.TryGetValue(name, out var member)) throw new OptionsException($"stack of {named.Name}", [Spelling.Unknown("model", name, byName.Keys)]);
            level = Math.Max(level, 1 + LevelOf(member, [.. above, named.Name]));
        }

        return levels[named.Name] = level;
    }
}
