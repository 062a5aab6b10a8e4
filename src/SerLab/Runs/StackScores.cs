using SerLab.Numerics;

namespace SerLab.Runs;

/// <summary>What models of a stack said, as a row that another model looks at.</summary>
internal static class StackScores
{
    // A posterior that a model holds impossible, 10^-43, must stay a finite score.
    private const double LeastLogPosterior = -100;

    /// <summary>Log posteriors of one utterance, model after model: [1 x (models x classes)].</summary>
    public static MatrixView Row(IEnumerable<IReadOnlyList<double>> logPosteriors) =>
        MatrixView.OfRow((float[])[.. logPosteriors.SelectMany(of => of).Select(value => (float)Math.Max(LeastLogPosterior, value))]);
}
