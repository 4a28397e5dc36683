namespace Research.Notebooks;

/// <summary>What a run that ended early left in its output file.</summary>
internal static class EarlierRun
{
    /// <summary>How many of the notebook's first cells that run came through; they and their parameters are unchanged.</summary>
    /// <param name="notebook">The notebook as it is about to run, parameters injected.</param>
    /// <param name="outputPath">The output file; there may be none.</param>
    /// <exception cref="NotebookFormatException">The file is no notebook.</exception>
    public static int CellsDone(NotebookDocument notebook, string? outputPath)
    {
        if (!File.Exists(outputPath))
        {
            return 0;
        }

        return NotebookDocument.Load(outputPath).Cells.Where(cell => cell.IsRun)
            .Zip(notebook.Cells.Where(cell => cell.IsRun))
            .TakeWhile(pair => pair.First.Source == pair.Second.Source && pair.First.ExecutionCount is not null
                && !HasFailed(pair.First))
            .Count();
    }

    private static bool HasFailed(NotebookCell cell) => cell.Outputs.Any(output => (string?)output["output_type"] == "error");
}
