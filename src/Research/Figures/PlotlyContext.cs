using System.Reflection;
using System.Runtime.Loader;

namespace Research.Figures;

/// <summary>
/// Where Plotly.NET lives: with the FSharp.Core that it was built for. The host may have an older one in its default load
/// context, as .NET Interactive does, and then a part of Plotly.NET binds to that one and fails.
/// </summary>
/// <remarks>
/// A second copy of this assembly is loaded here, and entered with a string that gives a string, so that no type of F# gets
/// out.
/// </remarks>
internal sealed class PlotlyContext : AssemblyLoadContext
{
    private const string ContextName = "Plotly.NET";

    private static readonly Lazy<PlotlyContext> Only = new(() => new());

    private readonly string _folder = Path.GetDirectoryName(typeof(PlotlyContext).Assembly.Location)!;
    private readonly Func<string, string> _draw;

    private PlotlyContext() : base(ContextName) => _draw = LoadFromAssemblyName(typeof(PlotlyContext).Assembly.GetName())
        .GetType(typeof(PlotlyCharts).FullName!, throwOnError: true)!
        .GetMethod(nameof(PlotlyCharts.Draw), BindingFlags.Static | BindingFlags.NonPublic)!
        .CreateDelegate<Func<string, string>>();

    /// <summary>Whether an assembly is the copy in here.</summary>
    internal static bool Has(Assembly assembly) => GetLoadContext(assembly)?.Name == ContextName;

    /// <summary>The figure that Plotly.NET makes of a <see cref="ChartSpec"/>, both as JSON.</summary>
    internal static string Draw(string spec) => Only.Value._draw(spec);

    /// <summary>plotly.js, which Plotly.NET has in it.</summary>
    internal static string ReadScript()
    {
        var plotly = Only.Value.LoadFromAssemblyName(new("Plotly.NET"));
        string name = plotly.GetManifestResourceNames().Single(name => name.EndsWith(".min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(plotly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        string file = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
