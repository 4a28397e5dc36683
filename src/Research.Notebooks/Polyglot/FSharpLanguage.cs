using FSharp.Compiler.Diagnostics;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>F# parts run in one interactive session on the thread of the C# cells. It starts with the first of them.</summary>
internal sealed class FSharpLanguage(CSharpEngine engine) : ICellLanguage, IDisposable
{
    private FSharpSession? _session;

    public string Name => LanguageNames.FSharp;

    /// <summary>The session, once there is one.</summary>
    public FSharpSession? Session => _session;

    /// <summary>The session; it is started between two cells.</summary>
    public Task<FSharpSession> StartAsync() => _session is { } session ? Task.FromResult(session) : engine.Thread.Run(() =>
    {
        try
        {
            return Started();
        }
        finally
        {
            ConsoleCapture.Take();
        }
    });

    public IReadOnlyList<CellVariable> Variables => _session?.Variables ?? [];

    public Task<CellResult> RunAsync(CodePart code, PartRun run) => engine.Thread.Run(() =>
    {
        using var interruption = new Interruption(run.Interrupt);
        var outer = CellScope.Current;
        CellScope.Current = engine.Scope(run.Output, run.Interrupt) with { Interruption = interruption };
        ConsoleCapture.Take();
        try
        {
            return interruption.Run(() => Run(code.Text, run));
        }
        catch (CellInterruptedException e)
        {
            return run.Fail(FSharpTraceback.Describe(e, run.Label), CellStatus.Interrupted);
        }
        finally
        {
            ConsoleCapture.Take();
            CellScope.Current = outer;
        }
    });

    public Task SetAsync(string name, object? value, PartRun run) => engine.Thread.Run(() =>
    {
        Started().Set(name, value);
        return true;
    });

    public void Dispose() => _session?.Dispose();

    private CellResult Run(string code, PartRun run)
    {
        string prepared;
        IReadOnlyList<string> assemblies;
        try
        {
            prepared = engine.Packages.PrepareFSharp(code, out assemblies);
        }
        catch (PackageRestoreException e)
        {
            return run.Fail(engine.Traceback.Describe(e, run.Label));
        }

        var session = Started();
        session.Refer(assemblies);
        if (FSharpHtml.IsNamedBy(prepared))
        {
            session.DeclareHtml();
        }

        var outcome = session.Evaluate(prepared, run.Label);
        if (outcome.Errors.Count > 0)
        {
            var lines = outcome.Errors.Select(error => Describe(error, run.Label)).ToList();
            return run.Fail(new CellError(CellError.Compilation, lines[0], lines, outcome.Errors[0].StartLine));
        }

        foreach (var warning in outcome.Warnings)
        {
            run.Output.WriteStream("stderr", $"{Describe(warning, run.Label)}\n");
        }

        if (outcome.Thrown is { } thrown)
        {
            bool isInterrupt = run.Interrupt.IsCancellationRequested && CellInterruptedException.IsInterrupt(thrown);
            return run.Fail(FSharpTraceback.Describe(thrown, run.Label), isInterrupt ? CellStatus.Interrupted
                : CellStatus.Failed);
        }

        if (outcome.Value is not { } value)
        {
            return run.Done();
        }

        if (value.ReflectionValue is not DisplayedValue) // whose value is shown already
        {
            run.Output.ShowResult(MimeBundle.Of(value.ReflectionValue), run.Number);
        }

        return run.Done(value.ReflectionValue);
    }

    private FSharpSession Started() => _session ??= new FSharpSession(engine.BaseDirectory, engine.LoadContext);

    private static string Describe(FSharpDiagnostic found, string label) =>
        $"{label}, line {found.StartLine}, column {found.StartColumn + 1}: "
        + $"{(found.Severity.IsWarning ? "warning " : "")}{found.ErrorNumberText} {found.Message}";
}
