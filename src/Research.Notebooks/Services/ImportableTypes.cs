using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>The public types of the assemblies that cells refer to, by their names.</summary>
internal sealed class ImportableTypes
{
    /// <summary>As much of a name must be written before types of other namespaces are offered, and so many are.</summary>
    private const int MinimumLength = 2, Limit = 40;

    private readonly ConditionalWeakTable<IAssemblySymbol, List<(string Space, string Name)>> _types = [];

    /// <summary>The types whose name begins with a text and whose namespace is not imported, with their namespaces.</summary>
    /// <param name="typed">The text.</param>
    /// <param name="model">The cell that is being written.</param>
    /// <param name="position">Where in it.</param>
    public IEnumerable<CompletionItem> Find(string typed, SemanticModel model, int position)
    {
        if (typed.Length < MinimumLength)
        {
            return [];
        }

        return model.Compilation.SourceModule.ReferencedAssemblySymbols
            .SelectMany(Types)
            .Where(type => type.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .OrderBy(type => !type.Name.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(type => type.Name.Length)
            .ThenBy(type => $"{type.Name} {type.Space}", StringComparer.OrdinalIgnoreCase)
            .Where(type => !IsInScope(type, model, position))
            .Take(Limit)
            .Select(type => new CompletionItem($"{type.Space}.{type.Name}", "class", $"{type.Name} of {type.Space}"));
    }

    private static bool IsInScope((string Space, string Name) type, SemanticModel model, int position) =>
        model.LookupNamespacesAndTypes(position, name: type.Name)
            .Any(known => known.ContainingNamespace?.ToDisplayString() == type.Space);

    private List<(string Space, string Name)> Types(IAssemblySymbol assembly) => _types.GetValue(assembly, Read);

    private static List<(string Space, string Name)> Read(IAssemblySymbol assembly)
    {
        List<(string Space, string Name)> types = [];
        if (assembly.GetMetadata() is not { } metadata)
        {
            return types;
        }

        var reader = metadata.GetModules()[0].GetMetadataReader();
        foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public || type.Namespace.IsNil)
            {
                continue;
            }

            string space = reader.GetString(type.Namespace);
            if (space != "Internal" && !space.StartsWith("Internal.", StringComparison.Ordinal))
            {
                types.Add((space, reader.GetString(type.Name).Split('`')[0]));
            }
        }

        return types;
    }
}
