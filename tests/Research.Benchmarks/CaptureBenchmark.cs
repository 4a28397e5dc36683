using System.Diagnostics;
using System.Globalization;
using Research.Capture;
using Research.TestDisplay;

namespace Research.Benchmarks;

/// <summary>
/// 1280×720 at 60 frames a second recorded from a virtual screen on which all moves, beside FFmpeg's x11grab with the same
/// encoder.
/// </summary>
internal static class CaptureBenchmark
{
    private const int Width = 1280, Height = 720, Rate = 60, Seconds = 20;

    public static int Run()
    {
        if (VirtualDisplay.Missing is { } missing)
        {
            Console.WriteLine($"capture: {missing}");
            return 0;
        }

        string folder = Directory.CreateTempSubdirectory("capture-").FullName;
        try
        {
            using var display = VirtualDisplay.Start(Width, Height);
            foreach (var (name, value) in display.Variables)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            using var scene = MovingScene.Start(display);
            Console.WriteLine(
                $"capture: {Width}x{Height} at {Rate} frames/s for {Seconds} s, libx264 ultrafast crf 18, "
                + $"{Environment.ProcessorCount} cores");
            for (int round = 0; round < 2; round++)
            {
                Kit(folder, $"kit{round}");
                Grab(display, Path.Combine(folder, $"x11grab{round}.mkv"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Kit(string folder, string name)
    {
        double before = ProcessorTime.Now();
        using var screen = ScreenSource.Open(new CaptureArea.WholeScreen());
        using var recorder = SessionRecorder.Begin(screen, folder, name, new RecorderOptions { FramesPerSecond = Rate });
        double begun = UtcClock.Now;
        Thread.Sleep(TimeSpan.FromSeconds(Seconds));
        int pictures = recorder.Status.Pictures;
        double elapsed = UtcClock.Now - begun;
        recorder.End("the benchmark is over");
        var session = recorder.Completion.GetAwaiter().GetResult();
        double spent = ProcessorTime.Now() - before;
        Console.WriteLine($"  kit      {pictures / elapsed:0.0} pictures/s, {session.Frames / session.Seconds:0.0} frames/s; "
            + $"{session.Duplicates} frames repeated, {session.Overflowed} by a full queue; processor {Share(spent, elapsed)}");
    }

    private static void Grab(VirtualDisplay display, string file)
    {
        double before = ProcessorTime.Now();
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1", "-f", "x11grab", "-draw_mouse", "0",
                "-framerate", $"{Rate}", "-video_size", $"{Width}x{Height}",
            "-i", display.Name, "-t", $"{Seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-crf",
                "18", "-pix_fmt", "yuv420p", "-g", $"{Rate}", file,
        ])
        {
            RedirectStandardOutput = true,
        })!;
        var last = new Dictionary<string, string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            string[] entry = line.Split('=', 2);
            last[entry[0]] = entry[^1].Trim();
        }

        process.WaitForExit();
        double elapsed = watch.Elapsed.TotalSeconds;
        int frames = int.Parse(last["frame"], CultureInfo.InvariantCulture),
            repeated = int.Parse(last["dup_frames"], CultureInfo.InvariantCulture);
        Console.WriteLine($"  x11grab  {(frames - repeated) / elapsed:0.0} pictures/s, {frames / elapsed:0.0} frames/s; "
            + $"{repeated} frames repeated, {last["drop_frames"]} dropped; processor "
            + $"{Share(ProcessorTime.Now() - before, elapsed)}");
    }

    private static string Share(double spent, double elapsed) => $"{100 * spent / elapsed:0} % of a core";
}
