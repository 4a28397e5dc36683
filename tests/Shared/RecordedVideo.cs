using OpenCvSharp;
using Research.Sessions;

namespace Research.TestSupport;

/// <summary>Small videos and sessions to read.</summary>
internal static class RecordedVideo
{
    /// <summary>
    /// 200 frames of 320×180, with what OpenCV-Python makes of them beside it; see tests/fixtures/vision_parity.py.
    /// </summary>
    public static string Fixture { get; } = Path.Combine(AppContext.BaseDirectory, "vision", "small.mp4");

    /// <summary>A video in which frame i has a level of its own: (37 i) mod 200 + 20, and a bar that moves.</summary>
    /// <param name="file">The video to write.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="codec">One that OpenCV encodes, or <c>avc1</c>, H.264 by ffmpeg.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static string Write(string file, int frames, string codec = "mp4v", int width = 160, int height = 96)
    {
        var pictures = Pictures(frames, width, height);
        if (codec == "avc1")
        {
            VideoFileWriter.Write(file, new Size(width, height), 10, pictures);
            return file;
        }

        using var writer = new VideoWriter(file, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), 10, new Size(width, height));
        Assert.True(writer.IsOpened());
        foreach (var picture in pictures)
        {
            writer.Write(picture);
        }

        return file;
    }

    /// <summary>Takes frames out of a video; those after them are shown when they were.</summary>
    public static void RemoveFrames(string file, int first, int last)
    {
        string beside = file + ".less.mp4";
        var (code, _, errors) = ProgramOutput.All("ffmpeg",
        [
            "-v", "error", "-i", file, "-vf", $"select='not(between(n,{first},{last}))'", "-fps_mode", "passthrough",
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-bf", "0", "-pix_fmt", "yuv420p", beside,
        ]);
        Assert.True(code == 0, errors);
        File.Move(beside, file, overwrite: true);
    }

    /// <summary>The frames of <see cref="Write"/>, all in one <see cref="Mat"/>.</summary>
    public static IEnumerable<Mat> Pictures(int frames, int width, int height)
    {
        using var frame = new Mat(height, width, MatType.CV_8UC3);
        for (int i = 0; i < frames; i++)
        {
            frame.SetTo(Scalar.All(Level(i)));
            Cv2.Rectangle(frame, new Rect(i % width, height - 8, 8, 8), Scalar.White, Cv2.FILLED);
            yield return frame;
        }
    }

    public static int Level(int frame) => frame * 37 % 200 + 20;

    /// <summary>
    /// A video of so many frames, a frame log of so many lines, a fight from frame 10 to 29, and SHOOT held from 15 to 19.
    /// </summary>
    public static void WriteSession(TemporaryFolder folder, string name, int frames, int lines, string extension = ".mp4")
    {
        Write(Path.Combine(folder.Path, name + extension), frames);
        WriteLogs(folder, name, lines);
    }

    public static void WriteLogs(TemporaryFolder folder, string name, int lines)
    {
        folder.Write(name + "_frames.jsonl", string.Concat(Enumerable.Range(0, lines).Select(i => $"{{\"t\":{i / 10.0}}}\n")));
        folder.Write(name + "_events.jsonl", """
            {"event":"marker","type":"fight_start","t":1}
            {"event":"keydown","key":"f","t":1.5}
            {"event":"keyup","key":"f","t":1.95}
            {"event":"marker","type":"fight_end","t":2.95}

            """);
    }
}
