using System.Collections.Concurrent;

namespace SerLab.Tests.Architecture.Planted.Models;

/// <summary>Can be derived from, and is named after nothing.</summary>
internal class GainHelper
{
    internal static int Calls = 1;

    internal static readonly ConcurrentDictionary<string, double> Cache = new();

    internal static readonly double[] Table = [1, 2];

    internal const double Limit = 2;

    internal static string Name { get; set; } = "";

    internal static Func<double, double> Doubled() => value => 2 * value;
}

/// <summary>Too wide.</summary>
internal interface IWide
{
    double Gain { get; }

    double Offset { get; }

    double Apply(double value);
}

/// <summary>Is allowed: "Baseline" is not the word "Base".</summary>
internal sealed class BaselineProcessing;
