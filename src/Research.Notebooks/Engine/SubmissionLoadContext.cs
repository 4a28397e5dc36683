using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Research.Notebooks;

/// <summary>
/// Where compiled cells live: they see each other, then the process's own assemblies, then what <c>#r</c> brought.
/// </summary>
internal sealed class SubmissionLoadContext() : AssemblyLoadContext("notebook")
{
    private readonly ConcurrentDictionary<string, Assembly> _submissions = new();
    private readonly ConcurrentDictionary<string, AssemblyDependencyResolver> _referenced = new();
    private readonly ConcurrentDictionary<string, string> _packaged = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _native = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads a compiled cell.</summary>
    public Assembly AddSubmission(Stream image, Stream symbols)
    {
        var assembly = LoadFromStream(image, symbols);
        _submissions[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    /// <summary>Makes a file that <c>#r</c> named, and what lies beside it, loadable.</summary>
    public void AddReference(string path) => _referenced.GetOrAdd(path, static path => new AssemblyDependencyResolver(path));

    /// <summary>Makes the files of NuGet packages loadable; a file of that name that came before stays.</summary>
    public void AddPackages(IEnumerable<string> assemblies, IEnumerable<string> native)
    {
        foreach (string path in assemblies)
        {
            _packaged.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        foreach (string path in native)
        {
            _native.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (_submissions.TryGetValue(assemblyName.Name!, out var submission))
        {
            return submission;
        }

        return HostAssemblies.Find(assemblyName.Name!) is null ? LoadReferenced(assemblyName) : null;
    }

    /// <summary>Loads what a package or <c>#r</c> brought, once for all languages; null if it is none of these.</summary>
    public Assembly? LoadReferenced(AssemblyName assemblyName)
    {
        string? path = _packaged.GetValueOrDefault(assemblyName.Name!)
            ?? _referenced.Keys.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == assemblyName.Name)
            ?? Resolve(resolver => resolver.ResolveAssemblyToPath(assemblyName));
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        (Native(unmanagedDllName) ?? Resolve(resolver => resolver.ResolveUnmanagedDllToPath(unmanagedDllName))) is { } path
            ? LoadUnmanagedDllFromPath(path) : 0;

    private string? Native(string name)
    {
        string plain = Path.GetFileName(name);
        return _native.GetValueOrDefault(plain) ?? _native.GetValueOrDefault($"lib{plain}")
            ?? _native.GetValueOrDefault(Path.GetFileNameWithoutExtension(plain));
    }

    private string? Resolve(Func<AssemblyDependencyResolver, string?> resolve) =>
        _referenced.Values.Select(resolve).FirstOrDefault(path => path is not null);
}
