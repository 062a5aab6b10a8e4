using System.Runtime.CompilerServices;

namespace SerLab.Options;

/// <summary>Collects everything that is wrong with a recipe, so that its user sees all of it at once.</summary>
public sealed class Problems
{
    private readonly string subject;
    private readonly List<string> found = [];

    /// <param name="subject">What is checked: a kind, a spec's file name, a property path.</param>
    public Problems(string subject) => this.subject = subject;

    /// <summary>The problems so far, in the order found.</summary>
    public IReadOnlyList<string> Found => found;

    /// <summary>Adds a problem unless the condition holds.</summary>
    /// <param name="holds">The condition that makes the setting usable.</param>
    /// <param name="problem">Value, limit and cure in one sentence; built only when it is needed.</param>
    public Problems Unless(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref ProblemText problem)
    {
        if (!holds) found.Add(problem.Text);
        return this;
    }

    /// <summary>Adds a problem.</summary>
    public Problems Add(string problem)
    {
        found.Add(problem);
        return this;
    }

    /// <summary>Adds the problems of a part, each with the part's name in front.</summary>
    /// <param name="part">The property that holds the nested recipe.</param>
    /// <param name="recipe">The nested recipe; null adds nothing.</param>
    public Problems Include(string part, Recipe? recipe)
    {
        if (recipe is null) return this;
        var inner = new Problems(part);
        recipe.Check(inner);
        foreach (var problem in inner.found) found.Add($"{part} ({recipe.Kind}): {problem}");
        return this;
    }

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="OptionsException">At least one problem was added.</exception>
    public void ThrowIfAny()
    {
        if (found.Count > 0) throw new OptionsException(subject, found);
    }
}

/// <summary>The text of a problem: an interpolated string that is built only when the condition before it fails.</summary>
[InterpolatedStringHandler]
public ref struct ProblemText
{
    private DefaultInterpolatedStringHandler text;

    /// <summary>Called by the compiler.</summary>
    public ProblemText(int literalLength, int formattedCount, bool holds, out bool shouldAppend)
    {
        shouldAppend = !holds;
        text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    internal string Text => text.ToStringAndClear();

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) => text.AppendLiteral(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string format) => text.AppendFormatted(value, format);
}
