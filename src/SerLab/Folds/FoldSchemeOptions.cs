using SerLab.Numerics;
using SerLab.Options;
using SerLab.Tables;

namespace SerLab.Folds;

/// <summary>Settings of a way to divide rows into training and test.</summary>
public abstract record FoldSchemeOptions : Recipe
{
    /// <summary>Divides rows; every fold has training and test rows, and no row is in both.</summary>
    /// <param name="rows">The table's rows, in its order.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <exception cref="BadInputException">The rows cannot be divided this way (one speaker, a class that no fold can train); says what can be done.</exception>
    public abstract IReadOnlyList<Fold> Split(IReadOnlyList<TableRow> rows, RandomSource random);
}
