using Research.Capture;
using Research.Capture.X11;

namespace Research.TestDisplay;

/// <summary>Records the ground truth window with keys pressed in it.</summary>
public static class TruthRecording
{
    /// <summary>Pressed until the recorder hears it.</summary>
    public const string Cue = "Key.f12";

    /// <summary>Records until the script is over.</summary>
    /// <param name="display">Its upper left corner is used.</param>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session.</param>
    /// <param name="framesPerSecond">Of the recording; the window draws more than twice as often.</param>
    /// <param name="script">The keys.</param>
    public static RecordedSession Record(VirtualDisplay display, string folder, string name, int framesPerSecond,
        KeyScript script)
    {
        ArgumentNullException.ThrowIfNull(display);
        ArgumentNullException.ThrowIfNull(script);
        using var window = DisplayProgram.Truth(display, Math.Min(500, 2.5 * framesPerSecond), [.. KeyScript.Shown]);
        using var screen = X11ScreenSource.Open(new CaptureArea.Region(0, 0, TruthCode.Width, TruthCode.Height), display.Name);
        using var keys = X11KeySource.Open(display.Name);
        using var control = new RecordingControl(keys, HotKeys.Report,
            () => SessionRecorder.Begin(screen, folder, name, new RecorderOptions { FramesPerSecond = framesPerSecond }));
        control.Begin();
        Await(() => control.Recorder is { Status.Events: > 0 }, "the recorder to hear a key",
            () => display.Xdotool("key", "F12"));
        display.Xdotool("key", "8");
        display.Xdotool(script.Commands);
        display.Xdotool("key", "9", "key", "1");
        Await(() => control.Completion.IsCompleted, "the recording to end");
        return control.Completion.GetAwaiter().GetResult()!;
    }

    private static void Await(Func<bool> condition, string what, Action? meanwhile = null)
    {
        for (int i = 0; i < 300; i++)
        {
            if (condition())
            {
                return;
            }

            meanwhile?.Invoke();
            Thread.Sleep(100);
        }

        throw new TimeoutException($"Waited for {what} in vain.");
    }
}
