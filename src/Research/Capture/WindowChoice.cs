namespace Research.Capture;

/// <summary>Which window a text means.</summary>
internal static class WindowChoice
{
    /// <summary>The window whose title holds a text, whatever its case.</summary>
    /// <param name="windows">All windows that have a title.</param>
    /// <param name="text">The text.</param>
    /// <param name="where">The display, for the message.</param>
    /// <exception cref="IOException">There is none, or several and not exactly one whose title is nothing but the
    /// text.</exception>
    public static (T Window, string Title) Of<T>(IReadOnlyList<(T Window, string Title)> windows, string text, string where)
    {
        var found = windows.Where(w => w.Title.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
        var exact = found.Where(w => w.Title == text).ToList();
        return found.Count == 1 ? found[0] : exact.Count == 1 ? exact[0]
            : throw new IOException(found.Count == 0
                ? $"{where}: found no window whose title holds '{text}' "
                + $"({(windows.Count == 0 ? "none has a title" : "there is " + List(windows))}); expected one."
                : $"{where}: found {found.Count} windows whose titles hold '{text}', {List(found)}; expected one: give more of "
                    + "its title.");
    }

    private static string List<T>(IEnumerable<(T Window, string Title)> windows) =>
        string.Join(", ", windows.Select(w => $"'{w.Title}'").Order(StringComparer.Ordinal));
}
