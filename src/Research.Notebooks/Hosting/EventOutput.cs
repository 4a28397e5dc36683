using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>Publishes outputs of code as events of the command that sent it. The host forwards them to the running cell.</summary>
internal sealed class EventOutput(KernelCommand command, KernelInvocationContext context) : ICellOutput, IUncountedOutput
{
    /// <summary>The output of the cell that sent the code; null where none did.</summary>
    public ICellOutput? Cell { get; } = OfCell(CellScope.Current?.Output);

    /// <summary>The result in its formats; null if there was none.</summary>
    public IReadOnlyList<FormattedValue>? Result { get; private set; }

    public void WriteStream(string stream, string text)
    {
        FormattedValue[] formatted = [new(MimeBundle.PlainText, text)];
        context.Publish(stream == "stderr" ? new StandardErrorValueProduced(command, formatted) : new StandardOutputValueProduced(command, formatted));
    }

    public void Display(MimeBundle content, string displayId) => context.Publish(new DisplayedValueProduced(null, command, Formats(content), displayId));

    public void UpdateDisplay(MimeBundle content, string displayId) => context.Publish(new DisplayedValueUpdated(null, displayId, command, Formats(content)));

    public void ShowResult(MimeBundle content, int executionCount) => Result = Formats(content);

    /// <remarks>The failed command says it.</remarks>
    public void ShowError(CellError error)
    {
    }

    public void ClearOutput(bool wait)
    {
    }

    /// <summary>The cell output behind an output that publishes events, so that an event is never published to its own publisher.</summary>
    public static ICellOutput? OfCell(ICellOutput? output) => output is not null && DisplayOnly.Innermost(output) is EventOutput sent ? sent.Cell : output;

    private static List<FormattedValue> Formats(MimeBundle content) =>
        [.. content.ToJson().Select(format => new FormattedValue(format.Key, MimeBundle.IsJson(format.Key) ? format.Value!.ToJsonString() : (string)format.Value!))];
}
