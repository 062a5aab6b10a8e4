using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Store;

/// <summary>The tables of a run that scripts read: <c>leaderboard.json</c> and <c>predictions.csv</c>.</summary>
public static class Outputs
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>One object per model, best first.</summary>
    /// <param name="record">The run.</param>
    /// <param name="path">The file to write.</param>
    public static void WriteLeaderboard(RunRecord record, string path) => SafeFile.WriteText(path, JsonSerializer.Serialize(record.Models.Select(model => new LeaderboardRow(
        model.Name, model.Classifier, model.Features, model.Normalisation, model.Selection, model.Calibration, model.Augmentation, model.IsTransductive, model.IsBaseline, record.IsLeaky, record.Corpus.IsSynthetic, record.Spec.ShuffleLabels,
        model.MacroAccuracy, model.MacroAccuracyInterval.Low, model.MacroAccuracyInterval.High, model.MicroAccuracy, model.MicroAccuracyInterval.Low, model.MicroAccuracyInterval.High,
        model.MacroF1, model.LogLoss, model.CalibrationError, model.Seconds)), Snake) + "\n");

    /// <summary>One line per model and test utterance: <c>id,label,speaker,fold,classifier,predicted</c>, then one posterior column per class.</summary>
    /// <param name="record">The run.</param>
    /// <param name="path">The file to write.</param>
    /// <remarks>
    /// Nothing in it depends on time or machine load, so the same spec gives the same bytes. Two columns stand at the end only where they are needed: <c>model</c> when
    /// two models have the same kind of classifier, <c>caution</c> when the run is LEAKY or its labels were shuffled.
    /// </remarks>
    public static void WritePredictions(RunRecord record, string path) => SafeFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        var caution = CautionOf(record);
        var saysModel = record.Models.DistinctBy(model => model.Classifier).Count() < record.Models.Count;
        var saysCaution = record.IsLeaky || record.Spec.ShuffleLabels;
        foreach (var name in (IEnumerable<string>)["id", "label", "speaker", "fold", "classifier", "predicted", .. record.ClassNames]) csv.WriteField(name);
        if (saysModel) csv.WriteField("model");
        if (saysCaution) csv.WriteField("caution");
        csv.NextRecord();
        var speakers = record.Corpus.Utterances.ToDictionary(utterance => utterance.Id, utterance => utterance.Speaker);
        foreach (var model in record.Models.OrderBy(model => model.Name, StringComparer.Ordinal))
            foreach (var prediction in model.Predictions)
            {
                csv.WriteField(prediction.Id);
                csv.WriteField(record.ClassNames[prediction.Label]);
                csv.WriteField(speakers[prediction.Id]);
                csv.WriteField(prediction.Fold);
                csv.WriteField(model.Classifier);
                csv.WriteField(record.ClassNames[prediction.Predicted]);
                foreach (var logPosterior in prediction.LogPosterior) csv.WriteField(RowsCsv.Exact(Math.Exp(logPosterior)));
                if (saysModel) csv.WriteField(model.Name);
                if (saysCaution) csv.WriteField(caution);
                csv.NextRecord();
            }
    });

    /// <summary>The words that must stand beside every figure of a run: LEAKY, SHUFFLED LABELS, SYNTHETIC; empty for none.</summary>
    public static string CautionOf(RunRecord record) =>
        string.Join(' ', record.Notices.Where(notice => notice.IsFlag).Select(notice => notice.Word.Replace(' ', '-')).Distinct());

    private sealed record LeaderboardRow(
        string Model, string Classifier, string Features, string Normalisation, string? Selection, string? Calibration, string? Augmentation, bool Transductive, bool Baseline, bool Leaky, bool Synthetic, bool ShuffledLabels,
        double MacroAccuracy, double MacroAccuracyLow, double MacroAccuracyHigh, double MicroAccuracy, double MicroAccuracyLow, double MicroAccuracyHigh,
        double MacroF1, double LogLoss, double CalibrationError, double Seconds);
}
