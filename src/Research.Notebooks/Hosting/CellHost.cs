using System.Diagnostics;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Research.Notebooks.Interactive;

namespace Research.Notebooks;

/// <summary>
/// .NET Interactive around an engine: a root kernel with a kernel for each language. A cell's text is a command to it.
/// The package's parser splits it at its directives, each part runs in its kernel, and the events are the cell's output.
/// </summary>
internal sealed class CellHost : IDisposable
{
    /// <summary>How long an interrupted cell has to end by itself before nobody waits for it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after an interrupt the cell says that its code has not stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string NotStopped =
        "The cell has not stopped yet. F# loops, queries, lambdas without a block and compiled code cannot be stopped, unless "
            + "they look at Interrupt.Token. Wait, or restart the kernel.\n";

    private readonly CompositeKernel _root = new();
    private readonly PolyglotEngine _engine;
    private readonly IDisposable _events;

    /// <summary>Makes the kernels of an engine's languages.</summary>
    public CellHost(PolyglotEngine engine)
    {
        _engine = engine;
        foreach (var language in engine.Languages)
        {
            Add(Kernel(language));
        }

        Add(new HtmlKernel());
        Add(new KeyValueStoreKernel().UseWho());
        _root.DefaultKernelName = engine.DefaultLanguage;
        _root.UseCommands().UseImport(engine.CSharp.BaseDirectory).UseListing();
        _root.AddConnectDirective(new ConnectStdioDirective());
        _root.RegisterCommandHandler<RequestInput>(AnswerAsync);
        _root.RegisterCommandHandler<RequestInputs>(AnswerAsync);
        _root.AddMiddleware(CountDirectives);
        Mistakes = new DirectiveMistakes(_root);
        _events = _root.KernelEvents.Subscribe(new EventTranslator(Mistakes, engine.CSharp.Traceback));
    }

    /// <summary>The root kernel.</summary>
    public CompositeKernel Root => _root;

    /// <summary>What the kernels' directives are.</summary>
    public DirectiveMistakes Mistakes { get; }

    /// <summary>The name of a kernel by one of its names; null if there is none.</summary>
    public string? Find(string language) => (_root.FindKernelByName(LanguageNames.Find(language) ?? language))?.Name;

    /// <summary>Runs a cell.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="kernel">The kernel that it begins in.</param>
    /// <param name="run">What it runs with.</param>
    public async Task<CellResult> RunAsync(string code, string kernel, PartRun run)
    {
        var cell = new RunningCell(run, code);
        CellScope.Current = _engine.CSharp.Scope(run.Output, run.Interrupt) with { Cell = cell };
        using var givenUp = new CancellationTokenSource();
        using var interrupt = run.Interrupt.UnsafeRegister(_ => GiveUpAsync(cell, givenUp), null);
        var sending = _root.SendAsync(new SubmitCode(SubmittedPart.Protect(code), kernel), givenUp.Token);
        ConsoleCapture.Take(); // by now the host has it, and loses what other engines' cells print
        try
        {
            await sending;
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            cell.Fail(CellError.OfInterrupt(line: null), CellStatus.Interrupted);
        }

        return cell.Ending ?? run.Done(cell.Value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _root.Dispose();
    }

    /// <summary>Ends a command whose directive or foreign kernel does not end by itself. The engine's languages do.</summary>
    private static async void GiveUpAsync(RunningCell cell, CancellationTokenSource givenUp)
    {
        var clock = Stopwatch.StartNew();
        await Task.Delay(Grace);
        for (bool isReported = false; cell.RunsCode; await Task.Delay(Pause))
        {
            if (!isReported && clock.Elapsed > Patience)
            {
                cell.Run.Output.WriteStream("stderr", NotStopped);
                isReported = true;
            }
        }

        try
        {
            await givenUp.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    private LanguageKernel Kernel(ICellLanguage language)
    {
        var kernel = new LanguageKernel(language, _engine);
        if (language.HasVariables)
        {
            kernel.UseVariables();
        }

        if (language.Name is LanguageNames.CSharp or LanguageNames.FSharp)
        {
            kernel.UsePackages();
        }

        return kernel;
    }

    private void Add(Kernel kernel) => _root.Add(kernel, LanguageNames.Aliases(kernel.Name));

    /// <summary>Keeps count of the directives that a cell has begun, for the line of the one that fails.</summary>
    private static Task CountDirectives(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        bool isDirective = command is not
            (SubmitCode or RequestInput or RequestInputs or RequestValue or RequestValueInfos or DisplayValue);
        if (isDirective && CellScope.Current is { Interruption: null, Cell: { } cell })
        {
            cell.NextDirective();
        }

        return next(command, context);
    }

    /// <summary>Asks the front end of the running cell.</summary>
    private static Task AnswerAsync(RequestInput request, KernelInvocationContext context) => AnswerAsync(request, context, () =>
        context.Publish(new InputProduced(CellFunctions.Ask(request.Prompt, request.IsPassword), request)));

    /// <summary>Asks one question after the other.</summary>
    private static Task AnswerAsync(RequestInputs request, KernelInvocationContext context) => AnswerAsync(request, context, () =>
        context.Publish(new InputsProduced(
            request.Inputs.ToDictionary(
                input => input.GetPropertyNameForJsonSerialization(),
                input => CellFunctions.Ask(input.Prompt, input.TypeHint == "password")),
            request)));

    private static Task AnswerAsync(KernelCommand request, KernelInvocationContext context, Action ask)
    {
        try
        {
            ask();
        }
        catch (InvalidOperationException e)
        {
            if (CellScope.Current is { Interruption: null, Cell: { AskingLine: > 0 } cell })
            {
                cell.Fail(DirectiveMistakes.Error(cell.Run, cell.AskingLine, e.Message)); // the parser gives no reason
            }

            context.Fail(request, message: e.Message);
        }

        return Task.CompletedTask;
    }
}
