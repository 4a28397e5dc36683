using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>Publishes outputs of code as events of its command. What comes after its end goes straight to the cell.</summary>
/// <remarks>Streams of a cell do so from the start: its command would keep every text that was written until it ends.</remarks>
/// <param name="command">The command that brought the code.</param>
/// <param name="context">The command's context.</param>
/// <param name="isSent">True for code that a cell sent.</param>
internal sealed class EventOutput(KernelCommand command, KernelInvocationContext context, bool isSent) : ICellOutput
{
    /// <summary>The output of the cell that the code belongs to; null where there is none.</summary>
    public ICellOutput? Cell { get; } = OfCell(CellScope.Current?.Output);

    /// <summary>The result; null if there was none.</summary>
    public MimeBundle? Result { get; private set; }

    public void WriteStream(string stream, string text)
    {
        if (!isSent || context.IsComplete)
        {
            Cell?.WriteStream(stream, text);
            return;
        }

        FormattedValue[] formatted = [new(MimeBundle.PlainText, text)];
        context.Publish(stream == "stderr"
            ? new StandardErrorValueProduced(command, formatted)
            : new StandardOutputValueProduced(command, formatted));
    }

    public void Display(MimeBundle content, string displayId)
    {
        if (context.IsComplete)
        {
            Cell?.Display(content, displayId);
        }
        else
        {
            context.Publish(new DisplayedValueProduced(null, command, new BundleFormats(content), displayId));
        }
    }

    public void UpdateDisplay(MimeBundle content, string displayId)
    {
        if (context.IsComplete)
        {
            Cell?.UpdateDisplay(content, displayId);
        }
        else
        {
            context.Publish(new DisplayedValueUpdated(null, displayId, command, new BundleFormats(content)));
        }
    }

    public void ShowResult(MimeBundle content, int executionCount) => Result = content;

    /// <remarks>The failed command says it.</remarks>
    public void ShowError(CellError error)
    {
    }

    public void ClearOutput(bool wait) => Cell?.ClearOutput(wait);

    /// <summary>The front end's output behind one that publishes events.</summary>
    public static ICellOutput? OfCell(ICellOutput? output) => output is EventOutput part ? part.Cell : output;
}
