using System.IO.Compression;
using SerLab.Audio;
using SerLab.Models;
using SerLab.Runs;
using SerLab.Store;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Store;

public sealed class ModelFileTests
{
    private static readonly Clip[] Clips = [.. new ToyCorpusOptions().Load().Utterances.Take(6).Select(utterance => utterance.Read(ChannelMix.Mean))];

    [Theory]
    [InlineData("SVM")]
    [InlineData("GMM")]
    public void A_model_predicts_the_same_after_it_was_saved_and_read(string name)
    {
        using var folder = new TempFolder();
        var trained = ModelTrainer.Train(Toy.Spec(Toy.Svm, Toy.Gmm), name, Toy.Settings());
        ModelFile.Write(trained, folder.File("m.zip"), Toy.Json);
        var read = ModelFile.Read(folder.File("m.zip"), Toy.Json);
        Assert.Equal(trained.Predict(Clips).SelectMany(p => p), read.Predict(Clips).SelectMany(p => p));
        Assert.Equal(trained.ClassNames, read.ClassNames);
        Assert.Equal(name, read.Note.Name);
    }

    [Fact]
    public void A_transductive_model_refuses_a_single_recording()
    {
        var trained = ModelTrainer.Train(Toy.Spec(Toy.Svm with { Normalisation = new SpeakerZNormalisationOptions() }), null, Toy.Settings());
        Assert.Contains("at least 5", Assert.Throws<BadInputException>(() => trained.Predict(Clips[..1])).Message);
        Assert.Equal(6, trained.Predict(Clips).Count);
    }

    [Fact]
    public void A_file_that_is_not_a_model_is_refused()
    {
        using var folder = new TempFolder();
        Assert.Contains("serlab train", Assert.Throws<BadInputException>(() => ModelFile.Read(folder.File("none.zip"), Toy.Json)).Message);
        Assert.Contains("serlab train", Assert.Throws<BadInputException>(() => ModelFile.Read(folder.Write("text.zip", "text"), Toy.Json)).Message);
        using (var zip = ZipFile.Open(folder.File("empty.zip"), ZipArchiveMode.Create)) zip.CreateEntry("other.txt");
        Assert.Contains("model.json", Assert.Throws<BadInputException>(() => ModelFile.Read(folder.File("empty.zip"), Toy.Json)).Message);
    }

    [Fact]
    public void A_single_changed_weight_is_noticed()
    {
        using var folder = new TempFolder();
        ModelFile.Write(ModelTrainer.Train(Toy.Spec(), null, Toy.Settings()), folder.File("m.zip"), Toy.Json);
        using (var zip = ZipFile.Open(folder.File("m.zip"), ZipArchiveMode.Update))
        {
            using var entry = zip.GetEntry("weights.safetensors")!.Open();
            entry.Seek(-3, SeekOrigin.End);
            entry.WriteByte(0x55);
        }

        Assert.Contains("damaged", Assert.Throws<BadInputException>(() => ModelFile.Read(folder.File("m.zip"), Toy.Json)).Message);
    }

    [Fact]
    public void Arrays_come_back_exactly_single_or_double()
    {
        using var stream = new MemoryStream();
        var weights = new Weights([KeyValuePair.Create("a", new Tensor([2, 2], [1, 0.5, -3, 1e10])), KeyValuePair.Create("b", new Tensor([3], [0.1, Math.PI, double.Epsilon])), KeyValuePair.Create("c", new Tensor([0], []))]);
        SafeTensors.Write(stream, weights);
        var read = SafeTensors.Read(stream.ToArray(), "x");
        foreach (var (name, tensor) in weights.Tensors)
        {
            Assert.Equal(tensor.Values, read.Tensors[name].Values);
            Assert.Equal(tensor.Shape, read.Tensors[name].Shape);
        }
    }

    [Fact]
    public void Every_damaged_byte_of_the_header_is_refused_or_harmless_never_a_crash()
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, new Weights([KeyValuePair.Create("a", new Tensor([2, 3], [1, 2, 3, 4, 5, 6]))]));
        var whole = stream.ToArray();
        var chance = new RandomSource(11).Open();
        for (var trial = 0; trial < 2000; trial++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[chance.NextInt(damaged.Length)] = (byte)chance.NextInt(256);
            if (chance.NextInt(4) == 0) damaged = damaged[..chance.NextInt(damaged.Length)];
            try
            {
                SafeTensors.Read(damaged, "x");
            }
            catch (BadInputException)
            {
                // The only exception that a damaged file may cause.
            }
        }
    }

    [PythonFact]
    public void An_independent_reader_sees_the_same_arrays()
    {
        using var folder = new TempFolder();
        using (var file = File.Create(folder.File("w.safetensors")))
            SafeTensors.Write(file, new Weights([KeyValuePair.Create("a", new Tensor([2, 2], [1, 0.5, -3, 4])), KeyValuePair.Create("b", new Tensor([1], [Math.PI]))]));
        var seen = Python.Run(
            "import json, sys, numpy as np; d = open(sys.argv[1], 'rb').read(); n = int.from_bytes(d[:8], 'little'); h = json.loads(d[8:8 + n]); b = d[8 + n:]\n" +
            "print({k: np.frombuffer(b[v['data_offsets'][0]:v['data_offsets'][1]], {'F32': '<f4', 'F64': '<f8'}[v['dtype']]).reshape(v['shape']).tolist() for k, v in h.items()})", folder.File("w.safetensors"));
        Assert.Equal("{'a': [[1.0, 0.5], [-3.0, 4.0]], 'b': [3.141592653589793]}", seen);
    }
}
