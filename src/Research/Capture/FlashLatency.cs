using Research.Alignment;
using Research.Sessions;

namespace Research.Capture;

/// <summary>
/// How long after a key its consequence is in the video. A window flashes white while the marker key is held; the first white
/// frame's time minus the key's is the latency from end to end: the keyboard, the window, the screen, the capture, and up to a
/// frame until the next is due.
/// </summary>
public static class FlashLatency
{
    private const int BytesPerPixel = 3;

    /// <summary>Finds every flash again.</summary>
    /// <param name="session">A recording of the window that flashes, and of nothing else.</param>
    /// <param name="key">The marker key.</param>
    /// <returns>Milliseconds, one for each press.</returns>
    /// <exception cref="InvalidDataException">Flashes and presses do not pair.</exception>
    public static double[] Measure(Session session, string key)
    {
        ArgumentNullException.ThrowIfNull(session);
        var log = session.Logs.Events;
        double[] pressed = [.. log.Events.Where(e => e.Transition == KeyTransition.Down && log.KeyNames[e.Key] == key)
            .Select(e => e.Time)];
        double[] white = [.. Rises(session.VideoFile).Select(frame => session.Logs.Frames.Times[frame])];
        return white.Length == pressed.Length && pressed.Length > 0
            ? [.. white.Zip(pressed, (shown, down) => 1000 * (shown - down))]
            : throw new InvalidDataException(
                $"{session.VideoFile}: found {white.Length} flashes; expected one for each of the {pressed.Length} presses of "
                + $"{key}"
                + " (was something above the window, or were they too short for the frame rate?).");
    }

    /// <summary>The frames that are white where the one before was not.</summary>
    private static List<int> Rises(string video)
    {
        using var reader = VideoReader.Open(video);
        var rises = new List<int>();
        bool white = true;
        foreach (var (index, frame) in reader.ReadAll())
        {
            _ = frame.GetArray(out OpenCvSharp.Vec3b[] pixels);
            bool now = pixels.Average(p => (p.Item0 + p.Item1 + p.Item2) / (double)BytesPerPixel) > 127;
            if (now && !white)
            {
                rises.Add(index);
            }

            white = now;
        }

        return rises;
    }
}
