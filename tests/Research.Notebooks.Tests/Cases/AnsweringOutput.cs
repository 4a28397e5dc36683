namespace Research.Notebooks.Tests;

/// <summary>A recorded output with somebody in front of it, who gives every question the same answer.</summary>
/// <param name="answer">The answer.</param>
/// <param name="before">The output of the cell before.</param>
internal sealed class AnsweringOutput(string answer, AnsweringOutput? before) : ICellOutput, ICellInput
{
    /// <summary>What was written, as a notebook stores it.</summary>
    public RecordedOutput Recorded { get; } = new(before?.Recorded);

    public void WriteStream(string stream, string text) => Recorded.WriteStream(stream, text);

    public void Display(MimeBundle content, string displayId) => Recorded.Display(content, displayId);

    public void UpdateDisplay(MimeBundle content, string displayId) => Recorded.UpdateDisplay(content, displayId);

    public void ShowResult(MimeBundle content, int executionCount) => Recorded.ShowResult(content, executionCount);

    public void ShowError(CellError error) => Recorded.ShowError(error);

    public void ClearOutput(bool wait) => Recorded.ClearOutput(wait);

    public string ReadLine(string prompt, bool isPassword, CancellationToken interrupt) => answer;
}
