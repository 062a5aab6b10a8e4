using SerLab.Folds;
using SerLab.Models;
using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Runs;

/// <summary>The bench of denoisers: clean speech and noise in, tables out of what each denoiser does to the signal and is worth to recognition.</summary>
public static class EnhanceBench
{
    /// <summary>Carries out a bench; the same spec gives the same result, bit for bit, on any number of threads.</summary>
    /// <param name="spec">What is asked.</param>
    /// <param name="settings">How it is carried out; a cache lets recognition go on where it was stopped.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="OptionsException">The spec cannot work; all problems are named.</exception>
    /// <exception cref="BadInputException">Speech or noise cannot be used, or the split leaks.</exception>
    public static EnhanceBenchResult Run(EnhanceBenchSpec spec, RunSettings settings, CancellationToken cancel = default)
    {
        spec.Validate(settings.Json);
        var corpus = spec.Recorded();
        var noises = EnhanceBenchNoises.Load(spec, corpus);
        var conditions = new EnhanceBenchConditions(noises.All, spec.SnrsDb);
        var signal = spec.Part == EnhanceBenchPart.Recognition ? [] : EnhanceBenchSignal.Run(spec, corpus, noises, conditions, settings, cancel);
        var recognition = spec.Part == EnhanceBenchPart.Signal ? [] : Recognise(spec, corpus, noises, conditions, settings, cancel);
        return new EnhanceBenchResult
        {
            Spec = spec,
            CodeVersion = Machine.CodeVersion,
            Corpus = corpus.Name,
            IsSynthetic = corpus.IsSynthetic,
            UtteranceCount = corpus.Utterances.Count,
            SpeakerCount = corpus.Utterances.Select(utterance => utterance.Speaker).Distinct().Count(),
            ClassNames = [.. corpus.Utterances.Select(utterance => utterance.Label).Distinct().Order(StringComparer.Ordinal)],
            Noises = noises.All,
            Notes = EnhanceBenchNotes.Of(spec, noises.All),
            Signal = signal,
            Recognition = recognition,
        };
    }

    // The clean table, the folds and the audit are those of every comparison.
    private static IReadOnlyList<RecognitionRow> Recognise(
        EnhanceBenchSpec spec, Corpora.Corpus corpus, EnhanceBenchNoises noises, EnhanceBenchConditions conditions, RunSettings settings, CancellationToken cancel)
    {
        var comparison = spec.ComparisonWith(new ZNormalisationOptions());
        var tables = ComparisonTables.Build(corpus, comparison, settings, cancel);
        var folds = comparison.Folds.Split(tables.Rows, new RandomSource(spec.Seed).For("folds"));
        FoldCheck.EveryFoldCanTrain(folds, tables);
        Comparison.Audited(LeakInspector.Inspect(tables.Rows, folds, settings.Threads, cancel), comparison);
        var utterances = corpus.Utterances.ToDictionary(utterance => utterance.Id);
        var features = EnhanceBenchFeatures.Measure(spec, [.. tables.Rows.Select(row => utterances[row.Id])], folds, noises, conditions, settings, cancel);
        return new EnhanceBenchRecognition(spec, tables, folds, features, conditions, settings).Run(cancel);
    }
}
