using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SerLab.Audio;

/// <summary>Content hashes of clips: equal sound, equal name; they key caches and find duplicates.</summary>
public static class ClipHash
{
    /// <summary>First 16 bytes of SHA-256 over the sample rate and the samples' bits, as 32 lower-case hexadecimal digits.</summary>
    /// <remarks>Costs about 3 ms per minute at 16 kHz, a small part of reading the file. The same on every little-endian machine.</remarks>
    public static string Of(Clip clip)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(clip.SampleRateHz));

        // In blocks: the bytes of a very long clip do not fit one span.
        const int BlockSamples = 1 << 20;
        for (var rest = clip.Samples.Span; rest.Length > 0; rest = rest[Math.Min(BlockSamples, rest.Length)..])
            hash.AppendData(MemoryMarshal.AsBytes(rest[..Math.Min(BlockSamples, rest.Length)]));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
