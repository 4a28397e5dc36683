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
        "System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text",
            "System.Threading", "System.Threading.Tasks",
        "Research.Notebooks.Interactive", "Research.Notebooks.Interactive.CellFunctions",
    ];

    // Assemblies of other versions than were referred to fit (NuGet saw to it); cells are not annotated for null, and a later
    // cell may
    // use or set a field that this one does not.
    private static readonly ImmutableDictionary<string, ReportDiagnostic> Unreported = Enumerable.Range(8597, 200)
        .Concat([169, 414, 649, 1591, 1701, 1702, 1705])
        .ToImmutableDictionary(number => $"CS{number:0000}", _ => ReportDiagnostic.Suppress);

    internal static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    /// <summary>A cell that says so somewhere is compiled for speed: its loops run two to three times as fast.</summary>
    /// <remarks>
    /// The others are compiled to be debugged, as in .NET Interactive. In optimized code all range checks of a method end in one
    /// place, so the line of an <see cref="IndexOutOfRangeException"/> is that of the method's end, and inlined methods are
    /// missing.
    /// </remarks>
    private const string ForSpeed = nameof(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization);

    private static readonly EmitOptions EmitOptions = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly string _assemblyPrefix = $"cell-{Guid.NewGuid():N}";
    private readonly AssemblyReferences _references = new();
    private readonly CSharpCompilationOptions _options;
    private readonly Lazy<CSharpCompilation> _start;

    public SubmissionCompiler(string baseDirectory, SubmissionLoadContext context)
    {
        Packages = new PackageReferences(baseDirectory, context);
        _start = new Lazy<CSharpCompilation>(Start);
        _options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            concurrentBuild: false, // a cell is small: handing it to other threads takes longer than it gains
            specificDiagnosticOptions: Unreported,
            nullableContextOptions: NullableContextOptions.Enable,
            metadataReferenceResolver: new ReferenceResolver(_references, context),
            sourceReferenceResolver: new SourceFileResolver([], baseDirectory),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
    }

    /// <summary>
    /// What stands before the first cell. Its using is nearer to cells than <see cref="Imports"/>, so of the two methods
    /// <c>KernelInvocationContext.Current.Display("text")</c> is the context's.
    /// </summary>
    /// <remarks>
    /// Each cell binds all references again. Those that have no types come where another reference names them
    /// (<see cref="ReferenceResolver"/>).
    /// </remarks>
    private CSharpCompilation Start() => CSharpCompilation.CreateScriptCompilation(
        $"{_assemblyPrefix}-start",
        CSharpSyntaxTree.ParseText("using Microsoft.DotNet.Interactive;", ParseOptions, "start", System.Text.Encoding.UTF8),
        HostAssemblies.Default.Where(AssemblyReferences.HasTypes).Select(_references.Get),
        _options.WithScriptClassName("Start").WithUsings(Imports),
        previousScriptCompilation: null,
        typeof(object));

    /// <summary>The NuGet packages that cells have asked for.</summary>
    public PackageReferences Packages { get; }

    /// <summary>
    /// Restores the NuGet packages that a text asks for, and loads what they bring for notebooks, which may run cells.
    /// </summary>
    /// <exception cref="PackageRestoreException">A package is not to be had.</exception>
    public void Restore(string code, string path)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
        {
            return;
        }

        string text = PackageDirective.TakeSources(code, out var sources);
        Packages.Require(CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8), sources);
    }

    /// <summary>Binds a text to the chain; nothing is reported yet.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="path">The file that it stands for.</param>
    /// <param name="number">Its number in the chain: names its class.</param>
    /// <param name="previous">The cell before it.</param>
    public Submission Bind(string code, string path, int number, Submission? previous)
    {
        string text = PackageDirective.TakeSources(code, out _);
        var written = CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);
        bool isForSpeed = code.Contains(ForSpeed, StringComparison.Ordinal);
        var tree = Checkpoints.AddTo(written, isForSpeed);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"{_assemblyPrefix}-{number}",
            tree,
            Packages.Compile.Select(_references.Get),
            _options.WithOptimizationLevel(isForSpeed ? OptimizationLevel.Release : OptimizationLevel.Debug)
                .WithScriptClassName($"Submission#{number}").WithUsings(previous?.ImportsForNext ?? Imports),
            previous?.Compilation ?? _start.Value,
            typeof(object));
        return new Submission(compilation, tree, written);
    }

    /// <summary>Compiles and loads; returns the entry point and the warnings, or null and the errors.</summary>
    /// <remarks>
    /// The submission becomes that without checkpoints where they do not compile, though the text does. What is loaded has taken
    /// its number in the chain, so an interrupt counts until then and not after it.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The cell was interrupted before it was loaded.</exception>
    public static Func<object?[], Task<object?>>? Emit(
        ref Submission submission, SubmissionLoadContext context, CancellationToken interrupt,
            out ImmutableArray<Diagnostic> diagnostics)
    {
        diagnostics = OfSeverity(submission.Compilation.GetParseDiagnostics(), DiagnosticSeverity.Error);
        if (diagnostics.Length > 0)
        {
            return null;
        }

        if (!submission.HasCode)
        {
            diagnostics = OfSeverity(submission.Compilation.GetDiagnostics(), DiagnosticSeverity.Error);
            return diagnostics.Length > 0 ? null : static _ => Task.FromResult<object?>(null);
        }

        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = Compile(submission, image, symbols, interrupt);
        diagnostics = OfSeverity(result.Diagnostics, result.Success ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error);
        if (!result.Success)
        {
            // Messages are about the text as it was written.
            if (submission.IsAsWritten)
            {
                return null;
            }

            submission = submission.AsWritten;
            return Emit(ref submission, context, interrupt, out diagnostics);
        }

        if (diagnostics.Length > 0 && !submission.IsAsWritten)
        {
            diagnostics = OfSeverity(submission.AsWritten.Compilation.GetDiagnostics(), DiagnosticSeverity.Warning);
        }

        interrupt.ThrowIfCancellationRequested();
        image.Position = symbols.Position = 0;
        var assembly = context.AddSubmission(image, symbols);
        var entry = submission.Compilation.GetEntryPoint(CancellationToken.None)!;
        return assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }

    /// <summary>Compiles, and loads nothing.</summary>
    public static EmitResult Compile(
        Submission submission, MemoryStream image, MemoryStream symbols, CancellationToken interrupt) =>
        submission.Compilation.Emit(image, symbols, options: EmitOptions, cancellationToken: interrupt);

    private static ImmutableArray<Diagnostic> OfSeverity(IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity severity) =>
    [
        .. diagnostics.Where(diagnostic => diagnostic.Severity == severity)
            .OrderBy(diagnostic => diagnostic.Location.GetMappedLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
    ];
}
