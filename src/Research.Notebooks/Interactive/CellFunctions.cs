using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

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
            ?? throw new InvalidOperationException(
                "display(…) was called outside a running cell, so there is nowhere to show the value.");
        // The package's own function shows a value under another id than that of the handle it returns.
        var content = MimeBundle.Of(value, mimeTypes);
        var displayed = new DisplayedValue(value, new BundleFormats(content));
        cell.Output.Display(content, displayed.DisplayId);
        return displayed;
    }

    /// <summary>Takes away what the running cell has shown so far.</summary>
    /// <param name="wait">True to keep it until something else is shown, so that a picture that is replaced does not
    /// flicker.</param>
    /// <exception cref="InvalidOperationException">No cell is running in the caller's context.</exception>
    public static void ClearOutput(bool wait = false) =>
        (CellScope.Current ?? throw new InvalidOperationException(
            "ClearOutput(…) was called outside a running cell.")).Output.ClearOutput(wait);

    /// <summary>Asks the person in front of the notebook for a line of text.</summary>
    /// <param name="prompt">What is shown beside the field.</param>
    /// <exception cref="InvalidOperationException">No cell is running, or nobody is there to answer, as in a headless
    /// run.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public static string input(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks for a line of text that is not shown, neither while it is typed nor later.</summary>
    /// <inheritdoc cref="input"/>
    public static PasswordString password(string prompt = "") => new(Ask(prompt, isPassword: true));

    /// <summary>Adds a style sheet to the page.</summary>
    public static void CSS(string content) => Kernel.CSS(content);

    /// <summary>Runs a script in the page.</summary>
    public static void Javascript(string scriptContent) => Kernel.Javascript(scriptContent);

    internal static string Ask(string prompt, bool isPassword)
    {
        var cell = CellScope.Current ?? throw new InvalidOperationException(
            "Input was asked for outside a running cell, so there is nobody to ask.");
        var input = cell.Input
            ?? throw new InvalidOperationException(
                $"Input was asked for{(prompt.Length > 0 ? $" (\"{prompt}\")" : "")}, but nobody is there to answer: the "
                    + "notebook runs without a front end.");
        return input.ReadLine(prompt, isPassword, cell.Interrupt);
    }

    /// <summary>Marks a text as HTML, to be displayed as such.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
