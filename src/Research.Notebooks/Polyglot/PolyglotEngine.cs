using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary>
/// Runs cells in C#, F#, SQL, HTML, JavaScript, Markdown and Mermaid, which share variables with each other. A line
/// <c>#!fsharp</c> changes the language for the lines below it; <c>#!lsmagic</c> lists what else there is.
/// </summary>
/// <remarks>A cell without such a line is C#, and costs nothing more than in a <see cref="CSharpEngine"/>.</remarks>
public sealed class PolyglotEngine : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _defaultLanguage;
    private readonly List<ICellLanguage> _languages;
    private readonly SqlDatabase _database = new();
    private readonly CellHost _host;
    private Task _tail = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Starts an engine. Other languages than C# start with their first cell.</summary>
    /// <param name="baseDirectory">The notebook's folder, which <c>#load</c>, <c>#r</c> and <c>#!import</c> start from.</param>
    /// <param name="defaultLanguage">The language of cells that name none: <c>csharp</c>, <c>fsharp</c>, ….</param>
    /// <exception cref="ArgumentException">There is no such language.</exception>
    public PolyglotEngine(string baseDirectory, string defaultLanguage = LanguageNames.CSharp)
    {
        _defaultLanguage = LanguageNames.Find(defaultLanguage) ?? throw new ArgumentException(
            $"There is no language \"{defaultLanguage}\"; there are {string.Join(", ", LanguageNames.All)}.",
                nameof(defaultLanguage));
        CSharp = new CSharpEngine(baseDirectory) { Database = _database };
        var csharp = new CSharpLanguage(CSharp);
        var fsharp = new FSharpLanguage(CSharp);
        _languages =
        [
            csharp, fsharp, new SqlLanguage(_database, csharp), new JavaScriptLanguage(), new MarkdownLanguage(),
                new MermaidLanguage(),
            new PowerShellLanguage(CSharp.BaseDirectory),
        ];
        _host = new CellHost(this);
        Services = new PolyglotServices(this, CSharp.Services, new FSharpServices(fsharp), new SqlServices(_database));
        ValueFormatting.Register();
        var extensions = new PackageExtensions(_host.Root, CSharp.LoadContext);
        CSharp.Packages.Added = folder => extensions.LoadAsync(folder).GetAwaiter().GetResult();
    }

    /// <summary>The number of the cell that ran last; 0 before the first.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>What an editor asks about code that has not run.</summary>
    public ILanguageServices Services { get; }

    /// <summary>The engine of the C# parts.</summary>
    internal CSharpEngine CSharp { get; }

    /// <summary>The language of cells that name none.</summary>
    internal string DefaultLanguage => _defaultLanguage;

    /// <summary>
    /// Runs a cell after those that were asked for before it. Errors of the cell are a result, not an exception.
    /// </summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="output">Takes what it writes, displays and returns.</param>
    /// <param name="interrupt">Asks the cell to stop.</param>
    /// <param name="language">The language that the text begins in; null means the notebook's.</param>
#pragma warning disable CA1068 // the language came later, and callers name it
    public Task<CellResult> RunAsync(
        string code, ICellOutput output, CancellationToken interrupt = default, string? language = null)
#pragma warning restore CA1068
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var run = RunAfterAsync(_tail, code, language ?? _defaultLanguage, output, interrupt);
            _tail = run;
            return run;
        }
    }

    /// <summary>Takes no further cells, and ends the engine once those that were asked for have ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _tail.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>The languages that the engine runs itself.</summary>
    internal IReadOnlyList<ICellLanguage> Languages => _languages;

    /// <summary>The directives that cells can have.</summary>
    internal IEnumerable<KernelDirective> Directives => _host.Mistakes.All;

    internal ICellLanguage Language(string name) => _languages.Single(language => language.Name == name);

    private void End()
    {
        _host.Dispose();
        CSharp.Dispose();
        foreach (var language in _languages.OfType<IDisposable>())
        {
            language.Dispose();
        }

        _database.Dispose();
    }

    private async Task<CellResult> RunAfterAsync(
        Task previous, string code, string language, ICellOutput output, CancellationToken interrupt)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        bool isCounted = output is not IUncountedOutput;
        int number = isCounted ? ++ExecutionCount : ExecutionCount;
        var run = new PartRun(number, isCounted ? $"cell {number}" : "an expression", output, interrupt);
        if (_host.Find(language) is { } kernel)
        {
            return await _host.RunAsync(code, kernel, run);
        }

        string message =
            $"{run.Label}: found the language \"{language}\", expected one of {string.Join(", ", LanguageNames.All)}.";
        return run.Fail(new CellError("LanguageError", message, [message], Line: null));
    }
}
