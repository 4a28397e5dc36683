using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>
/// Runs C# cells one after the other in one script state: what a cell declares, the next ones see. <c>#load</c> and <c>#r</c>
/// are relative to the notebook's folder; the last expression is the cell's result; <c>display(x)</c>, console output and
/// errors go to the cell's <see cref="ICellOutput"/>.
/// </summary>
/// <remarks>
/// Top-level <c>await</c>, redeclared variables and types, nullable annotations and the newest C# work. Assemblies that the
/// process has itself are used as they are, whatever path <c>#r</c> gives. The usings of a loaded file hold for the cells after
/// it (aliases do not). Cells run on one dedicated thread.
/// </remarks>
public sealed class CSharpEngine : IDisposable
{
    private readonly CellThread _thread = new("C# cells");
    private readonly SubmissionLoadContext _context = new();
    private readonly SubmissionCompiler _compiler;
    private readonly SourceLocations _locations;
    private readonly Traceback _traceback;
    private readonly CSharpServices _services;
    private Submission? _last;
    private int _submissions;
    private object?[] _states = new object?[16];
    private int _isDisposed;
    private volatile NextCell? _next;

    /// <summary>Starts an engine, and the compiler's warm-up in the background.</summary>
    /// <param name="baseDirectory">The notebook's folder, which <c>#load</c> and <c>#r</c> start from.</param>
    public CSharpEngine(string baseDirectory)
    {
        BaseDirectory = Path.GetFullPath(baseDirectory);
        _compiler = new SubmissionCompiler(BaseDirectory, _context);
        _locations = new SourceLocations(BaseDirectory);
        _traceback = new Traceback(_locations);
        _services = new CSharpServices(this);
        ConsoleCapture.Install();
        LateUpdates.Register();
        WarmUp.Start();
    }

    /// <summary>The notebook's folder.</summary>
    public string BaseDirectory { get; }

    /// <summary>The number of the cell that ran last; 0 before the first.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>What an editor asks about code that has not run.</summary>
    public ILanguageServices Services => _services;

    /// <summary>
    /// Runs a cell after those that were asked for before it. Errors of the cell are a result, not an exception.
    /// </summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="output">Takes what it writes, displays and returns.</param>
    /// <param name="interrupt">Asks the cell to stop: it sees it as <c>Interrupt.Token</c>. One that does not look is stopped
    /// within half a second, unless code outside of it keeps it; what it did until then stays.
    /// </param>
    public Task<CellResult> RunAsync(string code, ICellOutput output, CancellationToken interrupt = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return _thread.Run(() => Run(code, Scope(output, interrupt), ExecutionCount + 1, label: null));
    }

    /// <summary>The thread that cells run on.</summary>
    internal CellThread Thread => _thread;

    /// <summary>The database that <c>Sql</c> means in cells.</summary>
    internal SqlDatabase? Database { get; init; }

    /// <summary>Whether cells may take results of an earlier run; null leaves it to the environment.</summary>
    internal bool? MayResume { get; set; }

    /// <summary>What tells errors of this engine's thread.</summary>
    internal Traceback Traceback => _traceback;

    /// <summary>The NuGet packages that cells have asked for.</summary>
    internal PackageReferences Packages => _compiler.Packages;

    /// <summary>Where assemblies are that cells refer to.</summary>
    internal SubmissionLoadContext LoadContext => _context;

    /// <summary>What the cells have declared, as it is between two cells.</summary>
    internal IReadOnlyList<CellVariable> Variables => SubmissionVariables.Of(_states.Take(_submissions + 1));

    /// <summary>Runs a part of a cell, or of a file that errors call by its label.</summary>
    internal Task<CellResult> RunAsync(string code, PartRun part) =>
        _thread.Run(() => Run(code, Scope(part.Output, part.Interrupt), part.Number, part.Label));

    /// <summary>What a cell of this engine sees around it.</summary>
    internal CellScope Scope(ICellOutput output, CancellationToken interrupt) =>
        new(output, interrupt, EventOutput.OfCell(output) as ICellInput)
        {
            Cell = CellScope.Current?.Cell,
            Database = Database,
            MayResume = MayResume,
            Thread = _thread,
        };

    /// <summary>An empty cell behind those that ran so far, from any thread, also while a cell runs.</summary>
    internal Submission BindNext()
    {
        var (last, number) = (_last, _submissions);
        if (_next is not { } next || next.Previous != last || next.Packages != Packages.Compile)
        {
            _next = next = new(last, Packages.Compile,
                _compiler.Bind("", Path.Combine(BaseDirectory, "next cell"), number, last));
        }

        return next.Empty;
    }

    /// <summary>Binds texts one after the other to the cells that ran so far, running none of them.</summary>
    internal Task<IReadOnlyList<Submission>> BindAsync(IReadOnlyList<string> cells) =>
        _thread.Run<IReadOnlyList<Submission>>(() =>
    {
        var bound = new List<Submission>();
        foreach (string code in cells)
        {
            string path = _locations.AddCell($"cell {ExecutionCount + bound.Count + 1}");
            _compiler.Restore(code, path);
            bound.Add(_compiler.Bind(code, path, _submissions + bound.Count, bound.LastOrDefault() ?? _last));
        }

        return bound;
    });

    /// <summary>Names the place and the text of a compiler's message.</summary>
    internal string Describe(Diagnostic diagnostic) => _locations.Describe(diagnostic);

    /// <summary>Ends the engine's thread once the running cell has ended, and gives the console back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        ConsoleCapture.Release();
        _services.Dispose();
        _thread.Dispose();
    }

    private CellResult Run(string code, CellScope scope, int number, string? label)
    {
        using var interruption = new Interruption(scope.Interrupt);
        scope = scope with { Interruption = interruption };
        ExecutionCount = number;
        string path = _locations.AddCell(label ?? $"cell {number}");
        var outer = CellScope.Current;
        CellScope.Current = scope;
        ConsoleCapture.Take();
        try
        {
            _compiler.Restore(code, path);
            var submission = _compiler.Bind(code, path, _submissions, _last);
            var start = SubmissionCompiler.Emit(ref submission, _context, scope.Interrupt, out var diagnostics);
            if (start is null)
            {
                return Fail(CompilationError(diagnostics, path));
            }

            // The chain goes on from a cell that fails half-way: what it declared until then is there, as in any REPL.
            _last = submission;
            if (++_submissions + 1 >= _states.Length)
            {
                Array.Resize(ref _states, _states.Length * 2);
            }

            foreach (var warning in diagnostics)
            {
                scope.Output.WriteStream("stderr", $"{_locations.Describe(warning)}\n");
            }

            object? value = new CellContext(interruption, scope.Output).RunToEnd(() => start(_states));
            // The value of a display's handle is shown already.
            if (value is not DisplayedValue && (value is not null || submission.EndsWithValue))
            {
                scope.Output.ShowResult(interruption.Run(() => MimeBundle.Of(value)), number);
            }

            return new CellResult(number, CellStatus.Succeeded, value, Error: null);
        }
        catch (Exception e) when (scope.Interrupt.IsCancellationRequested && CellInterruptedException.IsInterrupt(e))
        {
            return Fail(_traceback.Describe(e is ThreadInterruptedException ? new CellInterruptedException(e) : e, path),
                CellStatus.Interrupted);
        }
        catch (Exception e)
        {
            return Fail(_traceback.Describe(e, path));
        }
        finally
        {
            ConsoleCapture.Take();
            CellScope.Current = outer;
        }

        CellResult Fail(CellError error, CellStatus status = CellStatus.Failed)
        {
            scope.Output.ShowError(error);
            return new CellResult(number, status, Value: null, error);
        }
    }

    /// <summary>
    /// An empty cell behind the last one. It stays the same until a cell runs or a package comes: what is known of it is kept.
    /// </summary>
    private sealed record NextCell(Submission? Previous, IReadOnlyList<string> Packages, Submission Empty);

    private CellError CompilationError(ImmutableArray<Diagnostic> errors, string cellPath)
    {
        var lines = errors.Select(_locations.Describe).ToList();
        var inCell = errors.Select(error => error.Location.GetMappedLineSpan()).FirstOrDefault(span => span.Path == cellPath);
        int? line = inCell.Path is null ? null : inCell.StartLinePosition.Line + 1;
        return new CellError(CellError.Compilation, lines[0], lines, line);
    }
}
