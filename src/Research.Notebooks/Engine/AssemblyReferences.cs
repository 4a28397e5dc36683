using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>One engine's references to assembly files: the same object for the same file.</summary>
/// <remarks>
/// What is read from the files is shared by all engines. The symbols that Roslyn keeps with a reference are not: chains that
/// compile at the same time would each leave a set, and a cell could bind to one set and its predecessor to the other.
/// </remarks>
internal sealed class AssemblyReferences
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), ModuleMetadata> Modules = new();

    private readonly ConcurrentDictionary<string, PortableExecutableReference> _references = new();
    private readonly ConcurrentDictionary<string, string> _documentation = new();

    /// <summary>A reference to the file.</summary>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public PortableExecutableReference Get(string path) => _references.GetOrAdd(path, path =>
        AssemblyMetadata.Create(Module(path)).GetReference(new ReferenceDocumentation(path, _documentation), filePath: path));

    /// <summary>False for a file that only says where types are: half of the framework's.</summary>
    public static bool HasTypes(string path)
    {
        var reader = Module(path).GetMetadataReader();
        return reader.TypeDefinitions.Any(type =>
            (reader.GetTypeDefinition(type).Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
    }

    private static ModuleMetadata Module(string path) =>
        Modules.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static file => Read(file.Path));

    private static ModuleMetadata Read(string path) =>
        ModuleMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
}
