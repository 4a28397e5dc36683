using System.Collections.Immutable;
using System.Runtime.Loader;

namespace Research.Notebooks;

/// <summary>The assemblies that the process has or can load by itself: the framework's, and the program's own closure.</summary>
/// <remarks>
/// A cell that refers to one of them, by whatever path, gets the process's own: with a second copy its types would be
/// different types and its statics different statics.
/// </remarks>
internal static class HostAssemblies
{
    private static readonly Lazy<Dictionary<string, string>> Closure = new(() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase));

    /// <summary>What every cell can use without <c>#r</c>: the base framework, this engine and its formatters.</summary>
    public static ImmutableArray<string> Default { get; } = DefaultPaths();

    /// <summary>The file of the process's assembly with that simple name, or null.</summary>
    public static string? Find(string simpleName) =>
        Closure.Value.GetValueOrDefault(simpleName) ?? AssemblyLoadContext.Default.Assemblies
            .Where(assembly => !assembly.IsDynamic && assembly.GetName().Name == simpleName && assembly.Location.Length > 0)
            .Select(assembly => assembly.Location)
            .FirstOrDefault();

    private static ImmutableArray<string> DefaultPaths()
    {
        string? framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        Type[] ours =
        [
            typeof(CSharpEngine),
            typeof(Microsoft.DotNet.Interactive.Kernel),
            typeof(Microsoft.DotNet.Interactive.Formatting.Formatter),
            typeof(Microsoft.AspNetCore.Html.IHtmlContent),
        ];
        return
        [
            .. Closure.Value.Values.Where(path => Path.GetDirectoryName(path) == framework)
                .Concat(ours.Select(type => type.Assembly.Location)),
        ];
    }
}
