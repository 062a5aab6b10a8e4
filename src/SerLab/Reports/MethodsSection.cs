using System.Xml.Linq;

namespace SerLab.Reports;

/// <summary>Every number of the report in a sentence or two, with its source.</summary>
internal static class MethodsSection
{
    private static readonly (string Term, string Meaning)[] Entries =
    [
        ("MacroAccuracy (UAR)",
            "The recall of each emotion, averaged with equal weights: unweighted average recall, scikit-learn's balanced accuracy. Guessing gives one over the " +
            "number of emotions however unequal they are. All test predictions of all folds are pooled before it is computed. Schuller, Steidl and Batliner, " +
            "“The INTERSPEECH 2009 Emotion Challenge”, 2009."),
        ("MicroAccuracy (WA)", "The share of utterances recognised; frequent emotions weigh more. The field also calls it weighted accuracy or WAR."),
        ("Macro F1", "The harmonic mean of precision and recall of each emotion, averaged with equal weights."),
        ("Log-loss",
            "The mean negative natural logarithm of the posterior given to the true emotion, in nats; a uniform guess costs the logarithm of the number of " +
            "emotions. Posteriors below 2⁻⁵² count as 2⁻⁵²."),
        ("Calibration error",
            "Expected calibration error over 15 bins of equal width: how far the confidence is from the share that is right. On few utterances it is biased " +
            "upwards by some hundredths. Guo, Pleiss, Sun and Weinberger, “On calibration of modern neural networks”, ICML 2017."),
        ("95 % intervals",
            "Bootstrap over speakers: whole speakers are drawn with replacement 2 000 times, because utterances of one speaker are alike. Percentiles are " +
            "expanded for few speakers as Student’s t asks. Efron and Tibshirani, An Introduction to the Bootstrap, 1993; Hesterberg, “What teachers should " +
            "know about the bootstrap”, The American Statistician 69(4), 2015. The intervals cover the choice of speakers, not the chance in training."),
        ("Paired tests",
            "Two-sided permutation test of the MacroAccuracy difference on the same utterances; the two models’ predictions are swapped for whole speakers, in " +
            "all combinations up to 14 speakers and in 10 000 drawn ones beyond. Phipson and Smyth, “Permutation P-values should never be zero”, 2010."),
        ("Holm’s correction",
            "P-values are raised so that the chance of any false alarm over a family of comparisons stays at the level stated; contenders are one family, baselines another. Holm, “A simple " +
            "sequentially rejective multiple test procedure”, Scandinavian Journal of Statistics 6(2), 1979."),
        ("The best of several",
            "The model at the top was put there by the figures shown, so its own figure is a little too high, the more so the more models were compared and the closer they are. " +
            "A figure to be published is that of a model chosen beforehand, or chosen in inner folds."),
        ("Baselines",
            "Models that must be beaten before anything was learned about emotion: always the most frequent emotion, the duration alone, the loudness alone, " +
            "who speaks."),
        ("Transductive",
            "A normalisation that uses the statistics of the very speaker who is tested (unlabelled). It raises figures and needs several recordings of a new " +
            "speaker before the first answer."),
        ("Augmented",
            "A model that learned from altered copies of its training recordings too: another speed or pitch, noise, a room. A copy goes where its recording goes, so no copy of a held-out " +
            "recording is in training; test recordings are as they were recorded and counted once. Scaling, selection and calibration look at recorded rows only."),
        ("Tuned on", "Settings are chosen in inner folds that hold out training speakers; test rows are scored once, after the choice."),
        ("Leak audit",
            "For every fold, test rows are compared with training rows: same speaker, same recording, overlapping stretches, near-duplicate audio, same text. A leak marks every " +
            "table LEAKY."),
        ("Thread time",
            "Seconds that threads spent on training and scoring, tuning included, summed over the folds; extraction of features is not part of it, and other work on the machine makes it longer."),
    ];

    public static XElement Render(ReportFacts facts) => facts.Section("methods", "Methods",
        Html.Tag("dl", Html.Class("methods"), Entries.SelectMany(entry => new[] { Html.Tag("dt", entry.Term), Html.Tag("dd", entry.Meaning) })));
}
