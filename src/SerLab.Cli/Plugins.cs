using System.CommandLine;
using System.Reflection;
using SerLab.Options;

namespace SerLab.Cli;

/// <summary>Assemblies that bring kinds of their own: classifiers, features, corpora, ...</summary>
internal static class Plugins
{
    /// <summary>Names a plug-in; understood by every command.</summary>
    public static Option<string[]> Option { get; } = new("--plugin")
    {
        Description = "an assembly (.dll) that brings more kinds; may be given several times",
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    /// <summary>Knows the built-in kinds and those of the plug-ins named on the command line.</summary>
    /// <exception cref="OptionsException">A plug-in cannot be loaded.</exception>
    public static RecipeJson Json(ParseResult parsed)
    {
        var paths = parsed.GetValue(Option) ?? [];
        if (paths.Length == 0) return RecipeJson.BuiltIn;
        var catalog = Catalog.BuiltIn;
        foreach (var path in paths)
        {
            try
            {
                catalog = catalog.With(Assembly.LoadFrom(Path.GetFullPath(path)));
            }
            catch (Exception wrong) when (wrong is IOException or BadImageFormatException or ReflectionTypeLoadException)
            {
                throw new OptionsException("--plugin", [$"{path} cannot be loaded ({wrong.Message.TrimEnd('.')}); give a .dll that was built against this version of SerLab."]);
            }
        }

        return new RecipeJson(catalog);
    }
}
