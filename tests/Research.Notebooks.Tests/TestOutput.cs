using System.Text;

namespace Research.Notebooks.Tests;

/// <summary>A cell output that writes down everything it gets, one line each, in order.</summary>
internal sealed class TestOutput : ICellOutput
{
    private readonly StringBuilder _log = new();

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public List<CellError> Errors { get; } = [];

    public void WriteStream(string stream, string text) => Add($"{stream}: {text.ReplaceLineEndings("\\n")}");

    public void Display(MimeBundle content, string displayId) => Add($"display: {content[MimeBundle.PlainText]}");

    public void UpdateDisplay(MimeBundle content, string displayId) => Add($"update: {content[MimeBundle.PlainText]}");

    public void ShowResult(MimeBundle content, int executionCount) => Add($"[{executionCount}]: {content[MimeBundle.PlainText]}");

    public void ClearOutput(bool wait) => Add($"clear: {wait}");

    public void ShowError(CellError error)
    {
        Errors.Add(error);
        Add($"error: {error.Name}: {error.Message}");
    }

    private void Add(string line)
    {
        lock (_log)
        {
            _log.Append(line).Append('\n');
        }
    }
}
