using SerLab.Audio;

namespace SerLab.Tests.Features;

/// <summary>Reads one channel of a 16-bit PCM file, so that these tests stand on nothing but the room they test.</summary>
internal static class PcmFile
{
    public static Clip Read(string path, int channel = 0)
    {
        var bytes = File.ReadAllBytes(path);
        int channels = 0, rateHz = 0;
        for (var at = 12; ;)
        {
            var length = BitConverter.ToInt32(bytes, at + 4);
            var body = bytes.AsSpan(at + 8);
            if (bytes.AsSpan(at, 4).SequenceEqual("fmt "u8)) (channels, rateHz) = (BitConverter.ToInt16(body[2..]), BitConverter.ToInt32(body[4..]));
            if (bytes.AsSpan(at, 4).SequenceEqual("data"u8))
            {
                var samples = new float[Math.Min(length, body.Length) / 2 / channels];
                for (var n = 0; n < samples.Length; n++) samples[n] = BitConverter.ToInt16(body[(2 * (n * channels + channel))..]) / 32768f;
                return new Clip(samples, rateHz);
            }

            at += 8 + length + length % 2;
        }
    }
}
