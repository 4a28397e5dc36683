using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Research.Alignment;
using Research.Capture;
using Research.Sessions;

namespace Research.Formats;

/// <summary>Writes a session as the kit reads it: key log, frame log, mouse log, video.</summary>
internal static class ImportedSessionWriter
{
    /// <summary>What an import expects in place of a session of the same name.</summary>
    internal const string NoOther = "none of that name, or another folder: an import never replaces one";

    private const decimal Nanoseconds = 1e9m;

    private static readonly string[] KnownVideos = [".mp4", ".mkv", ".avi"];

    /// <summary>Writes the files of a session that is not there yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="report">Takes the session and what was lost or guessed.</param>
    /// <param name="cancellation">Ends FFmpeg.</param>
    /// <exception cref="IOException">There is a session of that name, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        ImportedSession session, string folder, ImportReport report, CancellationToken cancellation = default)
    {
        var files = new SessionFiles(folder, session.Name);
        files.RequireName();
        OutputFolder.Require(folder);
        files.RequireAbsent(NoOther);
        if (session.FrameTimes.Count == 0)
        {
            throw new RecordingFormatException(report.Source, null, $"no frame in session '{session.Name}'", "a frame at least");
        }

        if (session.Video is { } video)
        {
            WriteVideo(session, video, files, report, cancellation);
        }

        AtomicFile.Write(files.Frames, string.Concat(session.FrameTimes.Select(time => $"{{{Time(time)}}}\n")));
        var (first, last) = (session.FrameTimes[0], session.FrameTimes[^1]);
        var lines = session.Keys.Select(key => (key.Time, Text: Line(key)))
            .Prepend((Time: first, Text: Marker("fight_start", first))).Append((Time: last, Text: Marker("fight_end", last)));
        AtomicFile.Write(files.Events, string.Concat(lines.OrderBy(line => line.Time).Select(line => line.Text)));
        report.Guess("segments", 1, "The whole session is marked as one fight, for the source marks none.");
        if (session.Mouse.Count > 0)
        {
            AtomicFile.Write(Path.Combine(folder, session.Name + MouseLog.Ending), MouseText(session.Mouse));
        }

        report.Add(new ImportedFiles(session.Name, session.FrameTimes.Count, (double)((last - first) / Nanoseconds),
            session.Keys.Count, session.Mouse.Count, session.Video is not null));
    }

    private static void WriteVideo(
        ImportedSession session, string video, SessionFiles files, ImportReport report, CancellationToken cancellation)
    {
        string ending = Path.GetExtension(video).ToLowerInvariant();
        bool isKnown = KnownVideos.Contains(ending);
        string target = Path.Combine(files.Folder, files.Name + (isKnown ? ending : ".mkv"));
        AtomicFile.Write(target, beside =>
        {
            if (isKnown)
            {
                File.Copy(video, beside);
                return;
            }

            using var ffmpeg =
                FfmpegProcess.Start("-i", Path.GetFullPath(video), "-map", "0:v:0", "-c", "copy", "-y", beside);
            if (ffmpeg.End(cancellation) is { } fault)
            {
                throw new IOException($"{video}: {fault}");
            }
        });
        report.Map("videos", isKnown ? 0 : 1, $"The video was put into an mkv file, its frames unchanged.");
        int frames = session.FrameTimes.Count;
        if (session.VideoStart > 0 || session.VideoFrames > frames)
        {
            string cut = VideoCut.Make(target, [new FrameRange(session.VideoStart, frames)], cancellation);
            File.Move(cut, target, overwrite: true);
        }
    }

    private static string Line(KeyInput key)
    {
        string name = JsonEncodedText.Encode(key.Key, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        string code = key.Code is { } number ? $",\"code\":{number}" : "";
        return $"{{\"event\":\"{(key.IsDown ? "keydown" : "keyup")}\",\"key\":\"{name}\"{code},{Time(key.Time)}}}\n";
    }

    private static string Marker(string type, long time) => $"{{\"event\":\"marker\",\"type\":\"{type}\",{Time(time)}}}\n";

    /// <summary>Seconds as all readers take them, and the nanoseconds that a double cannot hold.</summary>
    private static string Time(long time) => $"\"t\":{Seconds(time)},\"ns\":{time}";

    private static string Seconds(long time) => ((double)(time / Nanoseconds)).ToString("R", CultureInfo.InvariantCulture);

    private static string MouseText(IReadOnlyList<MouseInput> mouse) =>
        string.Concat(mouse.Select(MouseLog.Line).Prepend(MouseLog.Header).Select(line => line + "\n"));
}
