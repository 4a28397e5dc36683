using Microsoft.AspNetCore.Html;

namespace Research.Notebooks.Interactive;

/// <summary>The functions that every cell has, named as in .NET Interactive so that notebooks run in both.</summary>
public static class CellFunctions
{
    /// <summary>Shows a value under the running cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The formats wanted; none means those of the value's type, and plain text.</param>
    /// <returns>A handle to replace what is shown.</returns>
    /// <exception cref="InvalidOperationException">No cell is running in the caller's context.</exception>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        var cell = CellScope.Current
            ?? throw new InvalidOperationException("display(…) was called outside a running cell, so there is nowhere to show the value.");
        var displayed = new DisplayedValue(cell.Output, Guid.NewGuid().ToString("N"), mimeTypes);
        cell.Output.Display(MimeBundle.Of(value, mimeTypes), displayed.DisplayId);
        return displayed;
    }

    /// <summary>Takes away what the running cell has shown so far.</summary>
    /// <param name="wait">True to keep it until something else is shown, so that a picture that is replaced does not flicker.</param>
    /// <exception cref="InvalidOperationException">No cell is running in the caller's context.</exception>
    public static void ClearOutput(bool wait = false) =>
        (CellScope.Current ?? throw new InvalidOperationException("ClearOutput(…) was called outside a running cell.")).Output.ClearOutput(wait);

    /// <summary>Marks a text as HTML, to be displayed as such.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
