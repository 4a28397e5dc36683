using System.Runtime.CompilerServices;

namespace Research.Notebooks;

/// <summary>An output into which a cell writes whole or not at all, though it may be aborted at any instruction.</summary>
/// <remarks>
/// The runtime lets no abort into a <c>finally</c> block. The compiler, however, dissolves those that follow an empty
/// <c>try</c>, unless it is told not to optimize.
/// </remarks>
internal sealed class UninterruptedOutput(ICellOutput output) : ICellOutput
{
    public void WriteStream(string stream, string text) => Whole(() => output.WriteStream(stream, text));

    public void Display(MimeBundle content, string displayId) => Whole(() => output.Display(content, displayId));

    public void UpdateDisplay(MimeBundle content, string displayId) => Whole(() => output.UpdateDisplay(content, displayId));

    public void ShowResult(MimeBundle content, int executionCount) => Whole(() => output.ShowResult(content, executionCount));

    public void ShowError(CellError error) => Whole(() => output.ShowError(error));

    public void ClearOutput(bool wait) => Whole(() => output.ClearOutput(wait));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Whole(Action write)
    {
        try
        {
        }
        finally
        {
            write();
        }
    }
}
