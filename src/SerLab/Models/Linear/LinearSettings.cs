using SerLab.Options;

namespace SerLab.Models.Linear;

/// <summary>What kinds of classifier that end in linear machines share, C resolved.</summary>
internal sealed record LinearSettings(
    double C, LinearLoss Loss, LinearSolver Solver, MachineStrategy Strategy, ClassWeights ClassWeights, double BiasScale, double Tolerance, int PosteriorFolds)
{
    // The dual was the faster at 4 rows per column and fewer, the primal at 100 and more (study linear-svm).
    private const int PrimalRowsPerColumn = 10;

    public void Check(Problems problems) => problems
        .Unless(C > 0 && double.IsFinite(C), $"C is {C}; use a number above 0, such as 0.01.")
        .Unless(BiasScale >= 0 && double.IsFinite(BiasScale), $"BiasScale is {BiasScale}; use a number above 0, such as 1, or 0 for no bias.")
        .Unless(Tolerance is >= 1e-8 and < 1, $"Tolerance is {Tolerance}; use a share of the objective between 1e-8 and 1, such as 0.001.")
        .Unless(PosteriorFolds >= 2, $"PosteriorFolds is {PosteriorFolds}; use at least 2, such as 5.")
        .Unless(Loss == LinearLoss.SquaredHinge || Solver != LinearSolver.Primal, $"Solver is primal and Loss {Loss}, which has no gradient at a margin of 1; use squared-hinge, or Solver dual.");

    /// <summary>Whether the primal is solved.</summary>
    public bool UsesPrimal(int rows, int width) =>
        Loss == LinearLoss.SquaredHinge && (Solver == LinearSolver.Primal || Solver == LinearSolver.Auto && rows > (long)PrimalRowsPerColumn * width);
}
