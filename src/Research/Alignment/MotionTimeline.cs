using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Research.Alignment;

/// <summary>
/// How far the mouse moved before each frame of a session: row i is frame i, its columns are dx and dy in pixels.
/// </summary>
/// <remarks>
/// Frame i has the sum of the motions with a time above that of frame i − 1 and up to its own. These are the events that change
/// the keys' labels from frame i − 1 to frame i (<see cref="ActionTimeline.Replay"/>). No frame comes before frame 0, so that its
/// row is 0 and what is logged up to its time is <see cref="Before"/>. Of frames with the same time the first has the motion.
/// The recorder logs one line for the motions within the time of one frame, at the time of the first of them: the end of such a
/// line may belong to the next frame.
/// </remarks>
public sealed class MotionTimeline
{
    /// <summary>Names of the columns.</summary>
    public static IReadOnlyList<string> Axes { get; } = ["dx", "dy"];

    private readonly double[] _values;

    private MotionTimeline(double[] values, (double Dx, double Dy) before, (double Dx, double Dy) after) =>
        (_values, Before, After) = (values, before, after);

    /// <summary>Number of frames, N.</summary>
    public int FrameCount => _values.Length / 2;

    /// <summary>[N, 2], row-major: pixels to the right and pixels down.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Motion up to the time of frame 0, which no frame has.</summary>
    public (double Dx, double Dy) Before { get; }

    /// <summary>Motion after the last frame, which no frame has.</summary>
    public (double Dx, double Dy) After { get; }

    /// <summary>The motion of a frame.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="axis">0: to the right; 1: down.</param>
    public double this[int frame, int axis] => _values[2 * frame + axis];

    /// <summary>Sums the motions of a mouse log over the frames of a session.</summary>
    /// <param name="mouse">What the mouse did; buttons and wheel count for nothing.</param>
    /// <param name="frames">The frames' times.</param>
    /// <param name="name">What the error calls the log.</param>
    /// <exception cref="LogFormatException">The mouse moves, but no motion has dx and dy: the log has positions only.</exception>
    public static MotionTimeline Of(IReadOnlyList<MouseInput> mouse, FrameClock frames, string name = "mouse")
    {
        ArgumentNullException.ThrowIfNull(mouse);
        ArgumentNullException.ThrowIfNull(frames);
        var moves = mouse.Where(input => input.Action == MouseAction.Move).ToList();
        if (moves.Count > 0 && moves.All(move => move.Dx is null && move.Dy is null))
        {
            throw new LogFormatException(name, 0, $"{moves.Count} lines of motion without dx and dy",
                "relative motion, as \"motion\": true needs it");
        }

        double[] times = frames.TimeArray, values = new double[2 * times.Length];
        (double Dx, double Dy) before = default, after = default;
        foreach (var move in moves)
        {
            double time = move.Time / 1e9, dx = move.Dx ?? 0, dy = move.Dy ?? 0;
            int frame = frames.FirstAtOrAfter(time);
            if (time <= times[0])
            {
                before = (before.Dx + dx, before.Dy + dy);
            }
            else if (frame == times.Length)
            {
                after = (after.Dx + dx, after.Dy + dy);
            }
            else
            {
                values[2 * frame] += dx;
                values[2 * frame + 1] += dy;
            }
        }

        return new MotionTimeline(values, before, after);
    }

    /// <summary>
    /// The standard deviation of each axis over some frames, divided by their number: dx, dy, in pixels.
    /// </summary>
    /// <param name="frames">The frames, at least one.</param>
    public double[] Deviation(IReadOnlyCollection<int> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return [.. Axes.Select((_, axis) =>
        {
            double mean = frames.Average(frame => this[frame, axis]);
            return Math.Sqrt(frames.Average(frame => (this[frame, axis] - mean) * (this[frame, axis] - mean)));
        })];
    }

    /// <summary>SHA-256 over the motion of some frames, in hexadecimal.</summary>
    /// <param name="frames">The frames, in order.</param>
    public string Hash(IEnumerable<int> frames)
    {
        double[] chosen = [.. frames.SelectMany(frame => new[] { this[frame, 0], this[frame, 1] })];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(chosen.AsSpan())));
    }
}
