using SerLab.Audio;

namespace SerLab.Tests.Architecture.Planted.Enhancement;

/// <summary>Uses only what Enhancement may: no rule may speak of it.</summary>
internal sealed class KeepsToItsRooms
{
    internal static int InBody() => new Clip(new float[MatrixView.OfRow(default).Rows], 16_000).SampleRateHz;

    internal static string Joins(string folder, Stream stream) => Path.Combine(folder, new StreamReader(stream).ReadToEnd());
}
