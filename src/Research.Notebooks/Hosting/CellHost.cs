using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>
/// .NET Interactive around an engine: a root kernel with a kernel for each language. Cells are commands to it, so they have a
/// <see cref="KernelInvocationContext"/>, <c>Kernel.Root</c> and the package's own functions, and the events of these are the cell's output.
/// </summary>
internal sealed class CellHost : IDisposable
{
    private readonly CompositeKernel _root = new();
    private readonly IDisposable _events;

    /// <summary>Makes the kernels of an engine's languages.</summary>
    public CellHost(PolyglotEngine engine)
    {
        foreach (var language in LanguageNames.All)
            _root.Add(new LanguageKernel(language, engine), LanguageNames.ShortNames(language));
        _root.DefaultKernelName = engine.DefaultLanguage;
        _root.RegisterCommandHandler<RequestInput>(AnswerAsync);
        _events = _root.KernelEvents.Subscribe(new Translator());
    }

    /// <summary>The root kernel.</summary>
    public CompositeKernel Root => _root;

    /// <summary>Runs a cell as a command.</summary>
    public async Task<CellResult> RunAsync(string language, Func<Task<CellResult>> run)
    {
        var command = new RunCell(language, run);
        var sending = _root.SendAsync(command, CancellationToken.None);
        ConsoleCapture.Take(); // by now the host has it, and loses what other engines' cells print
        var sent = await sending;
        return command.Result ?? throw new InvalidOperationException(
            $"The cell was not run: {sent.Events.OfType<CommandFailed>().FirstOrDefault()?.Message ?? "the host gave no reason"}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _root.Dispose();
    }

    /// <summary>Asks the front end of the running cell.</summary>
    private static Task AnswerAsync(RequestInput request, KernelInvocationContext context)
    {
        try
        {
            context.Publish(new InputProduced(Interactive.CellFunctions.Ask(request.Prompt, request.IsPassword), request));
        }
        catch (InvalidOperationException e)
        {
            context.Fail(request, message: e.Message);
        }

        return Task.CompletedTask;
    }

    /// <summary>Turns events into outputs of the cell that raised them. Observers are called on the raising thread, so the cell's scope is current.</summary>
    private sealed class Translator : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value)
        {
            if (EventOutput.OfCell(CellScope.Current?.Output) is not { } output)
                return;
            switch (value)
            {
                case DisplayedValueUpdated updated:
                    output.UpdateDisplay(Content(updated), updated.ValueId);
                    break;
                case StandardOutputValueProduced text:
                    output.WriteStream("stdout", ConsoleColors.Apply(Text(text)));
                    break;
                case StandardErrorValueProduced text:
                    output.WriteStream("stderr", ConsoleColors.Apply(Text(text)));
                    break;
                case DisplayEvent shown and (DisplayedValueProduced or ReturnValueProduced):
                    output.Display(Content(shown), shown.ValueId ?? Guid.NewGuid().ToString("N"));
                    break;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        private static string Text(DisplayEvent text) => text.FormattedValues.FirstOrDefault()?.Value ?? "";

        /// <summary>In all formats that the kit gives a value, unless the cell asked for certain ones.</summary>
        private static MimeBundle Content(DisplayEvent shown)
        {
            var formats = shown.FormattedValues.Select(format => format.MimeType).ToList();
            return shown.Value is { } value && formats.ToHashSet().SetEquals(Formatter.GetPreferredMimeTypesFor(value.GetType()))
                ? MimeBundle.Of(value)
                : MimeBundle.OfFormats([.. shown.FormattedValues.Select(format => (format.MimeType, format.Value))]);
        }
    }
}
