using SerLab.Audio;

namespace SerLab.Tests.Architecture.Planted.Numerics;

/// <summary>Names a room that Numerics may not use, once in every place where code can.</summary>
[Mark(typeof(Clip))]
internal abstract class NamesAudio : IRecording
{
    internal readonly Clip[] inField = [];

    public string Location => "";

    internal static double InBody(float[] samples) => new Clip(samples, 16_000).DurationSeconds;

    internal static string? InHalfQualifiedName(object value) => (value as global::SerLab.Audio.MemoryRecording)?.Location;

    internal static Func<int> InLambda(int rate) => () => new Clip(default, rate).SampleRateHz;

    internal static int InGenericCall() => Array.Empty<FileRecording>().Length;

    internal static object InTypeOf() => typeof(ChannelMix);

    internal static IEnumerable<int> InIterator()
    {
        yield return new Clip(default, 16_000).SampleRateHz;
    }

    internal static async Task<int> InAsync(Task wait)
    {
        await wait;
        return new Clip(default, 16_000).SampleRateHz;
    }

    internal static bool InSwitch(object value) => value switch
    {
        int => true,
        Clip { SampleRateHz: > 1000 } => true,
        _ => false,
    };

    internal static void InConstraint<T>(T value)
        where T : IRecording => ArgumentNullException.ThrowIfNull(value);

    public abstract Clip Read(ChannelMix mix);
}

/// <summary>An attribute that takes a type.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MarkAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
