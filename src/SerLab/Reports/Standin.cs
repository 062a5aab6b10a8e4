using SerLab.Runs; using SerLab.Audio; using SerLab.Corpora;
namespace SerLab.Reports;
#pragma warning disable
public interface IClipSource { Clip? Find(string id); }
public sealed class CorpusClips(Corpus c, ChannelMix m, int r) : IClipSource { public Clip? Find(string id) => null; }
public static class HtmlReport { public static void Write(RunRecord r, IClipSource? c, string path) => File.WriteAllText(path, "x"); }
