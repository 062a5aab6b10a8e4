namespace SerLab.Benchmarks.Studies;

/// <summary>A measurement against a truth or beside another program, which prints what a claim rests on. To add one is to add one file.</summary>
public interface IStudy
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures and prints; throws when something it needs is not there.</summary>
    /// <param name="arguments">What stands behind the name on the command line.</param>
    void Run(IReadOnlyList<string> arguments);
}
