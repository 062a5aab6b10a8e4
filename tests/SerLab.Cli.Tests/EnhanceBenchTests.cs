using System.Text.Json;
using SerLab.Audio;

namespace SerLab.Cli.Tests;

public sealed class EnhanceBenchTests
{
    // 56 synthetic utterances, 2 noises, 1 SNR, two columns of energy: a few seconds of work.
    private static string[] Arguments(TempFolder folder)
    {
        var chance = new Numerics.RandomSource(1).Open();
        Directory.CreateDirectory(folder.File("noise"));
        foreach (var clip in (int[])[1, 2])
            WavWriter.Write(folder.File($"noise/fan-{clip}.wav"), new Clip(Enumerable.Range(0, 16000).Select(_ => 0.1f * (float)chance.NextGaussian()).ToArray(), 16000), WavFormat.Pcm16);
        return
        [
            "enhance-bench", """{ "kind": "demo", "sentences": 1 }""", folder.File("noise"), "--snr", "5", "--noises", "white,fan", "--denoisers", "none;mmse-lsa", "--every", "8",
            "--features", """{ "kind": "custom", "descriptors": ["energy"], "frames": false, "statistics": ["mean", "sd"] }""", "--out", folder.File("out"), "--threads", "2",
        ];
    }

    [Fact]
    public void Enhance_bench_writes_tables_and_reports_that_say_synthetic()
    {
        using var folder = new TempFolder();
        var done = CommandLine.Run(Arguments(folder));
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.Contains("SYNTHETIC", done.Output);
        Assert.Contains("mmse-lsa", done.Output);
        foreach (var file in (string[])["report.html", "report.md", "signal.csv", "recognition.csv"]) Assert.True(File.Exists(folder.File("out/" + file)));
        Assert.False(Directory.Exists(folder.File("out/unfinished")));
        using var result = JsonDocument.Parse(File.ReadAllText(folder.File("out/enhance-bench.json")));
        Assert.Equal(2 * 4, result.RootElement.GetProperty("signal").GetArrayLength()); // clean, white, fan and both together
        Assert.Equal(2 * 4 * 4, result.RootElement.GetProperty("recognition").GetArrayLength());
        Assert.Contains("features custom", done.Error);
    }

    [Fact]
    public void Enhance_bench_stops_cleanly_and_names_wrong_words()
    {
        using var folder = new TempFolder();
        var arguments = Arguments(folder);
        Assert.Equal(130, CommandLine.Run(new CancellationToken(true), arguments).ExitCode);
        Assert.False(File.Exists(folder.File("out/report.html")));
        var wrong = CommandLine.Run([.. arguments, "--part", "sound"]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("signal, recognition or all", wrong.Error);
        Assert.Equal(1, CommandLine.Run("enhance-bench", "demo", folder.File("nothing")).ExitCode);
    }
}
