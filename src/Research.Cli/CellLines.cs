using Research.Notebooks;

namespace Research.Cli;

/// <summary>A line for every cell: its number, how long it took, how it begins.</summary>
internal static class CellLines
{
    public static void Write(CellProgress cell)
    {
        string place = $"  cell {cell.Number,2} of {cell.Total}";
        string what = cell.FirstLine.Length > 90 ? cell.FirstLine[..89] + "…" : cell.FirstLine;
        if (cell.Status is not { } status)
        {
            if (!Console.IsOutputRedirected)
            {
                Console.Write($"{place}   …      {what}");
            }

            return;
        }

        string start = Console.IsOutputRedirected ? "" : "\r\u001b[2K";
        string outcome = status == CellStatus.Succeeded ? (cell.RanBefore ? "  (as before)" : "")
            : $"  {status.ToString().ToUpperInvariant()}";
        Console.WriteLine($"{start}{place} {cell.Elapsed.TotalSeconds,5:0.0} s  {what}{outcome}");
    }
}
