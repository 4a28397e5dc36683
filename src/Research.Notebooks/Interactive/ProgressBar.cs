using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive;
using ShownValue = Microsoft.DotNet.Interactive.Formatting.DisplayedValue;

namespace Research.Notebooks.Interactive;

/// <summary>The progress of long work in a cell: a bar that moves in place, with rate and time left.</summary>
/// <remarks>It uses .NET Interactive's functions only, so it works in the kit's kernel and in .NET Interactive.</remarks>
/// <param name="unit">What is counted, such as <c>frames</c>.</param>
public sealed class ProgressBar(string unit) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly WorkPace _pace = new();
    private ShownValue? _shown;
    private TimeSpan _drawn;

    /// <summary>
    /// Shows how much is done, a few times a second at most, and always the end. Outside a cell it shows nothing.
    /// </summary>
    /// <param name="value">The work done so far.</param>
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
            _shown = KernelInvocationContext.Current?.Display(html);
        }
        else
        {
            _shown.Update(html);
        }
    }

    private string Html(WorkProgress progress, WorkPace pace)
    {
        var (name, done, total, detail) = progress;
        string rest = detail.Length > 0 ? " · " + WebUtility.HtmlEncode(detail) : "";
        return $"<div><progress value=\"{done}\" max=\"{total}\"></progress> {WebUtility.HtmlEncode(name)}: "
            + $"{State(done, total, pace)}{rest}</div>";
    }

    private string State(long done, long total, WorkPace pace)
    {
        if (done >= total)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{total:N0} {unit} in {pace.Taken.TotalSeconds:0.0} s");
        }

        string state = string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {total:N0} {unit}");
        if (pace is not { Rate: { } rate, Left: { } left })
        {
            return state;
        }

        string speed = rate.ToString(rate < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);
        return $"{state}, {speed} a second, {DurationText.Of(left)} left";
    }
}
