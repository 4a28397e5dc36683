using Microsoft.DotNet.Interactive.Events;

namespace Research.Notebooks;

/// <summary>A cell, or a file that it imports, while it runs.</summary>
/// <param name="run">What it runs with.</param>
/// <param name="text">Its text.</param>
/// <param name="importing">The cell or file that imports it.</param>
internal sealed class RunningCell(PartRun run, string text, RunningCell? importing = null)
{
    private readonly string[] _lines = text.Split('\n');
    private int _line;

    /// <summary>What it runs with.</summary>
    public PartRun Run => run;

    /// <summary>The cell or file that imports it.</summary>
    public RunningCell? Importing => importing;

    /// <summary>The file that it is; null for a cell.</summary>
    public string? File { get; init; }

    /// <summary>What its last part gave.</summary>
    public object? Value { get; set; }

    /// <summary>Whether code of it runs, which ends by itself when it is interrupted.</summary>
    public bool RunsCode
    {
        get;
        set
        {
            field = value;
            importing?.RunsCode = value;
        }
    }

    /// <summary>How it ended, if it ended early.</summary>
    public CellResult? Ending { get; private set; }

    /// <summary>What the parser found wrong with a directive.</summary>
    public DiagnosticsProduced? Mistake { get; set; }

    /// <summary>The line of the directive that runs, from 1; 0 before the first.</summary>
    public int DirectiveLine => _line;

    /// <summary>A line of its text, by its number from 1.</summary>
    public string Line(int number) => _lines[number - 1].Trim();

    /// <summary>The first line that asks the front end, from 1; 0 if there is none.</summary>
    public int AskingLine => 1 + Array.FindIndex(_lines, line => line.StartsWith("#!", StringComparison.Ordinal)
        && (line.Contains("@input", StringComparison.Ordinal) || line.Contains("@password", StringComparison.Ordinal)));

    /// <summary>The next directive begins.</summary>
    public void NextDirective()
    {
        int found = Array.FindIndex(_lines, _line, line => line.StartsWith("#!", StringComparison.Ordinal));
        _line = found < 0 ? _line : found + 1;
    }

    /// <summary>Ends it by an error, which is shown, unless it has ended already.</summary>
    public void Fail(CellError error, CellStatus status = CellStatus.Failed)
    {
        if (Ending is null)
        {
            // an error in an imported file has its line there; the cell's own is that of its #!import
            End(run.Fail(importing is null ? error
                : error with { Line = Outermost.DirectiveLine is > 0 and var line ? line : null }, status));
        }
    }

    /// <summary>The cell that imports it, by way of other files.</summary>
    private RunningCell Outermost => importing?.Outermost ?? this;

    /// <summary>Ends it, and what imports it.</summary>
    public void End(CellResult ending)
    {
        Ending ??= ending;
        importing?.End(ending);
    }
}
