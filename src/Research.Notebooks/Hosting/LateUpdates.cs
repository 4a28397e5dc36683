using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>
/// Updates of displayed values by work that goes on after its cell: .NET Interactive drops them, the kit shows them.
/// </summary>
internal static class LateUpdates
{
    private static readonly Lazy<IDisposable> Once = new(() => Formatter.SubscribeToDisplayedValues(Show));

    /// <summary>Subscribes once for the process.</summary>
    public static void Register() => _ = Once.Value;

    private static void Show(DisplayedValue displayed)
    {
        if (KernelInvocationContext.Current is { IsComplete: false }
            || EventOutput.OfCell(CellScope.Current?.Output) is not { } output)
        {
            return;
        }

        var content = MimeBundle.OfFormats([.. displayed.FormattedValues.Select(format => (format.MimeType, format.Value))]);
        if (displayed.IsUpdated)
        {
            output.UpdateDisplay(content, displayed.DisplayId);
        }
        else
        {
            output.Display(content, displayed.DisplayId);
        }
    }
}
