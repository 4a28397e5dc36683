using System.Globalization;
using System.Runtime.InteropServices;
using Research.Sessions.Inputs;

namespace Research.Formats.IlBot;

/// <summary>The ticks of a session: each with its beginning, its actions in order of time, and the state at its end.</summary>
/// <remarks>
/// The source gives a tick the actions of the 600 ms before its state. The tick that the kit means begins with a state, so the
/// actions of tick k belong to the state of tick k − 1.
/// </remarks>
internal sealed class IlBotTicks
{
    private const double Tick = InputSession.TickSeconds * 1000;
    private const int Stamp = 127; // the column of a state with its time in milliseconds
    private const double ExactFloat32 = 1 << 24; // whole milliseconds beyond it are rounded

    private readonly IlBotArrays _arrays;
    private readonly IReadOnlyList<(int Window, int Tick)> _places;
    private readonly List<IlBotRow>[] _rows;
    private readonly double[] _begins;

    /// <summary>Sorts the rows, takes out repeated ones, and finds out when each tick begins.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="places">The session's ticks.</param>
    /// <param name="report">Takes what was lost, mapped or guessed.</param>
    public IlBotTicks(IlBotArrays arrays, IReadOnlyList<(int Window, int Tick)> places, ImportReport report)
    {
        (_arrays, _places) = (arrays, places);
        _rows = [.. places.Select(place => Sorted(place, report))];
        for (int tick = Count - 1; tick > 0; tick--)
        {
            report.Map("rows that two ticks have", TakeOut(_rows[tick], _rows[tick - 1]), "The earlier tick keeps them.");
        }

        report.Lose("exact times", _arrays.IsFloat32 ? _rows.Sum(rows => rows.Count(row => row.Milliseconds > ExactFloat32)) : 0,
            "Beyond 2^24 ms float32 does not hold every millisecond.");
        _begins = ByStamps() ?? ByRows(report);
        if (Enumerable.Range(1, Count - 1).FirstOrDefault(tick => _begins[tick] <= _begins[tick - 1]) is var back and > 0)
        {
            throw new RecordingFormatException(arrays.ActionFile, arrays.PlaceOf(places[back]), string.Create(
                CultureInfo.InvariantCulture, $"a tick from {_begins[back]} ms, after one from {_begins[back - 1]} ms"),
                "ticks in order of time");
        }

        int uneven = Enumerable.Range(1, Count - 1).Count(tick => Math.Abs(_begins[tick] - _begins[tick - 1] - Tick) > 1e-6);
        report.Map("ticks of other lengths than 600 ms", uneven,
            "Each counts as 600 ms; an action keeps its time from its tick's beginning.");
    }

    /// <summary>Ticks.</summary>
    public int Count => _places.Count;

    /// <summary>When a tick begins, in milliseconds.</summary>
    public double Begin(int tick) => _begins[tick];

    /// <summary>The actions of a tick, in order of time.</summary>
    public IReadOnlyList<IlBotRow> Rows(int tick) => _rows[tick];

    /// <summary>What the game knows when a tick is over: [128].</summary>
    public ReadOnlySpan<double> StateAfter(int tick) => _arrays.State(_places[tick]);

    private List<IlBotRow> Sorted((int Window, int Tick) place, ImportReport report)
    {
        var rows = _arrays.RowsOf(place, out int missing);
        report.Lose("actions of ticks with more than 100", missing, "The array has no row for them.");
        report.Map("rows out of order", rows.Zip(rows.Skip(1)).Count(pair => pair.Second.Milliseconds < pair.First.Milliseconds),
            "The rows of a tick are sorted by time.");
        return [.. rows.OrderBy(row => row.Milliseconds)];
    }

    /// <summary>Takes rows out that another list has too, each as often as it stands there.</summary>
    private static int TakeOut(List<IlBotRow> rows, List<IlBotRow> others)
    {
        var there = others.CountBy(row => row).ToDictionary();
        return rows.RemoveAll(row =>
        {
            ref int left = ref CollectionsMarshal.GetValueRefOrNullRef(there, row);
            return !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref left) && left-- > 0;
        });
    }

    /// <summary>By the times of the states; null where those do not fit the rows.</summary>
    private double[]? ByStamps()
    {
        double[] ends = [.. _places.Select(place => _arrays.State(place)[Stamp])];
        return Enumerable.Range(1, Count - 1).All(tick => ends[tick] > ends[tick - 1])
            && _rows.Zip(ends).All(tick => tick.First.All(row => row.Milliseconds >= tick.Second - Tick
            && row.Milliseconds < tick.Second))
            ? [.. ends.Select(end => end - Tick)] : null;
    }

    /// <summary>By the rows alone: ticks of 600 ms that hold all of them, or else each as near to that as its rows allow.</summary>
    private double[] ByRows(ImportReport report)
    {
        report.Guess("beginnings of ticks", Count, $"The states have no fitting times in column {Stamp}; ticks are laid so that they "
            + "hold their rows.");
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        for (int tick = 0; tick < Count; tick++)
        {
            var (least, most) = Limits(tick);
            (low, high) = (Math.Max(low, least - tick * Tick), Math.Min(high, most - tick * Tick));
        }

        double begin = double.IsInfinity(low) ? 0 : low < high ? (low + high) / 2 : high;
        double[] begins = [.. Enumerable.Range(0, Count).Select(tick => begin + tick * Tick)];
        for (int tick = 0; low >= high && tick < Count; tick++)
        {
            var (least, most) = Limits(tick);
            begins[tick] = Math.Clamp(tick == 0 ? most : begins[tick - 1] + Tick, Math.Min(Math.BitIncrement(least), most), most);
        }

        return begins;
    }

    /// <summary>A tick that holds its rows begins after the one and not after the other.</summary>
    private (double Least, double Most) Limits(int tick)
    {
        if (_rows[tick] is not [var first, ..])
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }

        double last = _rows[tick][^1].Milliseconds;
        return last - Tick < first.Milliseconds ? (last - Tick, first.Milliseconds) : throw new RecordingFormatException(
            _arrays.ActionFile, _arrays.PlaceOf(_places[tick]), string.Create(CultureInfo.InvariantCulture,
                $"actions from {first.Milliseconds} to {last} ms"), "times in milliseconds within 600 ms");
    }
}
