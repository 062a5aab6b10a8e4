using SerLab.Audio;
using SerLab.Numerics;

namespace SerLab.Tests.Audio;

public sealed class SoundTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("serlab").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0.5)]
    [InlineData(60)]
    [InlineData(60.0005)]
    [InlineData(125.3)]
    public void Stretches_cover_every_sample_once_and_in_order(double seconds)
    {
        var clip = Noise(seconds, 2000);
        Assert.Equal(clip.Samples.ToArray(), Sound.Of(clip).SelectMany(stretch => stretch.CoreSamples.ToArray()));
        Assert.Equal(seconds <= 60 ? 1 : (int)Math.Ceiling(seconds / 60), Sound.Of(clip).Count());
    }

    [Fact]
    public void Surroundings_are_the_samples_beside_the_stretch()
    {
        var clip = Noise(200, 1000);
        foreach (var (stretch, i) in Sound.Of(clip).Select((stretch, i) => (stretch, i)))
        {
            Assert.Equal(Math.Min(4, 60 * i), stretch.LeadSeconds);
            Assert.Equal(clip.Slice(60 * i - stretch.LeadSeconds, 60 * i + 64).Samples.ToArray(), stretch.Clip.Samples.ToArray());
        }
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(3.25, 130.5)]
    [InlineData(100, 101.0)]
    [InlineData(149, 400.0)]
    public void A_file_and_the_same_sound_in_memory_have_the_same_stretches(double startSeconds, double? endSeconds)
    {
        var path = Path.Combine(folder, "long.wav");
        WavWriter.Write(path, Noise(150, 8000), WavFormat.Float32);
        var inMemory = Sound.Of(AudioFile.Read(path, ChannelMix.Mean).Slice(startSeconds, endSeconds));
        var inFile = Sound.Of(new FileRecording(path), ChannelMix.Mean, startSeconds, endSeconds);
        Assert.Equal(inMemory.DurationSeconds, inFile.DurationSeconds, 1e-9);
        Assert.Equal(inMemory.Select(Content), inFile.Select(Content));
        Assert.Equal(ClipHash.Of(inMemory), ClipHash.Of(inFile));
    }

    [Fact]
    public void A_hash_does_not_depend_on_how_the_sound_is_cut()
    {
        // What cache keys of earlier versions were made of: SHA-256 over the rate and all samples at once.
        var clip = Noise(70, 1000);
        byte[] bytes = [.. BitConverter.GetBytes(1000), .. clip.Samples.ToArray().SelectMany(BitConverter.GetBytes)];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 16)), ClipHash.Of(clip));
    }

    private static (int, int?, string) Content(Stretch stretch) => (stretch.LeadSeconds, stretch.CoreSeconds, string.Join(' ', stretch.Clip.Samples.ToArray()));

    private static Clip Noise(double seconds, int rateHz)
    {
        var random = new RandomSource(7).For("noise", 0).Open();
        return new Clip(Enumerable.Range(0, (int)Math.Round(seconds * rateHz)).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(), rateHz);
    }
}
