using SerLab.Runs;

namespace SerLab.Reports;

/// <summary>The mistakes of one model that a report shows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Shown">The predictions shown, most confident first: those tell most about what the model took for the emotion.</param>
/// <param name="All">How many mistakes it made.</param>
internal sealed record Mistakes(ModelResult Model, IReadOnlyList<Prediction> Shown, int All)
{
    /// <summary>The best model's mistakes and fewer of each other model's; baselines are left out.</summary>
    public static IReadOnlyList<Mistakes> Choose(ReportFacts facts, ReportLimits limits) =>
        [.. facts.Contenders.DefaultIfEmpty(facts.Best).Select((model, i) => Of(model, i == 0 ? limits.MistakesOfBest : limits.MistakesOfOthers))];

    private static Mistakes Of(ModelResult model, int most)
    {
        var wrong = model.Predictions.Where(prediction => prediction.Predicted != prediction.Label).ToArray();
        return new Mistakes(model, [.. wrong.OrderByDescending(prediction => prediction.LogPosterior[prediction.Predicted]).ThenBy(prediction => prediction.Id, StringComparer.Ordinal).Take(most)], wrong.Length);
    }
}
