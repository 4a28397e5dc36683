using System.Diagnostics;
using System.Globalization;
using OpenCvSharp;
using Research.Simulation.Cuphead;

namespace Research.Cli;

/// <summary>
/// How far a long job is: one line that is written over on a terminal, and a plain line now and then in a file.
/// </summary>
/// <param name="unit">What is counted, such as <c>frames</c>.</param>
internal sealed class ProgressLine(string unit) : IProgress<WorkProgress>
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly TimeSpan _every = TimeSpan.FromSeconds(Console.IsOutputRedirected ? 10 : 0.2);
    private readonly WorkPace _pace = new();
    private TimeSpan _shown;

    /// <summary>Shows the line, if it is time for it.</summary>
    public void Report(WorkProgress value)
    {
        if (_pace.Add(value, _watch.Elapsed))
        {
            _shown = Console.IsOutputRedirected ? _watch.Elapsed : TimeSpan.MinValue;
        }

        if (value.Done == value.Total || (_shown != TimeSpan.MinValue && _watch.Elapsed - _shown < _every))
        {
            return;
        }

        _shown = _watch.Elapsed;
        string line = Text(value, _pace);
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(line);
        }
        else
        {
            Console.Write($"\r\u001b[2K{line}");
        }
    }

    /// <summary>Writes what was done in the place of the line.</summary>
    public static void Finish(string line) => Console.WriteLine((Console.IsOutputRedirected ? "" : "\r\u001b[2K") + line);

    /// <summary><c>665 frames, 1 fight, 1280x720, in 3.6 s (186 frames/s)</c>.</summary>
    public static string Summary(Scene scene, Size size, TimeSpan taken) =>
        $"{scene.FrameCount:N0} frames, {scene.Fights.Count} {(scene.Fights.Count == 1 ? "fight" : "fights")}, "
            + $"{size.Width}x{size.Height}, "
            + $"in {taken.TotalSeconds:0.0} s ({scene.FrameCount / taken.TotalSeconds:0} frames/s)";

    /// <summary><c>Train  1,234 of 14,791 frames  82 frames/s  2 min 45 s left</c>.</summary>
    internal string Text(WorkProgress progress, WorkPace pace)
    {
        var (name, done, total, detail) = progress;
        return $"{name}  {done:N0} of {total:N0} {unit}"
            + (pace is { Rate: { } rate, Left: { } left }
            ? $"  {rate.ToString(rate < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} {unit}/s  {DurationText.Of(left)} "
            + "left" : "")
            + (detail.Length > 0 ? "  " + detail : "");
    }
}
