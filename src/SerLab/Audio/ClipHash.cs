using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SerLab.Audio;

/// <summary>Content hashes of clips: equal sound, equal name; they key caches and find duplicates.</summary>
public static class ClipHash
{
    /// <summary>First 16 bytes of SHA-256 over the sample rate and the samples' bits, as 32 lower-case hexadecimal digits.</summary>
    /// <remarks>Costs about 3 ms per minute at 16 kHz, a small part of reading the file. The same on every little-endian machine.</remarks>
    public static string Of(Clip clip) => Of(Sound.Of(clip));

    /// <inheritdoc cref="Of(Clip)"/>
    /// <param name="sound">Read once, stretch by stretch.</param>
    public static string Of(Sound sound)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isFirst = true;
        foreach (var stretch in sound)
        {
            if (isFirst) hash.AppendData(BitConverter.GetBytes(stretch.Clip.SampleRateHz));
            isFirst = false;
            hash.AppendData(MemoryMarshal.AsBytes(stretch.CoreSamples.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
