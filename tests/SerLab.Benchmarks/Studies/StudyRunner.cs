namespace SerLab.Benchmarks.Studies;

/// <summary>Finds the studies of this assembly and runs the one that is named.</summary>
internal static class StudyRunner
{
    public static int Run(IReadOnlyList<string> arguments)
    {
        var studies = typeof(StudyRunner).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IStudy)))
            .Select(type => (IStudy)Activator.CreateInstance(type)!)
            .OrderBy(study => study.Name, StringComparer.Ordinal)
            .ToArray();
        var study = Array.Find(studies, study => arguments.Count > 0 && study.Name == arguments[0]);
        if (study is null)
        {
            Console.Error.WriteLine($"Name a study: {string.Join(", ", studies.Select(known => known.Name))}.");
            return 2;
        }

        study.Run([.. arguments.Skip(1)]);
        return 0;
    }
}
