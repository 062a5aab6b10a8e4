namespace SerLab.Tests.Architecture.Planted.Attic;

/// <summary>Stands in a folder that is no room.</summary>
internal static class Homeless
{
    internal static int Answer() => Math.Max(1, 2);
}
