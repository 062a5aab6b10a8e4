using System.Runtime.InteropServices;
using SerLab.Models;

namespace SerLab.Tests.Models.Svm;

/// <summary>The default machine on real speech: EMO-DB, a quarter of the ComParE 2016 functionals, every speaker judged by a machine that never heard them.</summary>
public sealed class SvmOnEmoDbTests
{
    private const int EveryColumn = 4;

    [SharedFact]
    public void Default_settings_recognise_the_emotion_of_unheard_speakers()
    {
        var folder = Path.Combine(Shared.EmoDb, "compare16");
        var labels = Array.ConvertAll(ReadNpy<long>(Path.Combine(folder, "labels.npy")), label => (int)label);
        var speakers = Array.ConvertAll(ReadNpy<long>(Path.Combine(folder, "speakers.npy")), speaker => (int)speaker);
        var values = ReadNpy<float>(Path.Combine(folder, "features.npy")); // Column after column (fortran_order).
        var rows = labels.Select((_, i) => Toys.Row([.. Enumerable.Range(0, values.Length / labels.Length / EveryColumn).Select(j => values[j * EveryColumn * labels.Length + i])])).ToArray();
        var found = new int[labels.Length];
        foreach (var speaker in speakers.Distinct())
        {
            int[] train = [.. Enumerable.Range(0, rows.Length).Where(i => speakers[i] != speaker)], test = [.. Enumerable.Range(0, rows.Length).Except(train)];
            var normaliser = new ZNormalisationOptions().Fit([.. train.Select(i => rows[i])]);
            var scaled = normaliser.Apply([.. train.Select(i => rows[i])], [.. train.Select(i => speakers[i])]);
            var model = new SvmOptions().Train(new TrainingSet(scaled, [.. train.Select(i => labels[i])], [.. train.Select(i => speakers[i])], 7), new RandomSource(1));
            foreach (var i in test) found[i] = Toys.Predict(model, normaliser.Apply([rows[i]], [speaker])[0], 7);
        }

        // scikit-learn's nested search over all 6373 columns reaches 0.80, equal guessing 1 / 7.
        var macroAccuracy = Enumerable.Range(0, 7).Average(c => Enumerable.Range(0, labels.Length).Where(i => labels[i] == c).Average(i => found[i] == c ? 1.0 : 0.0));
        Assert.InRange(macroAccuracy, 0.74, 0.86);
    }

    // NumPy's format, version 1: magic, version, length of the header in two bytes, header, values.
    private static T[] ReadNpy<T>(string path) where T : unmanaged
    {
        var bytes = File.ReadAllBytes(path);
        return MemoryMarshal.Cast<byte, T>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
    }
}
