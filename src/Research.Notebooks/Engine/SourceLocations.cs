using Microsoft.CodeAnalysis;

namespace Research.Notebooks;

/// <summary>
/// Names places in the researcher's own text: <c>cell 3</c>, or a loaded file relative to the notebook. A cell is compiled
/// as if it were a file in the notebook's folder, which is also what makes its <c>#load</c> and <c>#r</c> relative to it.
/// </summary>
internal sealed class SourceLocations(string baseDirectory)
{
    private readonly Dictionary<string, string> _cells = [];

    public string AddCell(string label)
    {
        string path = Path.Combine(baseDirectory, label);
        _cells[path] = label;
        return path;
    }

    /// <summary>The name to show for a source file.</summary>
    public string Describe(string path)
    {
        if (_cells.TryGetValue(path, out string? label))
        {
            return label;
        }

        return Path.IsPathFullyQualified(path) ? Path.GetRelativePath(baseDirectory, path) : path;
    }

    public bool IsCell(string path) => _cells.ContainsKey(path);

    /// <summary>A compiler's message with its place: <c>cell 3, line 2, column 5: CS0103 …</c>.</summary>
    public string Describe(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetMappedLineSpan();
        string message =
            $"{(diagnostic.Severity == DiagnosticSeverity.Warning ? "warning " : "")}{diagnostic.Id} {diagnostic.GetMessage()}";
        return span.IsValid
            ? $"{Describe(span.Path)}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: "
            + $"{message}"
            : message;
    }
}
