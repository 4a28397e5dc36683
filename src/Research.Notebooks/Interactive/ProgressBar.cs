using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Research.Notebooks.Interactive;

/// <summary>How far long work in a cell has come: a bar that moves in place, with rate and time left.</summary>
/// <param name="unit">What is counted, such as <c>frames</c>.</param>
public sealed class ProgressBar(string unit) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private DisplayedValue? _shown;
    private string? _name;
    private TimeSpan _began, _drawn;

    /// <summary>Shows how much is done, a few times a second at most, and always the end.</summary>
    /// <param name="value">How far it has come.</param>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public void Report(WorkProgress value)
    {
        var (name, done, total, _) = value;
        Interrupt.ThrowIfRequested();
        if (name != _name)
        {
            (_name, _began) = (name, _clock.Elapsed);
        }
        else if (done < total && _clock.Elapsed - _drawn < Pause)
        {
            return;
        }

        _drawn = _clock.Elapsed;
        var html = CellFunctions.HTML(Html(value, _clock.Elapsed - _began));
        if (_shown is null)
        {
            _shown = CellFunctions.display(html);
        }
        else
        {
            _shown.Update(html);
        }
    }

    internal string Html(WorkProgress progress, TimeSpan taken)
    {
        var (name, done, total, detail) = progress;
        double rate = done / Math.Max(taken.TotalSeconds, 1e-3);
        string state = done < total
            ? string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {total:N0} {unit}, {rate.ToString(rate < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} a second, {TimeSpan.FromSeconds((total - done) / Math.Max(rate, 1e-3)):m\\:ss} left")
            : string.Create(CultureInfo.InvariantCulture, $"{total:N0} {unit} in {taken.TotalSeconds:0.0} s");
        return $"<div><progress value=\"{done}\" max=\"{total}\"></progress> {WebUtility.HtmlEncode(name)}: {state}{(detail.Length > 0 ? " · " + WebUtility.HtmlEncode(detail) : "")}</div>";
    }
}
