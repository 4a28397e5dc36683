namespace Research.Notebooks;

/// <summary>Shows results as displays: a cell has one result, and it comes from its last part.</summary>
internal sealed class DisplayOnly(ICellOutput output) : ICellOutput
{
    public void WriteStream(string stream, string text) => output.WriteStream(stream, text);

    public void Display(MimeBundle content, string displayId) => output.Display(content, displayId);

    public void UpdateDisplay(MimeBundle content, string displayId) => output.UpdateDisplay(content, displayId);

    public void ShowResult(MimeBundle content, int executionCount) => output.Display(content, Guid.NewGuid().ToString("N"));

    public void ShowError(CellError error) => output.ShowError(error);
}
