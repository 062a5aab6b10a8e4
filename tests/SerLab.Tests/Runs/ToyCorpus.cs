using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features.Sets;
using SerLab.Folds;
using SerLab.Models;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Tests.Runs;

/// <summary>Half-second harmonic sounds whose pitch and loudness follow the label: enough for every room, quick enough for every test.</summary>
[Kind("toy", "test sounds")]
internal sealed record ToyCorpusOptions(int Speakers = 4, int Takes = 3) : CorpusOptions
{
    public static readonly string[] Labels = ["high", "low", "middle"];

    public override Corpus Load() => new("toy", Enumerable.Range(0, Speakers).SelectMany(speaker => Enumerable.Range(0, 3).SelectMany(label => Enumerable.Range(0, Takes).Select(take =>
        new Utterance($"s{speaker}-{Labels[label]}-{take}", new MemoryRecording("toy", () => Sound(speaker, label, take)), Labels[label], $"toy/s{speaker}") { Corpus = "toy", Gender = Gender.Female, Text = "t" }))), isSynthetic: true);

    private static Clip Sound(int speaker, int label, int take)
    {
        const int Rate = 16000;
        var chance = new RandomSource(7).For("toy", speaker * 1000 + label * 100 + take).Open();
        var hz = 110 * Math.Pow(2, (label switch { 0 => 1.0, 1 => 0, _ => 0.5 }) + 0.1 * chance.NextGaussian() + 0.05 * speaker);
        var samples = new float[Rate * 6 / 10];
        for (var i = 0; i < samples.Length; i++)
        {
            var phase = 2 * Math.PI * hz * i / Rate;
            samples[i] = (float)(0.2 * (Math.Sin(phase) + 0.5 * Math.Sin(2 * phase) + 0.3 * Math.Sin(5 * phase)) + 0.01 * chance.NextGaussian());
        }

        return new Clip(samples, Rate);
    }
}

internal static class Toy
{
    /// <summary>The built-in kinds and those of this test assembly.</summary>
    public static RecipeJson Json { get; } = new(Catalog.BuiltIn.With(typeof(Toy).Assembly));

    public static RunSettings Settings(int threads = 2) => new(threads) { Json = Json };

    public static ModelSpec Svm { get; } = new(new ZNormalisationOptions(), new SvmOptions()) { Name = "SVM", Features = new ProsodySetOptions() };

    public static ModelSpec Gmm { get; } = new(new ZNormalisationOptions(), new GaussianMixtureOptions(Components: 2)) { Name = "GMM", Features = new MfccSetOptions() };

    public static ComparisonSpec Spec(params ModelSpec[] models) =>
        new("toy", new ToyCorpusOptions(), 16000, ChannelMix.Mean, new LeaveOneSpeakerOutOptions(), models.Length > 0 ? models : [Svm], 3);

    public static IReadOnlyList<TableRow> Rows(params (string Label, string Speaker)[] rows) =>
        [.. rows.Select((row, i) => Row($"u{i:D3}", row.Label, row.Speaker))];

    public static TableRow Row(string id, string label, string speaker, string? text = null, string? hash = null, string? location = null) =>
        new(id, label, speaker, Gender.Unknown, "toy", text, null, location ?? id + ".wav", 0, 1, -20, hash ?? id);
}
