using Research.Capture.X11;
using Research.Data;

namespace Research.Capture;

/// <summary>The recorder measured on this display: it records a window that flashes when a key is pressed, presses the key, and finds the flashes in the video.</summary>
public static class FlashTest
{
    private const double ShortestFlash = 0.1;

    /// <summary>Flashes and measures.</summary>
    /// <param name="framesPerSecond">Of the recording.</param>
    /// <param name="flashes">How many.</param>
    /// <param name="progress">Told after every flash.</param>
    /// <param name="cancellation">Stops after the flash at hand.</param>
    /// <returns>Milliseconds of each flash; see <see cref="FlashLatency"/>.</returns>
    /// <exception cref="IOException">As <see cref="ScreenSource.Open"/> and <see cref="SessionRecorder.Begin"/>.</exception>
    /// <exception cref="NotSupportedException">This is not X11.</exception>
    /// <exception cref="InvalidDataException">Flashes and presses do not pair.</exception>
    public static double[] Run(int framesPerSecond, int flashes, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The flash test opens its window by X11.");
        }

        string folder = Directory.CreateTempSubdirectory("research-flash-").FullName;
        try
        {
            Record(folder, framesPerSecond, flashes, progress, cancellation);
            return FlashLatency.Measure(Session.Open(folder, "flash"), FlashWindow.Marker);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Record(string folder, int framesPerSecond, int flashes, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var window = new FlashWindow(DisplayName.OfThisSession());
        using var screen = ScreenSource.Open(FlashWindow.Area);
        using var keys = KeySource.Open();
        using var recorder = SessionRecorder.Begin(screen, folder, "flash", new RecorderOptions { FramesPerSecond = framesPerSecond });
        using var end = new CancellationTokenSource();
        var listening = Task.Factory.StartNew(() => keys.Listen(stroke => Log(recorder, stroke), end.Token), TaskCreationOptions.LongRunning);
        double flash = Math.Max(ShortestFlash, 3.0 / framesPerSecond);
        var random = new Random(1);
        Pause(1);
        for (int i = 0; i < flashes; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            window.Flash(TimeSpan.FromSeconds(flash));
            Pause(flash * (1 + random.NextDouble())); // so that presses fall anywhere between two frames
            progress?.Report(new WorkProgress("flashes", i + 1, flashes));
        }

        end.Cancel();
        listening.GetAwaiter().GetResult();
        recorder.End("the flash test is over");
        _ = recorder.Completion.GetAwaiter().GetResult();
    }

    private static void Log(SessionRecorder recorder, KeyStroke stroke)
    {
        if (stroke.Key == FlashWindow.Marker)
        {
            recorder.Log(stroke);
        }
    }

    private static void Pause(double seconds) => Thread.Sleep(TimeSpan.FromSeconds(seconds));
}
