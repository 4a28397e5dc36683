using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>
/// Finds what <c>#r</c> names: a path relative to the file that says it, or the name of an assembly that the process has.
/// An assembly that the process has itself is never taken from anywhere else (<see cref="HostAssemblies"/>).
/// </summary>
internal sealed class ReferenceResolver(AssemblyReferences references, SubmissionLoadContext context) : MetadataReferenceResolver
{
    /// <summary>
    /// What the kernel works with and cells do not see, for each cell binds every reference again. Cells may name them.
    /// </summary>
    private static readonly string[] Tools =
    [
        "FSharp.Compiler.Service", "Markdig", "Microsoft.CodeAnalysis.Features", "Microsoft.CodeAnalysis.Workspaces", "NetMQ",
            "NuGet.",
        "System.Composition.",
    ];

    private static readonly string Kernel = typeof(ReferenceResolver).Assembly.Location;

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // Packages are in the compilation's references already (a directive could bring one file only); any file serves here.
        if (reference.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            return [references.Get(typeof(object).Assembly.Location)];
        }

        string? named = HostAssemblies.Find(reference);
        if (named is not null)
        {
            return [references.Get(named)];
        }

        string folder = Path.GetDirectoryName(baseFilePath) ?? "";
        string path = Path.GetFullPath(Path.Combine(folder, reference.Replace('\\', Path.DirectorySeparatorChar)));
        return File.Exists(path) ? [Take(path)] : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (definition.Display == Kernel && Tools.Any(tool => referenceIdentity.Name.StartsWith(tool, StringComparison.Ordinal)))
        {
            return null;
        }

        if (HostAssemblies.Find(referenceIdentity.Name) is { } ours)
        {
            return references.Get(ours);
        }

        string? folder = Path.GetDirectoryName((definition as PortableExecutableReference)?.FilePath);
        string? beside = folder is null ? null : Path.Combine(folder, referenceIdentity.Name + ".dll");
        return beside is not null && File.Exists(beside) ? Take(beside) : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private PortableExecutableReference Take(string path)
    {
        string? name;
        try
        {
            name = AssemblyName.GetAssemblyName(path).Name;
        }
        catch (BadImageFormatException)
        {
            return MetadataReference.CreateFromFile(path); // the compiler says what is wrong with it, and at which #r
        }

        if (HostAssemblies.Find(name!) is { } ours)
        {
            return references.Get(ours);
        }

        context.AddReference(path);
        return references.Get(path);
    }
}
