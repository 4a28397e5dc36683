using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Research.Notebooks;

/// <summary>Compiles cells as a chain of script submissions; each sees the names of those before it.</summary>
/// <remarks>
/// Roslyn's own chain of <c>Script</c> objects would do, but it loads its references itself and so loads a second copy of
/// an assembly that a script names by another path than the process does.
/// </remarks>
internal sealed class SubmissionCompiler
{
    private static readonly ImmutableArray<string> Imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks",
        "Research.Notebooks.Interactive", "Research.Notebooks.Interactive.CellFunctions",
    ];

    internal static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    // Plain IL offsets map to lines well enough to debug by, and a loop in a cell runs at full speed.
    private static readonly EmitOptions EmitOptions = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly string _assemblyPrefix = $"cell-{Guid.NewGuid():N}";
    private readonly AssemblyReferences _references = new();
    private readonly CSharpCompilationOptions _options;

    public SubmissionCompiler(string baseDirectory, SubmissionLoadContext context)
    {
        Packages = new PackageReferences(baseDirectory, context);
        _options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            metadataReferenceResolver: new ReferenceResolver(_references, context),
            sourceReferenceResolver: new SourceFileResolver([], baseDirectory),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
    }

    /// <summary>The NuGet packages that cells have asked for.</summary>
    public PackageReferences Packages { get; }

    /// <summary>Binds a text to the chain; nothing is reported yet.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="path">The file that it stands for.</param>
    /// <param name="number">Its number in the chain: names its class.</param>
    /// <param name="previous">The cell before it.</param>
    /// <param name="mayRestore">Whether NuGet packages that it asks for are restored; else those restored so far are there.</param>
    /// <exception cref="PackageRestoreException">A package is not to be had.</exception>
    public Submission Bind(string code, string path, int number, Submission? previous, bool mayRestore = true)
    {
        var text = PackageDirective.TakeSources(code, out var sources);
        var written = CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);
        if (mayRestore)
            Packages.Require(written, sources);
        var tree = Checkpoints.AddTo(written);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"{_assemblyPrefix}-{number}",
            tree,
            (previous is null ? HostAssemblies.Default : []).Concat(Packages.Compile).Select(_references.Get),
            _options.WithScriptClassName($"Submission#{number}").WithUsings(previous?.ImportsForNext ?? Imports),
            previous?.Compilation,
            typeof(object));
        return new Submission(compilation, tree, written);
    }

    /// <summary>Binds another text in a submission's place.</summary>
    public static Submission Rebind(Submission submission, string code)
    {
        var tree = CSharpSyntaxTree.ParseText(PackageDirective.TakeSources(code, out _), ParseOptions, submission.Tree.FilePath, System.Text.Encoding.UTF8);
        return new Submission(submission.Compilation.ReplaceSyntaxTree(submission.Tree, tree), tree, tree);
    }

    /// <summary>Compiles and loads; returns the entry point, or null with the errors.</summary>
    /// <remarks>The submission becomes that without checkpoints where they do not compile, though the text does.</remarks>
    public static Func<object?[], Task<object?>>? Emit(
        ref Submission submission, SubmissionLoadContext context, out ImmutableArray<Diagnostic> errors)
    {
        errors = Errors(submission.Compilation.GetParseDiagnostics());
        if (errors.Length > 0)
            return null;
        if (!submission.HasCode)
        {
            errors = Errors(submission.Compilation.GetDiagnostics());
            return errors.Length > 0 ? null : static _ => Task.FromResult<object?>(null);
        }

        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = submission.Compilation.Emit(image, symbols, options: EmitOptions);
        errors = Errors(result.Diagnostics);
        if (!result.Success)
        {
            // Messages are about the text as it was written.
            if (submission.IsAsWritten)
                return null;
            submission = submission.AsWritten;
            return Emit(ref submission, context, out errors);
        }

        image.Position = symbols.Position = 0;
        var assembly = context.AddSubmission(image, symbols);
        var entry = submission.Compilation.GetEntryPoint(CancellationToken.None)!;
        return assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }

    private static ImmutableArray<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.GetMappedLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
    ];
}
