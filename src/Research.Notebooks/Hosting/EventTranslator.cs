using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>Turns events into outputs of the cell that raised them, for every front end.</summary>
/// <remarks>Observers are called on the raising thread, so the cell's scope is current.</remarks>
internal sealed class EventTranslator(DirectiveMistakes mistakes, Traceback traceback) : IObserver<KernelEvent>
{
    public void OnNext(KernelEvent value)
    {
        if (CellScope.Current is not { } scope || EventOutput.OfCell(scope.Output) is not { } output)
        {
            return;
        }
        // Code of a cell hears of what it sent; what a directive or the cell itself ran is the cell's.
        var cell = scope.Interruption is null ? scope.Cell : null;
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
            case ReturnValueProduced returned when cell is not null && returned.ValueId is null:
                output.ShowResult(Content(returned), cell.Run.Number);
                break;
            case DisplayedValueProduced or ReturnValueProduced:
                var shown = (DisplayEvent)value;
                output.Display(Content(shown), shown.ValueId ?? NewId());
                break;
            case ErrorProduced error when cell is { Ending: null }:
                output.WriteStream("stderr", $"{error.Message}\n");
                break;
            case DiagnosticsProduced found when cell is not null:
                cell.Mistake ??= found;
                break;
            case CommandFailed failed when cell is not null:
                Fail(cell, failed);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    /// <summary>An id for a display that is not updated.</summary>
    internal static string NewId() => Guid.NewGuid().ToString("N");

    private void Fail(RunningCell cell, CommandFailed failed)
    {
        if (cell.Ending is not null)
        {
            return;
        }

        var run = cell.Run;
        var status = run.Interrupt.IsCancellationRequested ? CellStatus.Interrupted : CellStatus.Failed;
        switch (failed.Exception)
        {
            case CellFailedException known:
                cell.Fail(known.Error, known.Status);
                break;
            case MagicException magic:
                cell.Fail(DirectiveMistakes.Error(run, cell.DirectiveLine, magic.Message), status);
                break;
            case NoSuitableKernelException when cell.DirectiveLine > 0:
                string problem = $"found {cell.Line(cell.DirectiveLine)}, expected a command that this language has.";
                cell.Fail(DirectiveMistakes.Error(run, cell.DirectiveLine, problem), status);
                break;
            case { } thrown:
                cell.Fail(traceback.Describe(thrown, run.Label), status);
                break;
            default:
                Fail(cell, failed.Message, status);
                break;
        }

        // The parts below do not run.
        if (KernelInvocationContext.Current is { IsComplete: false } context)
        {
            context.Fail(context.Command);
        }
    }

    /// <summary>A cell that the parser refused, or that failed without an exception.</summary>
    private void Fail(RunningCell cell, string message, CellStatus status)
    {
        if (cell.Mistake is not { } mistake)
        {
            cell.Fail(new CellError(nameof(CommandFailed), message, message.Split('\n'), Line: null), status);
        }
        else if (mistakes.Help(cell, mistake) is { } help)
        {
            cell.Run.Output.Display(MimeBundle.Of(help), NewId());
            cell.End(cell.Run.Done());
        }
        else
        {
            cell.Fail(mistakes.Describe(cell, mistake), status);
        }
    }

    private static string Text(DisplayEvent text) => text.FormattedValues.FirstOrDefault()?.Value ?? "";

    /// <summary>In all formats that the kit gives a value, unless the cell asked for certain ones.</summary>
    private static MimeBundle Content(DisplayEvent shown)
    {
        if (shown.FormattedValues is BundleFormats formats)
        {
            return formats.Bundle;
        }

        var mimeTypes = shown.FormattedValues.Select(format => format.MimeType).ToHashSet();
        return shown.Value is { } value && mimeTypes.SetEquals(Formatter.GetPreferredMimeTypesFor(value.GetType()))
            ? MimeBundle.Of(value)
            : MimeBundle.OfFormats([.. shown.FormattedValues.Select(format => (format.MimeType, format.Value))]);
    }
}
