using SerLab.Audio;

namespace SerLab.Tests.Audio;

/// <summary>WAV files as they exist in the wild.</summary>
public sealed class WavReaderTests
{
    // Values by the formats' definitions: full scale is 128, 2^15, 2^23, 2^31; A-law and mu-law from the tables of G.711 (1a and 2a, times 8 and 4).
    public static TheoryData<int, int, byte[], float[]> Encodings => new()
    {
        { 1, 8, [0, 128, 255], [-1, 0, 127 / 128f] },
        { 1, 16, [0x00, 0x80, 0, 0, 0xFF, 0x7F], [-1, 0, 32767 / 32768f] },
        { 1, 24, [0x00, 0x00, 0x80, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0x40], [-1, 0, -1 / 8388608f, 0.5f] },
        { 1, 32, [0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x20], [-1, 0, 0.25f] },
        { 1, 12, [0x00, 0x80, 0xF0, 0x7F], [-1, 0x7FF0 / 32768f] },
        { 3, 32, [.. BitConverter.GetBytes(0.1f), .. BitConverter.GetBytes(-3.5f)], [0.1f, -3.5f] },
        { 3, 64, [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-3.5)], [0.1f, -3.5f] },
        { 6, 8, [0x55, 0xD5, 0x2A, 0xAA, 0x45], [-8 / 32768f, 8 / 32768f, -32256 / 32768f, 32256 / 32768f, -264 / 32768f] },
        { 7, 8, [0xFF, 0x7F, 0x00, 0x80, 0x6F], [0, 0, -32124 / 32768f, 32124 / 32768f, -132 / 32768f] },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Reads_every_encoding(int tag, int bits, byte[] data, float[] expected)
    {
        Assert.Equal(expected, Samples(WavBytes.File(data, tag, bits: bits)));
        Assert.Equal(expected, Samples(WavBytes.Riff(WavBytes.Fmt(tag, 1, bits, extra: [0, 0]), WavBytes.Chunk("data", data))));
        Assert.Equal(expected, Samples(WavBytes.Riff(WavBytes.Fmt(0xFFFE, 1, bits, extra: WavBytes.Extension(tag, bits)), WavBytes.Chunk("data", data))));
    }

    [Fact]
    public void Reads_samples_that_take_more_bytes_than_their_bits() =>
        Assert.Equal([0.5f], Samples(WavBytes.Riff(WavBytes.Fmt(bits: 24, blockBytes: 4), WavBytes.Chunk("data", [0, 0, 0, 0x40]))));

    [Fact]
    public void Tells_what_was_found()
    {
        var clip = WavReader.Read(new MemoryStream(WavBytes.File(new byte[24], 1, 2, 24, 44100)), "x.wav", ChannelMix.Left, out var info);
        Assert.Equal(new WavInfo(WavEncoding.Pcm, 2, 24, 44100, 4, 4), info);
        Assert.Equal(44100, clip.SampleRateHz);
        Assert.False(info.IsTruncated);
        Assert.Equal(info, WavReader.ReadInfo(new MemoryStream(WavBytes.File(new byte[24], 1, 2, 24, 44100)), "x.wav"));
        Assert.Equal(info, WavReader.ReadInfo(new Pipe(WavBytes.File(new byte[24], 1, 2, 24, 44100)), "x.wav"));
    }

    [Theory]
    [InlineData(ChannelMix.Mean, 0.25f, -0.5f)]
    [InlineData(ChannelMix.Left, 0.5f, -1f)]
    [InlineData(ChannelMix.Right, 0f, 0f)]
    public void Mixes_channels_as_asked(ChannelMix mix, float first, float second) =>
        Assert.Equal([first, second], Samples(WavBytes.File(WavBytes.Pcm16(16384, 0, -32768, 0), channels: 2), mix));

    [Fact]
    public void Gives_the_only_channel_of_a_mono_file_as_its_right_one() =>
        Assert.Equal([0.5f], Samples(WavBytes.File(WavBytes.Pcm16(16384)), ChannelMix.Right));

    [Fact]
    public void Reads_three_hundred_channels() =>
        Assert.Equal([0.5f, 0.25f], Samples(WavBytes.File(WavBytes.Pcm16([.. Enumerable.Range(0, 600).Select(i => (short)(i < 300 ? 16384 : 8192))]), channels: 300)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Passes_chunks_of_odd_size_padded_or_not(bool padded)
    {
        byte[] list = WavBytes.Chunk("LIST", new byte[3], padded: padded), bext = WavBytes.Chunk("bext", new byte[601], padded: padded);
        var file = WavBytes.Riff(list, WavBytes.Fmt(), bext, WavBytes.Chunk("data", WavBytes.Pcm16(8192)));
        Assert.Equal([0.25f], Samples(file));
        Assert.Equal([0.25f], WavReader.Read(new Pipe(file), "x.wav", ChannelMix.Mean).Samples.ToArray());
    }

    [Fact]
    public void Leaves_chunks_after_the_samples_alone()
    {
        Assert.Equal([0.25f], Samples(WavBytes.Riff(WavBytes.Fmt(), WavBytes.Chunk("data", WavBytes.Pcm16(8192)), WavBytes.Chunk("LIST", new byte[10]))));
        Assert.Equal([0.25f], Samples(WavBytes.Riff(WavBytes.Fmt(bits: 8), WavBytes.Chunk("data", [160]), WavBytes.Chunk("LIST", new byte[10]))));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFF000u)]
    public void Reads_to_the_end_where_the_size_was_never_filled_in(uint dataSize)
    {
        var file = WavBytes.File(WavBytes.Pcm16(8192, 16384, -8192), dataSize: dataSize);
        foreach (var stream in new Stream[] { new MemoryStream(file), new Pipe(file) })
        {
            Assert.Equal([0.25f, 0.5f, -0.25f], WavReader.Read(stream, "x.wav", ChannelMix.Mean, out var info).Samples.ToArray());
            Assert.Null(info.StatedFrames);
            Assert.False(info.IsTruncated);
        }
    }

    [Theory]
    [InlineData(6u)]
    [InlineData(1000u)]
    [InlineData(0x7FFE0000u)]
    public void Reads_what_is_there_of_a_truncated_file_and_says_so(uint dataSize)
    {
        // Two frames of two channels and half of a third.
        var file = WavBytes.File([.. WavBytes.Pcm16(8192, 8192, 16384, 16384), 1, 2], channels: 2, dataSize: dataSize);
        foreach (var stream in new Stream[] { new MemoryStream(file), new Pipe(file) })
        {
            Assert.Equal(dataSize == 6 ? [0.25f] : [0.25f, 0.5f], WavReader.Read(stream, "x.wav", ChannelMix.Mean, out var info).Samples.ToArray());
            Assert.Equal(dataSize / 4, info.StatedFrames);
            Assert.Equal(dataSize != 6, info.IsTruncated);
        }

        Assert.Equal(dataSize != 6, WavReader.ReadInfo(new MemoryStream(file), "x.wav").IsTruncated);
    }

    [Theory]
    [InlineData("RF64")]
    [InlineData("BW64")]
    public void Reads_sizes_of_64_bits(string form)
    {
        byte[] sizes = [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(2L), 0, 0, 0, 0];
        var data = WavBytes.Chunk("data", WavBytes.Pcm16(8192, 16384), uint.MaxValue);
        var file = WavBytes.Form(form, WavBytes.Chunk("ds64", sizes), WavBytes.Fmt(), data, WavBytes.Chunk("LIST", new byte[4]));
        Assert.Equal([0.25f, 0.5f], WavReader.Read(new Pipe(file), "x.wav", ChannelMix.Mean, out var info).Samples.ToArray());
        Assert.Equal(2, info.StatedFrames);
    }

    [Fact]
    public void Grows_with_a_long_pipe()
    {
        var samples = Enumerable.Range(0, 80_000).Select(i => (short)(i % 30011)).ToArray();
        var clip = WavReader.Read(new Pipe(WavBytes.File(WavBytes.Pcm16(samples), dataSize: uint.MaxValue)), "x.wav", ChannelMix.Mean);
        Assert.Equal(samples, clip.Samples.ToArray().Select(sample => (short)(sample * 32768)));
    }

    [Fact]
    public void Believes_no_size_before_the_bytes_are_there()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        WavReader.Read(new Pipe(WavBytes.File(WavBytes.Pcm16(1), dataSize: 0x7FFE0000)), "x.wav", ChannelMix.Mean);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Keeps_samples_beyond_full_scale() =>
        Assert.Equal([3f], Samples(WavBytes.File([.. BitConverter.GetBytes(3f)], 3, bits: 32)));

    private static float[] Samples(byte[] file, ChannelMix mix = ChannelMix.Mean) => WavReader.Read(new MemoryStream(file), "x.wav", mix).Samples.ToArray();
}
