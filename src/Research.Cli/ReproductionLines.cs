using System.Diagnostics;
using Research.Notebooks;

namespace Research.Cli;

/// <summary>
/// How a reproduction is getting on: a line for each notebook with the time that all of them are likely to need still, and one
/// for each cell. While a cell runs, a terminal's last line shows every second how long it has been running, and how much time is
/// left for all; a file gets such a line each minute.
/// </summary>
internal sealed class ReproductionLines : IDisposable
{
    private static readonly bool IsFile = Console.IsOutputRedirected;
    private readonly Stopwatch _whole = Stopwatch.StartNew();
    private readonly Stopwatch _notebook = new();
    private readonly Stopwatch _cell = new();
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private TimeEstimate? _estimate;
    private CellProgress? _running;

    public ReproductionLines()
    {
        var period = TimeSpan.FromSeconds(IsFile ? 60 : 1);
        _timer = new Timer(_ => Tick(), state: null, period, period);
    }

    /// <summary>A notebook begins.</summary>
    public void Begin(NotebookStart start)
    {
        lock (_gate)
        {
            _estimate = start.Estimate;
            _notebook.Restart();
            Console.WriteLine($"[{start.Number}/{start.Total}] {start.Name}  ({Left()})");
        }
    }

    /// <summary>A cell begins or has ended.</summary>
    public void Write(CellProgress cell)
    {
        lock (_gate)
        {
            _running = cell.Status is null ? cell : null;
            _cell.Restart();
            CellLines.Write(cell);
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary><c>4 min 10 s so far, about 12 min 5 s left</c>.</summary>
    private string Left() =>
        $"{DurationText.Of(Math.Floor(_whole.Elapsed.TotalSeconds))} so far, about "
            + $"{DurationText.Of(Math.Ceiling(_estimate!.Left(_notebook.Elapsed).TotalSeconds))} left";

    private void Tick()
    {
        lock (_gate)
        {
            if (_running is not { } cell)
            {
                return;
            }

            string line =
                $"  cell {cell.Number,2} of {cell.Total} {_cell.Elapsed.TotalSeconds,5:0} s  ({Left()})  {cell.FirstLine}";
            if (IsFile)
            {
                Console.WriteLine(line);
            }
            else
            {
                Console.Write($"\r\u001b[2K{line[..Math.Min(line.Length, Math.Max(Console.WindowWidth - 1, 20))]}");
            }
        }
    }
}
