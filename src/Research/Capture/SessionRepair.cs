using System.Diagnostics;
using System.Globalization;
using System.Text;
using Research.Alignment;
using Research.Sessions;

namespace Research.Capture;

/// <summary>
/// Makes the files of a session agree after a crash, or after frames or lines were lost: frame k of the video is line k of the
/// frame log again, and no event comes after the last frame. Which line belongs to which frame is found by the video's own times.
/// Of every file that loses something readable, the original is kept beside it, as <c>NAME_frames.jsonl.before-repair</c>.
/// </summary>
public static class SessionRepair
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    /// <summary>Repairs a session; one that is complete is left alone.</summary>
    /// <param name="folder">The folder of its files.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cutEnd">Whether to cut the end of the longer one of video and log without looking at the times, for a
    /// session of which you know that nothing else is missing.
    /// </param>
    /// <param name="cancellation">Ends FFmpeg, which may cut the video; then nothing was changed.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such session.</exception>
    /// <exception cref="FileNotFoundException">One of its files is missing.</exception>
    /// <exception cref="IOException">It is still being recorded, or there is no room for the original beside it.</exception>
    /// <exception cref="InvalidDataException">No frame of it can be saved, or the times do not tell which lines have no
    /// frame.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RepairReport Run(
        string folder, string name, bool cutEnd = false, CancellationToken cancellation = default)
    {
        SessionLogs.RequireSession(folder, name);
        var files = new SessionFiles(folder, name);
        foreach (string log in (string[])[files.Frames, files.Events])
        {
            OpenAlone(log).Dispose(); // a recorder holds both
        }

        var info = File.Exists(files.Info) ? RecordingInfo.Read(files.Info) : null;
        WaitForEncoder(info); // which may not have begun the video yet
        string video = Session.FindVideo(folder, name);
        var report = Settle(files, video, info?.FramesPerSecond, cutEnd ? RepairWay.CutEnd : RepairWay.ByTime,
            cancellation);
        if (info is { EndReason: null })
        {
            report = report
                with
            { Losses = [.. report.Losses, $"{Path.GetFileName(files.Info)}: the recording did not come to its end"] };
            (info with
            {
                EndReason = "cut off; repaired " + DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                Frames = report.Frames,
                Losses = report.Losses,
            }).Write(files.Info);
        }

        return report;
    }

    /// <summary>Leaves out of video and logs what is not in all of them.</summary>
    internal static RepairReport Settle(
        SessionFiles files, string video, int? framesPerSecond, RepairWay way, CancellationToken cancellation = default)
    {
        var losses = new List<string>();
        var originals = new KeptOriginals(isKeeping: way != RepairWay.OfRecorder);
        using var frames = OpenAlone(files.Frames);
        using var events = OpenAlone(files.Events);
        var (times, ends) = ReadTimes(frames);
        var ending = VideoEnding.Of(video, times.Count);
        if (times.Count == 0 || ending.Frames == 0)
        {
            throw new InvalidDataException(
                $"{files.Frames}: found {Counted(times.Count, "frame")} and in {Path.GetFileName(video)} {ending.Frames}; "
                + "expected at least one in both: nothing of the session can be saved.");
        }

        var plan = RepairPlan.Of(files.Frames, video, ending, times, way);
        double second = framesPerSecond ?? 1 / FrameClock.UsualInterval(times);
        losses.AddRange(plan.Losses(second));
        plan.CutVideo(originals, losses, cancellation);
        CutFrames(frames, plan.Lines, ends, originals, losses);
        int last = plan.Lines[^1].End - 1;
        CutEvents(events, times[last] + 1 / second, originals, losses);
        return new RepairReport(plan.Lines.Sum(run => run.Count), plan.Lines.Sum(run => run.Count) / second, losses,
            originals.Accept());
    }

    /// <summary>Waits until FFmpeg, which goes on when its recorder is killed, has finished the video.</summary>
    private static void WaitForEncoder(RecordingInfo? info)
    {
        if (info is not { EndReason: null })
        {
            return;
        }

        try
        {
            using var encoder = Process.GetProcessById(info.FfmpegProcess);
            if (encoder.ProcessName == "ffmpeg" && !encoder.WaitForExit(LongestEnd))
            {
                throw new IOException(
                    $"The session is still being recorded, or process {info.FfmpegProcess} (ffmpeg) has not finished its video "
                    + $"after {LongestEnd.TotalSeconds:0} s; end it first.");
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended, as it should.
        }
    }

    private static FileStream OpenAlone(string log)
    {
        if (!File.Exists(log))
        {
            throw new FileNotFoundException(
                $"{log}: found no such file; expected the log of keys and the log of frames beside a video.");
        }

        try
        {
            return new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new IOException(
                $"{log}: found that another process has it open; expected a session that is no longer being recorded.");
        }
    }

    /// <summary>Time of every complete line, and where it ends.</summary>
    private static (List<double> Times, List<long> Ends) ReadTimes(FileStream log)
    {
        var (times, ends) = (new List<double>(), new List<long>());
        foreach (var (line, end, isEnded) in Lines(log))
        {
            if (LogLine.Read(line.Span, "{\"t\":…}", out var fields) is var (found, expected))
            {
                if (isEnded)
                {
                    throw new LogFormatException(log.Name, times.Count + 1, found, expected);
                }

                break;
            }

            times.Add(fields.Time);
            ends.Add(end);
        }

        return (times, ends);
    }

    /// <summary>Leaves only the lines that have a frame.</summary>
    private static void CutFrames(
        FileStream log, IReadOnlyList<FrameRange> kept, List<long> ends, KeptOriginals originals, List<string> losses)
    {
        string name = Path.GetFileName(log.Name);
        long end = ends[kept[^1].End - 1];
        bool dropsLines = kept.Sum(run => run.Count) < ends.Count;
        if (!dropsLines && log.Length > end)
        {
            losses.Add($"{name}: a line that was not whole");
        }

        if (log.Length > end || kept.Count > 1 || kept[0].First > 0)
        {
            originals.Keep(log);
        }

        if (kept.Count == 1 && kept[0].First == 0)
        {
            Cut(log, end); // needs no room on the disk
            return;
        }

        byte[] all = new byte[log.Length];
        log.Position = 0;
        log.ReadExactly(all);
        log.Position = 0;
        foreach (var run in kept)
        {
            long start = run.First == 0 ? 0 : ends[run.First - 1];
            log.Write(all.AsSpan((int)start, (int)(ends[run.End - 1] - start)));
        }

        Cut(log, log.Position);
    }

    /// <summary>Cuts off a last line that is not complete, and the events at the end that no frame can show.</summary>
    private static void CutEvents(FileStream log, double end, KeptOriginals originals, List<string> losses)
    {
        string name = Path.GetFileName(log.Name);
        var lines = Lines(log).ToList();
        bool isTorn = lines.Count > 0 && !lines[^1].IsEnded && LogLine.Read(lines[^1].Text.Span, "", out _) is not null;
        if (isTorn)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        int kept = lines.Count;
        while (kept > 0 && LogLine.Read(lines[kept - 1].Text.Span, "", out var fields) is null && fields.Time >= end)
        {
            kept--;
        }

        if (kept < lines.Count)
        {
            losses.Add($"{name}: {Counted(lines.Count - kept, "event")} after the last frame");
        }

        if (isTorn)
        {
            losses.Add($"{name}: a line that was not whole");
        }

        if (kept < lines.Count || isTorn)
        {
            originals.Keep(log);
            Cut(log, kept == 0 ? 0 : lines[kept - 1].End);
        }
    }

    internal static void Cut(FileStream file, long length)
    {
        if (file.Length != length)
        {
            file.SetLength(length);
        }

        file.Flush(flushToDisk: true);
    }

    private static IEnumerable<(ReadOnlyMemory<byte> Text, long End, bool IsEnded)> Lines(FileStream log)
    {
        byte[] all = new byte[log.Length];
        log.Position = 0;
        log.ReadExactly(all);
        var mark = Encoding.UTF8.Preamble;
        for (int start = all.AsSpan().StartsWith(mark) ? mark.Length : 0; start < all.Length;)
        {
            int length = all.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? all.Length : start + length + 1;
            end = all.AsSpan(end).IndexOfAnyExcept(" \t\r\n"u8) < 0 ? all.Length : end; // blank lines at the end say nothing
            yield return (all.AsMemory(start, (length < 0 ? all.Length : start + length) - start), end, length >= 0);
            start = end;
        }
    }

    internal static string Counted(int count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
