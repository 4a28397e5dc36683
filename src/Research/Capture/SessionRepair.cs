using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Research.Alignment;
using Research.Data;

namespace Research.Capture;

/// <summary>
/// Makes the files of a session that a crash cut off agree: frame k of the video is line k of the frame log again, and no event comes
/// after the last frame. Nothing is ever written but the ends of files cut off, so it needs no room and can itself be stopped and run again.
/// </summary>
public static class SessionRepair
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    /// <summary>Repairs a session; one that is whole is left alone.</summary>
    /// <param name="folder">The folder of its files.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such session.</exception>
    /// <exception cref="FileNotFoundException">One of its files is missing.</exception>
    /// <exception cref="IOException">It is still being recorded.</exception>
    /// <exception cref="InvalidDataException">No frame of it can be saved.</exception>
    public static RepairReport Run(string folder, string name)
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
        var report = Settle(files, video, info?.FramesPerSecond);
        if (info is { EndReason: null })
        {
            report = report with { Losses = [.. report.Losses, $"{Path.GetFileName(files.Info)}: the recording did not come to its end"] };
            (info with
            {
                EndReason = "cut off; repaired " + DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                Frames = report.Frames,
                Losses = report.Losses,
            }).Write(files.Info);
        }

        return report;
    }

    /// <summary>Cuts video and logs to the frames that are whole in all of them.</summary>
    internal static RepairReport Settle(SessionFiles files, string video, int? framesPerSecond)
    {
        var losses = new List<string>();
        using var frames = OpenAlone(files.Frames);
        using var events = OpenAlone(files.Events);
        var (times, ends) = ReadTimes(frames);
        int logged = times.Count, shown = FitVideo(video, logged, losses);
        int kept = Math.Min(shown, logged);
        if (kept == 0)
        {
            throw new InvalidDataException($"{files.Frames}: found {Counted(logged, "frame")} and in {Path.GetFileName(video)} {shown}; expected at least one in both: nothing of the session can be saved.");
        }

        double second = framesPerSecond ?? (logged > 1 ? (logged - 1) / (times[^1] - times[0]) : 1);
        if (logged > kept)
        {
            losses.Add(Invariant($"{Path.GetFileName(files.Frames)}: {Counted(logged - kept, "frame")} ({(logged - kept) / second:0.##} s) that never reached the video"));
        }

        Cut(frames, ends[kept - 1], logged > kept ? null : $"{Path.GetFileName(files.Frames)}: a line that was not whole", losses);
        CutEvents(events, times[kept - 1] + 1 / second, Path.GetFileName(files.Events), losses);
        return new RepairReport(kept, kept / second, losses);
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
                throw new IOException($"The session is still being recorded, or process {info.FfmpegProcess} (ffmpeg) has not finished its video after {LongestEnd.TotalSeconds:0} s; end it first.");
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
            throw new FileNotFoundException($"{log}: found no such file; expected the log of keys and the log of frames beside a video.");
        }

        try
        {
            return new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new IOException($"{log}: found that another process has it open; expected a session that is no longer being recorded.");
        }
    }

    /// <summary>Cuts a recorded video behind its last whole fragment, and behind the last one whose frames are all in the log.</summary>
    /// <returns>Its frames.</returns>
    private static int FitVideo(string video, int logged, List<string> losses)
    {
        using (var stream = new FileStream(video, FileMode.Open, FileAccess.ReadWrite))
        {
            var ends = FragmentedVideo.Scan(stream);
            if (ends.Count > 0)
            {
                var (kept, bytes) = ends.Last(end => end.Frames <= logged);
                if (kept == 0)
                {
                    return 0;
                }

                if (kept < ends[^1].Frames)
                {
                    losses.Add($"{Path.GetFileName(video)}: {Counted(ends[^1].Frames - kept, "frame")} without a line in the frame log");
                }

                if (kept < ends[^1].Frames || !EndsWithIndex(stream, bytes))
                {
                    Cut(stream, bytes, $"{Path.GetFileName(video)}: {stream.Length - bytes:N0} bytes at its end", losses);
                }

                return kept;
            }
        }

        int frames = VideoReader.CountFrames(video);
        if (frames > logged)
        {
            losses.Add($"{Path.GetFileName(video)}: {Counted(frames - logged, "frame")} without a line in the frame log; they stay in the video, which is no recorder's (--trim leaves them out)");
        }

        return frames;
    }

    /// <summary>Whether the index that ends a whole video, <c>mfra</c>, follows its last fragment, and nothing else.</summary>
    private static bool EndsWithIndex(FileStream video, long end)
    {
        Span<byte> header = stackalloc byte[8];
        video.Position = end;
        return video.Length - end > header.Length && video.Read(header) == header.Length
            && header[4..].SequenceEqual("mfra"u8) && BinaryPrimitives.ReadUInt32BigEndian(header) == video.Length - end;
    }

    /// <summary>Time of every whole line, and where it ends.</summary>
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

    /// <summary>Cuts off a last line that is not whole, and the events at the end that no frame can show.</summary>
    private static void CutEvents(FileStream log, double end, string name, List<string> losses)
    {
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

        Cut(log, kept == 0 ? 0 : lines[kept - 1].End, isTorn ? $"{name}: a line that was not whole" : null, losses);
    }

    private static void Cut(FileStream file, long length, string? loss, List<string> losses)
    {
        if (file.Length == length)
        {
            return;
        }

        if (loss is not null)
        {
            losses.Add(loss);
        }

        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    private static IEnumerable<(ReadOnlyMemory<byte> Text, long End, bool IsEnded)> Lines(FileStream log)
    {
        byte[] all = new byte[log.Length];
        log.Position = 0;
        log.ReadExactly(all);
        for (int start = 0; start < all.Length;)
        {
            int length = all.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? all.Length : start + length + 1;
            yield return (all.AsMemory(start, (length < 0 ? all.Length : start + length) - start), end, length >= 0);
            start = end;
        }
    }

    private static string Counted(int count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
