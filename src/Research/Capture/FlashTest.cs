using Research.Capture.X11;
using Research.Sessions;

namespace Research.Capture;

/// <summary>
/// The recorder measured on this display: it records a window that flashes when a key is pressed, presses the key, and finds the
/// flashes in the video.
/// </summary>
public static class FlashTest
{
    private const int Pictures = 3; // of every flash, and between two
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Flashes and measures.</summary>
    /// <param name="framesPerSecond">Of the recording.</param>
    /// <param name="flashes">How many.</param>
    /// <param name="progress">Reports every flash.</param>
    /// <param name="cancellation">Stops after the flash at hand.</param>
    /// <returns>Milliseconds of each flash; see <see cref="FlashLatency"/>.</returns>
    /// <exception cref="IOException">As <see cref="ScreenSource.Open"/> and <see cref="SessionRecorder.Begin"/>; or the key is
    /// not heard, or no more pictures are taken.</exception>
    /// <exception cref="NotSupportedException">This is not X11.</exception>
    /// <exception cref="InvalidDataException">Flashes and presses do not pair.</exception>
    public static double[] Run(
        int framesPerSecond, int flashes, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
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

    private static void Record(
        string folder, int framesPerSecond, int flashes, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var window = new FlashWindow(DisplayName.OfThisSession());
        using var screen = ScreenSource.Open(FlashWindow.Area);
        using var keys = KeySource.Open();
        using var recorder = SessionRecorder.Begin(screen, folder, "flash",
            new RecorderOptions { FramesPerSecond = framesPerSecond });
        using var end = new CancellationTokenSource();
        var listening = Task.Factory.StartNew(() => keys.Listen(stroke => Log(recorder, stroke), end.Token),
            TaskCreationOptions.LongRunning);
        try
        {
            Flash(window, recorder, flashes, 1.0 / framesPerSecond, progress, cancellation);
        }
        finally
        {
            end.Cancel(); // before the keys are closed under the thread that listens to them
            listening.GetAwaiter().GetResult();
        }

        recorder.End("the flash test is over");
        _ = recorder.Completion.GetAwaiter().GetResult();
    }

    private static void Flash(
        FlashWindow window, SessionRecorder recorder, int flashes, double frame, IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        var random = new Random(1);
        Thread.Sleep(1000);
        for (int i = 0; i < flashes; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            window.Press(true);
            AwaitPictures(recorder);
            window.Press(false);
            AwaitPictures(recorder);
            Thread.Sleep(TimeSpan.FromSeconds(frame * random.NextDouble())); // so that presses fall anywhere between two frames
            progress?.Report(new WorkProgress("flashes", i + 1, flashes));
        }
    }

    private static void Log(SessionRecorder recorder, KeyStroke stroke)
    {
        if (stroke.Key == FlashWindow.Marker)
        {
            recorder.Log(stroke);
        }
    }

    /// <summary>
    /// However slow the machine is at the moment, a flash is in the video; the one that was being taken may be older than it.
    /// </summary>
    private static void AwaitPictures(SessionRecorder recorder)
    {
        int enough = recorder.Status.Pictures + 1 + Pictures;
        if (!SpinWait.SpinUntil(() => recorder.Status.Pictures >= enough || recorder.Completion.IsCompleted, Longest))
        {
            throw new IOException(
                $"The recorder took {recorder.Status.Pictures} pictures, and no more within {Longest.TotalSeconds:0} s.");
        }
    }
}
