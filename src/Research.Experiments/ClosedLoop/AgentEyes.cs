using System.Diagnostics;
using OpenCvSharp;
using Research.Capture;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// What a policy sees of a window, and predicts of it: a capture, the transform of the sessions' frames, the network.
/// </summary>
/// <param name="screen">The window.</param>
/// <param name="live">The policy; its only lane is used.</param>
internal sealed class AgentEyes(IScreenSource screen, LivePolicy live) : IDisposable
{
    private readonly FrameTransform _transform = new(live.FrameShape.Width, live.FrameShape.Height,
        live.FrameShape.Channels == 1 ? FrameColor.Gray : FrameColor.Rgb);
    private readonly byte[] _pixels = new byte[4 * screen.Width * screen.Height], _frame = new byte[live.FrameShape.Length];
    private readonly Mat _color = new();

    /// <summary>Of each action, as of the last look.</summary>
    public float[] Probabilities { get; } = new float[live.Actions];

    /// <summary>Looks.</summary>
    /// <returns>Milliseconds of the three stages.</returns>
    /// <exception cref="IOException">The window is gone, or has another size.</exception>
    public unsafe (double Capture, double Transform, double Network) Look()
    {
        long begin = Stopwatch.GetTimestamp();
        screen.Capture(_pixels);
        long captured = Stopwatch.GetTimestamp();
        fixed (byte* pixels = _pixels)
        {
            using var taken = Mat.FromPixelData(screen.Height, screen.Width, MatType.CV_8UC4, (nint)pixels);
            Cv2.CvtColor(taken, _color, ColorConversionCodes.BGRA2BGR);
        }

        _transform.Apply(_color, _frame);
        long transformed = Stopwatch.GetTimestamp();
        live.Predict(_frame, Probabilities);
        return (Milliseconds(begin, captured), Milliseconds(captured, transformed),
            Milliseconds(transformed, Stopwatch.GetTimestamp()));

        static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
    }

    /// <summary>Forgets what it has seen.</summary>
    public void Forget() => live.Reset(0);

    public void Dispose() => _color.Dispose();
}
