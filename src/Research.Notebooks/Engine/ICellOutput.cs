namespace Research.Notebooks;

/// <summary>Where a running cell's output goes: the notebook's outputs here, Jupyter's iopub socket in a kernel.</summary>
/// <remarks>Threads that a cell starts may write at any time, also after the cell has ended: be thread-safe.</remarks>
public interface ICellOutput
{
    /// <summary>Text that the cell wrote to the console.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text, as written.</param>
    void WriteStream(string stream, string text);

    /// <summary>A value that the cell displayed.</summary>
    /// <param name="content">The value in its formats.</param>
    /// <param name="displayId">By which <see cref="UpdateDisplay"/> finds it again.</param>
    void Display(MimeBundle content, string displayId);

    /// <summary>Replaces a displayed value in place.</summary>
    void UpdateDisplay(MimeBundle content, string displayId);

    /// <summary>The cell's last expression.</summary>
    void ShowResult(MimeBundle content, int executionCount);

    /// <summary>The error that ended the cell.</summary>
    void ShowError(CellError error);

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">True to keep it until something else is shown, so that a picture that is replaced does not
    /// flicker.</param>
    void ClearOutput(bool wait);
}
