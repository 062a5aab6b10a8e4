using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement.Noise;
using SerLab.Enhancement.Quality;
using SerLab.Metrics;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Runs;

/// <summary>The signal part of a bench: how close denoised speech is to the clean speech, per denoiser, noise and SNR.</summary>
internal static class EnhanceBenchSignal
{
    /// <summary>Mixes each utterance once per condition, denoises and measures it; utterances go side by side.</summary>
    public static IReadOnlyList<SignalRow> Run(EnhanceBenchSpec spec, Corpus corpus, EnhanceBenchNoises noises, EnhanceBenchConditions conditions, RunSettings settings, CancellationToken cancel)
    {
        Utterance[] utterances = [.. corpus.Utterances.Where((_, i) => i % spec.Every == 0)];
        var subjects = BenchSubject.All(spec);
        var measured = new SignalQuality?[utterances.Length][][];
        var done = 0;
        Workers.ForEach(utterances.Length, settings.Threads, u =>
        {
            measured[u] = Measure(spec, utterances[u], subjects, noises, conditions, cancel);
            settings.Progress?.Report(new StageProgress("signal measures", utterances[u].Id, Interlocked.Increment(ref done), utterances.Length));
        }, cancel);

        var speakers = utterances.Select(utterance => utterance.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        int[] speakerOf = [.. utterances.Select(utterance => speakers.IndexOf(utterance.Speaker))];
        var random = new RandomSource(spec.Seed).For("signal intervals");
        (int Subject, BenchRow Row)[] rows = [.. Enumerable.Range(0, subjects.Count).SelectMany(subject => conditions.Rows.Select(row => (subject, row)))];
        var summaries = new SignalRow?[rows.Length];
        Workers.ForEach(rows.Length, settings.Threads, i => summaries[i] = Summarise(subjects[rows[i].Subject].Name, rows[i].Subject, rows[i].Row, measured, speakerOf, random), cancel);
        return [.. summaries.OfType<SignalRow>()];
    }

    // Shape [subjects][conditions]. The noise is drawn once per utterance and scaled to each SNR, so that SNRs differ in nothing else.
    private static SignalQuality?[][] Measure(
        EnhanceBenchSpec spec, Utterance utterance, IReadOnlyList<BenchSubject> subjects, EnhanceBenchNoises noises, EnhanceBenchConditions conditions, CancellationToken cancel)
    {
        var clean = EnhanceBenchNoises.Read(spec, utterance);
        var meter = new QualityMeter(clean);
        BenchMix[] mixes =
        [
            .. conditions.All.GroupBy(condition => condition.NoiseIndex).SelectMany(alike =>
            {
                var noise = alike.Key < 0 ? [] : noises.ForTest(alike.Key, utterance, clean.Samples.Length);
                return alike.Select(condition => condition.SnrDb is { } db && NoiseMix.At(clean, noise, db) is var mix ? new BenchMix(mix.Noisy, mix.Noise) : new BenchMix(clean, null));
            }),
        ];
        return [.. subjects.Select(subject => subject.Denoise(mixes).Select(Judge).ToArray())];

        SignalQuality? Judge(Clip? denoised)
        {
            cancel.ThrowIfCancellationRequested();
            return denoised is null ? null : meter.Measure(denoised);
        }
    }

    private static SignalRow? Summarise(string name, int subject, BenchRow row, SignalQuality?[][][] measured, int[] speakerOf, RandomSource random)
    {
        int[] complete = [.. Enumerable.Range(0, measured.Length).Where(u => row.Members.All(c => measured[u][subject][c] is not null))];
        return complete.Length == 0 ? null : new SignalRow(
            name, row.Noise, row.SnrDb, complete.Length,
            Summary(quality => quality.SiSdrDb), Summary(quality => quality.SegmentalSnrDb), Summary(quality => quality.LogSpectralDistanceDb), Summary(quality => quality.Stoi));

        MeasureSummary? Summary(Func<SignalQuality, double> measure)
        {
            int[] known = [.. complete.Where(u => double.IsFinite(Value(u, subject)))];
            if (known.Length == 0) return null;
            int[] speakers = [.. known.Select(u => speakerOf[u])];
            double[] values = [.. known.Select(u => Value(u, subject))];
            var interval = SpeakerBootstrap.Mean(values, speakers, random);
            if (row.SnrDb is null) return new MeasureSummary(values.Average(), interval, null, null);
            double[] gains = [.. known.Select((u, i) => values[i] - Value(u, 0))];
            return new MeasureSummary(values.Average(), interval, gains.Average(), SpeakerBootstrap.Mean(gains, speakers, random));

            double Value(int u, int s) => row.Members.Average(c => measure(measured[u][s][c]!));
        }
    }
}
