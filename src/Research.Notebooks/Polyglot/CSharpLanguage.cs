using Research.Notebooks.Interactive;

namespace Research.Notebooks;

/// <summary>C# parts: each is a submission of the C# engine.</summary>
internal sealed class CSharpLanguage(CSharpEngine engine) : ICellLanguage
{
    public string Name => LanguageNames.CSharp;

    public IReadOnlyList<CellVariable> Variables => engine.Variables;

    public Task<CellResult> RunAsync(CodePart code, PartRun run) => engine.RunAsync(code.Text, run);

    /// <inheritdoc/>
    /// <remarks>A value whose type C# cannot name, such as one that an F# cell declares, becomes <c>dynamic</c>.</remarks>
    public async Task SetAsync(string name, object? value, PartRun run)
    {
        if (!Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name))
        {
            throw new MagicException($"found the name \"{name}\", expected a C# identifier.");
        }

        string? type = value is null ? "object?" : TypeNames.Full(value.GetType());
        var references = type is null || value is null ? [] : TypeNames.Parts(value.GetType())
            .Select(part => part.Assembly)
            .Where(assembly => !HostAssemblies.Default.Contains(assembly.Location))
            .Select(assembly => $"#r \"{assembly.Location}\"\n")
            .Distinct();
        long handOver = SharedValue.Put(value);
        string code =
            $"{string.Concat(references)}{type ?? "dynamic"} @{name} = "
            + $"({type ?? "dynamic"})global::Research.Notebooks.Interactive.SharedValue.Take({handOver})!;";
        var result = await engine.RunAsync(code, run);
        if (result.Error is { } error)
        {
            throw new MagicException($"C# cannot take {name}: {error.Message}");
        }
    }
}
