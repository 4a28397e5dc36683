using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;

namespace Research.Notebooks;

/// <summary>A language of the engine as a kernel of .NET Interactive: it handles commands and publishes events.</summary>
internal sealed class LanguageKernel : Kernel, IKernelCommandHandler<SubmitCode>, IKernelCommandHandler<RequestValue>, IKernelCommandHandler<RequestValueInfos>, IKernelCommandHandler<SendValue>
{
    private readonly PolyglotEngine _engine;

    /// <param name="name">The language's name, one of <see cref="LanguageNames"/>.</param>
    /// <param name="engine">Runs it.</param>
    public LanguageKernel(string name, PolyglotEngine engine)
        : base(name)
    {
        _engine = engine;
        RegisterCommandHandler<RunCell>((cell, _) => cell.RunAsync());
        KernelInfo.LanguageName = LanguageNames.Title(name);
    }

    /// <summary>Runs code that a cell or an extension sends.</summary>
    async Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        var output = new EventOutput(command, context);
        var result = await _engine.RunSentAsync(command.Code, Name, output);
        if (result.Error is { } error)
            context.Fail(command, message: string.Join('\n', error.Traceback));
        else if (output.Result is { } shown)
            context.Publish(new ReturnValueProduced(result.Value, command, shown));
    }

    Task IKernelCommandHandler<RequestValue>.HandleAsync(RequestValue command, KernelInvocationContext context)
    {
        if (Language.Variables.FirstOrDefault(variable => variable.Name == command.Name) is { } variable)
        {
            var value = variable.Read();
            context.Publish(new ValueProduced(value, command.Name, FormattedValue.CreateSingleFromObject(value, command.MimeType), command));
        }
        else
        {
            context.Fail(command, message: $"{Name} has no variable \"{command.Name}\".");
        }

        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValueInfos>.HandleAsync(RequestValueInfos command, KernelInvocationContext context)
    {
        context.Publish(new ValueInfosProduced(
            [.. Language.Variables.Select(variable => new KernelValueInfo(variable.Name, FormattedValue.CreateSingleFromObject(variable.Read(), command.MimeType), variable.Type))], command));
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<SendValue>.HandleAsync(SendValue command, KernelInvocationContext context) => SetValueAsync(
        command, context, (name, value, _) => Language.SetAsync(name, value, new PartRun(_engine.ExecutionCount, "a sent value", new EventOutput(command, context), CancellationToken.None)));

    private ICellLanguage Language => _engine.Language(Name);
}
