using System.Text.Json;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;

namespace Research.Notebooks;

/// <summary>A language of the engine as a kernel of .NET Interactive: it handles commands and publishes events.</summary>
internal sealed class LanguageKernel :
    Kernel,
    IKernelCommandHandler<SubmitCode>,
    IKernelCommandHandler<RequestValue>,
    IKernelCommandHandler<RequestValueInfos>,
    IKernelCommandHandler<SendValue>
{
    private readonly PolyglotEngine _engine;
    private readonly ICellLanguage _language;

    /// <param name="language">The language.</param>
    /// <param name="engine">Its engine.</param>
    public LanguageKernel(ICellLanguage language, PolyglotEngine engine)
        : base(language.Name)
    {
        (_language, _engine) = (language, engine);
        KernelInfo.LanguageName = LanguageNames.Title(Name);
        foreach (var option in language.Options)
        {
            KernelSpecifierDirective.Parameters.Add(new KernelDirectiveParameter(option.Name, option.Description));
        }
    }

    /// <summary>What the language's code has declared.</summary>
    public IReadOnlyList<CellVariable> Variables => _language.Variables;

    /// <summary>Declares a variable.</summary>
    /// <exception cref="MagicException">The language cannot hold the value.</exception>
    public Task SetAsync(string name, object? value, ICellOutput output) =>
        _language.SetAsync(name, value, Sent("a sent value", output));

    /// <summary>Runs a part of a cell, or code that a cell or an extension sends.</summary>
    Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context) =>
        RunAsync(SubmittedPart.Of(command), command, context);

    /// <summary>Runs code that came by a command.</summary>
    public async Task RunAsync(SubmittedPart part, KernelCommand command, KernelInvocationContext context)
    {
        var scope = CellScope.Current;
        var cell = scope is { Interruption: null } ? scope.Cell : null;
        if (cell?.Ending is not null)
        {
            return;
        }

        var output = new EventOutput(command, context, isSent: cell is null);
        var run = cell is null ? Sent("sent code", output) : cell.Run with { Output = output };
        var options = (command as SubmitCode)?.Parameters ?? new Dictionary<string, string>();
        using var registration = CommandToken.CancelWith(context, run.Interrupt);
        cell?.RunsCode = true; // until RunAsync has a result
        var result = await RunAsync(new CodePart(part.Text, part.Line, options), run);
        cell?.RunsCode = false;
        if (result.Error is { } error)
        {
            var failed = cell is null ? Sent(command, context) : context.Command;
            context.Fail(failed, new CellFailedException(error, result.Status), string.Join('\n', error.Traceback));
            return;
        }

        cell?.Value = result.Value;
        if (output.Result is not { } shown)
        {
            return;
        }
        // What has an id is a display: a cell has one result, and it comes from its last part.
        string? id = part.IsLast && cell is { Importing: null } ? null : EventTranslator.NewId();
        context.Publish(new ReturnValueProduced(result.Value, command, new BundleFormats(shown), id));
    }

    Task IKernelCommandHandler<RequestValue>.HandleAsync(RequestValue command, KernelInvocationContext context)
    {
        if (Variables.FirstOrDefault(variable => variable.Name == command.Name) is { } variable)
        {
            object? value = variable.Read();
            context.Publish(new ValueProduced(value, command.Name, Formatted(value, command.MimeType), command));
        }
        else
        {
            context.Fail(command, message: Missing(command.Name));
        }

        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValueInfos>.HandleAsync(RequestValueInfos command, KernelInvocationContext context)
    {
        var infos = Variables
            .Select(known => new KernelValueInfo(known.Name, Formatted(known.Read(), command.MimeType), known.Type));
        context.Publish(new ValueInfosProduced([.. infos], command));
        return Task.CompletedTask;
    }

    async Task IKernelCommandHandler<SendValue>.HandleAsync(SendValue command, KernelInvocationContext context)
    {
        try
        {
            var output = new EventOutput(command, context, isSent: true);
            await SetValueAsync(command, context, (name, value, _) => SetAsync(name, value, output));
        }
        catch (MagicException e) when (CellScope.Current is { Interruption: null })
        {
            context.Fail(context.Command, e); // a directive sent it
        }
    }

    /// <summary>What is said of a variable that there is not.</summary>
    public string Missing(string name)
    {
        string known = Variables.Count == 0 ? "none" : string.Join(", ", Variables.Select(found => found.Name));
        return $"{Name} has no variable \"{name}\"; it has {known}.";
    }

    private async Task<CellResult> RunAsync(CodePart code, PartRun run)
    {
        if (run.Interrupt.IsCancellationRequested)
        {
            return run.Fail(CellError.OfInterrupt(code.Line), CellStatus.Interrupted);
        }

        try
        {
            return await _language.RunAsync(code, run);
        }
        catch (MagicException e)
        {
            return run.Fail(DirectiveMistakes.Error(run, code.Line, e.Message));
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            // A formatter of a value that F# or SQL gave, a shared value whose property throws.
            return run.Fail(_engine.CSharp.Traceback.Describe(e, run.Label));
        }
    }

    /// <summary>What code or a value that a cell sends runs with.</summary>
    private PartRun Sent(string label, ICellOutput output) =>
        new(_engine.ExecutionCount, label, output, CellScope.Current?.Interrupt ?? CancellationToken.None);

    /// <summary>The command that was sent, of which the package may have made several.</summary>
    private static KernelCommand Sent(KernelCommand command, KernelInvocationContext context) =>
        command.Parent is { } parent && parent != context.Command ? Sent(parent, context) : command;

    /// <summary>A value in a format; in plain text where it has none in that format.</summary>
    private static FormattedValue Formatted(object? value, string mimeType)
    {
        try
        {
            return FormattedValue.CreateSingleFromObject(value, mimeType);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return FormattedValue.CreateSingleFromObject(value, MimeBundle.PlainText);
        }
    }
}
