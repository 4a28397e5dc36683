using Microsoft.DotNet.Interactive.Commands;

namespace Research.Notebooks;

/// <summary>The command that runs a cell. Outputs are published while it runs; the cell's status is the command's result.</summary>
/// <param name="language">The language that the cell begins in.</param>
/// <param name="run">Runs it.</param>
internal sealed class RunCell(string language, Func<Task<CellResult>> run) : KernelCommand(language)
{
    /// <summary>How the cell ended; null until it has.</summary>
    public CellResult? Result { get; private set; }

    /// <summary>Runs the cell.</summary>
    public async Task RunAsync() => Result = await run();
}
