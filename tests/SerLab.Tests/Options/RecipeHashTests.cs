using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SerLab.Tests.Options;

public class RecipeHashTests
{
    [Fact]
    public void A_hash_is_32_hexadecimal_digits_and_equal_for_equal_parts()
    {
        Assert.Matches("^[0-9a-f]{32}$", RecipeHash.Of("a", "b"));
        Assert.Equal(RecipeHash.Of("a", "b"), RecipeHash.Of("a", "b"));
    }

    [Fact]
    public void The_boundaries_of_parts_count()
    {
        string[] hashes = [RecipeHash.Of("ab"), RecipeHash.Of("a", "b"), RecipeHash.Of("", "ab"), RecipeHash.Of("ab", ""), RecipeHash.Of("b", "a"), RecipeHash.Of()];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void It_is_SHA_256_over_each_parts_length_and_UTF_8_bytes()
    {
        var bytes = Encoding.UTF8.GetBytes("glück");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. length, .. bytes]))[..32], RecipeHash.Of("glück"));
    }

    [Fact]
    public void The_hash_of_a_recipe_changes_with_any_setting()
    {
        var tone = new ToneOptions();
        ToneOptions[] others = [tone, tone with { Partials = 2 }, tone with { Cycles = 99 }, tone with { Colour = Colour.DarkPink }, tone with { DetuneHz = 0 }];
        Assert.Equal(others.Length, others.Select(other => RecipeHash.Of(TestKinds.Json.Write(other))).Distinct().Count());
    }
}
