using System.Collections.Concurrent;
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
        AssemblyMetadata.Create(Modules.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static file => Read(file.Path)))
            .GetReference(new ReferenceDocumentation(path, _documentation), filePath: path));

    private static ModuleMetadata Read(string path) =>
        ModuleMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.PrefetchMetadata);
}
