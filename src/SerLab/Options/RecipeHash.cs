using System.Security.Cryptography;
using System.Text;

namespace SerLab.Options;

/// <summary>Content hashes that key caches and name records: equal content, equal name, on every machine.</summary>
public static class RecipeHash
{
    /// <summary>First 16 bytes of SHA-256 over bytes, as 32 lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));

    /// <summary>First 16 bytes of SHA-256 over the parts, as 32 lower-case hexadecimal digits; part boundaries count.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
