using SerLab.Audio;

namespace SerLab.Tests.Audio;

/// <summary>Files that cannot be used: each gives one sentence with the place and the cure.</summary>
public sealed class BrokenWavTests
{
    public static TheoryData<byte[], string, string> BrokenFiles => new()
    {
        { [], "byte 0", "the file is empty; copy or download it again" },
        { [.. "id,label\n1,anger\n"u8], "byte 0", "begins with \"id,l\", so it is no WAV file" },
        { [.. "RIFF"u8, 0, 0, 0, 0, .. "AVI LIST"u8], "byte 0", "no WAV file" },
        { WavBytes.File(WavBytes.Pcm16(1, 2))[..20], "byte 12", "ends before its samples (no \"data\" chunk); copy or download it again" },
        { WavBytes.File(WavBytes.Pcm16(1, 2))[..40], "byte 36", "ends before its samples" },
        { WavBytes.Riff(WavBytes.Chunk("data", WavBytes.Pcm16(1))), "byte 12", "the samples come before the format" },
        { WavBytes.Riff(WavBytes.Chunk("fmt ", new byte[8]), WavBytes.Chunk("data", WavBytes.Pcm16(1))), "byte 12", "has 8 bytes, at least 16 are needed" },
        { WavBytes.File(WavBytes.Pcm16(1), rateHz: 0), "byte 12", "states 0 Hz, 1000 to 768000 can be read; convert the file again" },
        { WavBytes.File(WavBytes.Pcm16(1), channels: 0), "byte 12", "states 0 channels; convert the file again" },
        { WavBytes.File(WavBytes.Pcm16(1), tag: 0x11, bits: 4), "fmt chunk", "encoding 0x0011 with 4 bits is not read" },
        { WavBytes.File(new byte[8], tag: 1, bits: 64), "fmt chunk", "encoding 0x0001 with 64 bits is not read" },
        { WavBytes.File([]), "byte 44", "the recording has no samples (length 0); record or convert it again" },
        { WavBytes.Riff(WavBytes.Fmt(), WavBytes.Chunk("data", []), WavBytes.Chunk("LIST", new byte[8])), "byte 44", "no samples (length 0)" },
        { WavBytes.File([], dataSize: 100), "byte 44", "states 50 samples but the file ends before the first; copy or download it again" },
        { WavBytes.File([7]), "byte 44", "no samples (length 0)" },
        { WavBytes.File([.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(float.NaN)], 3, bits: 32), "byte 48", "is NaN, not a finite number; write the file again" },
        { WavBytes.File([.. BitConverter.GetBytes(1e300), .. BitConverter.GetBytes(0.0)], 3, bits: 64), "byte 44", "not a finite number" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Names_the_place_and_the_cure(byte[] file, string place, string message)
    {
        foreach (var stream in new Stream[] { new MemoryStream(file), new Pipe(file) })
        {
            var wrong = Assert.Throws<BadInputException>(() => WavReader.Read(stream, "a/x.wav", ChannelMix.Mean));
            Assert.Equal("a/x.wav", wrong.Path);
            Assert.Equal(place, wrong.Place);
            Assert.Contains(message, wrong.Message);
        }
    }

    [Fact]
    public void Tells_about_a_file_without_samples() =>
        Assert.Equal(new WavInfo(WavEncoding.Pcm, 1, 16, 16000, 50, 0), WavReader.ReadInfo(new MemoryStream(WavBytes.File([], dataSize: 100)), "x.wav"));

    [Fact]
    public void Refuses_more_samples_than_it_reads_before_taking_memory()
    {
        var huge = new Sparse(WavBytes.File([], bits: 8, dataSize: 0x70000000), 44 + 0x70000000L);
        var wrong = Assert.Throws<BadInputException>(() => WavReader.Read(huge, "x.wav", ChannelMix.Mean));
        Assert.Contains($"has {0x70000000} samples per channel, at most {1 << 30} are read; split it", wrong.Message);
    }

    /// <summary>Whatever bytes are changed or cut off: a clip or a clear refusal, never anything else.</summary>
    [Fact]
    public void Survives_damage_of_any_kind()
    {
        var chance = new RandomSource(7).Open();
        byte[][] files =
        [
            WavBytes.File(WavBytes.Pcm16(1, 2, 3, 4)),
            WavBytes.Riff(WavBytes.Chunk("LIST", new byte[5]), WavBytes.Fmt(0xFFFE, 2, 24, extra: WavBytes.Extension(1, 24)), WavBytes.Chunk("data", new byte[12])),
            WavBytes.Form("RF64", WavBytes.Chunk("ds64", new byte[28]), WavBytes.Fmt(3, 1, 32), WavBytes.Chunk("data", new byte[16], uint.MaxValue)),
        ];
        var readable = 0;
        for (var trial = 0; trial < 6000; trial++)
        {
            var file = files[trial % files.Length].ToArray();
            for (var change = chance.NextInt(4); change >= 0; change--) file[chance.NextInt(file.Length)] = (byte)chance.NextInt(256);
            if (trial % 5 == 0) file = file[..chance.NextInt(file.Length)];
            try
            {
                Assert.NotEqual(0, WavReader.Read(trial % 2 == 0 ? new MemoryStream(file) : new Pipe(file), "x.wav", ChannelMix.Mean).Samples.Length);
                readable++;
            }
            catch (BadInputException wrong)
            {
                Assert.EndsWith(wrong.Message.Contains("ffmpeg") ? "OUT.wav" : ".", wrong.Message);
            }
        }

        Assert.InRange(readable, 1000, 5000);
    }

    /// <summary>Begins with a header and goes on with zeros for gigabytes that are nowhere.</summary>
    private sealed class Sparse(byte[] start, long length) : Stream
    {
        private readonly byte[] start = start;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length { get; } = length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, Position++) buffer[offset + i] = Position < start.Length ? start[Position] : (byte)0;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin == SeekOrigin.Current ? Position + offset : offset;

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
