namespace Research.Notebooks;

/// <summary>Shows results as displays: a cell has one result, and it comes from its last part.</summary>
internal sealed class DisplayOnly(ICellOutput output) : ICellOutput
{
    private readonly ICellOutput _output = output;

    /// <summary>The output that this one hands on to, or the output itself.</summary>
    public static ICellOutput Innermost(ICellOutput output) => output is DisplayOnly outer ? Innermost(outer._output) : output;

    public void WriteStream(string stream, string text) => _output.WriteStream(stream, text);

    public void Display(MimeBundle content, string displayId) => _output.Display(content, displayId);

    public void UpdateDisplay(MimeBundle content, string displayId) => _output.UpdateDisplay(content, displayId);

    public void ShowResult(MimeBundle content, int executionCount) => _output.Display(content, Guid.NewGuid().ToString("N"));

    public void ShowError(CellError error) => _output.ShowError(error);

    public void ClearOutput(bool wait) => _output.ClearOutput(wait);
}
