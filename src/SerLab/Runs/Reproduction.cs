namespace SerLab.Runs;

/// <summary>Whether a run came out the same again.</summary>
/// <param name="IsIdentical">True when every posterior has the same bits.</param>
/// <param name="Sentence">The verdict in words.</param>
/// <param name="Differences">What differs: data, split, machine, and per model how many predictions.</param>
public sealed record Reproduction(bool IsIdentical, string Sentence, IReadOnlyList<string> Differences)
{
    /// <summary>Compares two records of one spec.</summary>
    /// <param name="before">The recorded run.</param>
    /// <param name="after">The run just made.</param>
    public static Reproduction Compare(RunRecord before, RunRecord after)
    {
        var differences = new List<string>();
        if (before.Corpus.Fingerprint != after.Corpus.Fingerprint) differences.Add($"the recordings differ: fingerprint {before.Corpus.Fingerprint} before, {after.Corpus.Fingerprint} now");
        if (before.Split.Hash != after.Split.Hash) differences.Add($"the split differs: hash {before.Split.Hash} before, {after.Split.Hash} now");
        var posteriors = 0;
        foreach (var model in before.Models)
        {
            var again = after.Models.FirstOrDefault(candidate => candidate.Name == model.Name);
            if (again is null || again.Predictions.Count != model.Predictions.Count)
            {
                differences.Add($"{model.Name}: {model.Predictions.Count} predictions before, {again?.Predictions.Count ?? 0} now");
                continue;
            }

            var pairs = model.Predictions.Zip(again.Predictions).ToArray();
            posteriors += pairs.Sum(pair => pair.First.LogPosterior.Count);
            var unlike = pairs.Where(pair => pair.First.Id != pair.Second.Id || !pair.First.LogPosterior.SequenceEqual(pair.Second.LogPosterior)).ToArray();
            if (unlike.Length == 0) continue;
            var largest = unlike.Max(pair => pair.First.LogPosterior.Zip(pair.Second.LogPosterior).Max(values => Math.Abs(Math.Exp(values.First) - Math.Exp(values.Second))));
            differences.Add($"{model.Name}: {unlike.Length} of {pairs.Length} predictions differ, {unlike.Count(pair => pair.First.Predicted != pair.Second.Predicted)} in the class, posteriors by at most {largest:G3}");
        }

        if (differences.Count == 0) return new Reproduction(true, $"REPRODUCED: all {posteriors} posteriors of {before.Models.Count} models are bit for bit those of {before.Id}.", []);
        if (before.Environment.CodeVersion != after.Environment.CodeVersion) differences.Add($"the code differs: {before.Environment.CodeVersion} before, {after.Environment.CodeVersion} now");
        if (before.Environment.Processor != after.Environment.Processor || before.Environment.VectorBits != after.Environment.VectorBits)
            differences.Add($"the machine differs: {before.Environment.Processor} ({before.Environment.VectorBits}-bit) before, {after.Environment.Processor} ({after.Environment.VectorBits}-bit) now");
        return new Reproduction(false, $"NOT REPRODUCED: {before.Id} came out otherwise.", differences);
    }
}
