using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks.Interactive;

/// <summary>How far long work in a cell has come: a bar that moves in place, with rate and time left.</summary>
/// <param name="unit">What is counted, such as <c>frames</c>.</param>
public sealed class ProgressBar(string unit) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly WorkPace _pace = new();
    private DisplayedValue? _shown;
    private TimeSpan _drawn;

    /// <summary>Shows how much is done, a few times a second at most, and always the end.</summary>
    /// <param name="value">How far it has come.</param>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public void Report(WorkProgress value)
    {
        Interrupt.ThrowIfRequested();
        if (!_pace.Add(value, _clock.Elapsed) && value.Done < value.Total && _clock.Elapsed - _drawn < Pause)
        {
            return;
        }

        _drawn = _clock.Elapsed;
        var html = CellFunctions.HTML(Html(value, _pace));
        if (_shown is null)
        {
            _shown = CellFunctions.display(html);
        }
        else
        {
            _shown.Update(html);
        }
    }

    private string Html(WorkProgress progress, WorkPace pace)
    {
        var (name, done, total, detail) = progress;
        string state = done >= total ? string.Create(CultureInfo.InvariantCulture, $"{total:N0} {unit} in {pace.Taken.TotalSeconds:0.0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {total:N0} {unit}")
                + (pace is { Rate: { } rate, Left: { } left } ? $", {rate.ToString(rate < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} a second, {DurationText.Of(left)} left" : "");
        return $"<div><progress value=\"{done}\" max=\"{total}\"></progress> {WebUtility.HtmlEncode(name)}: {state}{(detail.Length > 0 ? " · " + WebUtility.HtmlEncode(detail) : "")}</div>";
    }
}
