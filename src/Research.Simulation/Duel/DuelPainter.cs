using OpenCvSharp;
using Research.Simulation.Duel.Drawing;

namespace Research.Simulation.Duel;

/// <summary>Paints the frames of one episode.</summary>
public sealed class DuelPainter : IDisposable
{
    private readonly Place _place;
    private readonly Mat _picture;

    /// <summary>A painter of an episode.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="size">Of the frames, 16:9.</param>
    /// <exception cref="ArgumentException">The size is not 16:9.</exception>
    public DuelPainter(DuelEpisode episode, Size size)
        : this((episode ?? throw new ArgumentNullException(nameof(episode))).Look, size)
    {
    }

    /// <summary>A painter of an arena.</summary>
    /// <param name="look">Seed of what it looks like.</param>
    /// <param name="size">Of the frames, 16:9.</param>
    internal DuelPainter(int look, Size size)
    {
        if (9 * size.Width != 16 * size.Height)
        {
            throw new ArgumentException(
                $"Frames of {size.Width}×{size.Height} pixels are not 16:9, as those of {FullSize.Width}×{FullSize.Height} are.",
                nameof(size));
        }

        _place = new Place(look, size);
        _picture = new Mat(size, MatType.CV_8UC3);
    }

    /// <summary>The size that the document's frames have.</summary>
    public static Size FullSize { get; } = new(256, 144);

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes => 3 * _picture.Rows * _picture.Cols;

    /// <summary>Paints a frame.</summary>
    /// <param name="frame">What it shows.</param>
    /// <param name="planes">Gets it: [3, H, W], red first.</param>
    public unsafe void Paint(DuelFrame frame, Span<byte> planes)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _ = Paint(frame);
        int area = _picture.Rows * _picture.Cols;
        var pixels = new ReadOnlySpan<byte>(_picture.DataPointer, 3 * area);
        Span<byte> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        for (int i = 0, from = 0; i < area; i++, from += 3)
        {
            (blue[i], green[i], red[i]) = (pixels[from], pixels[from + 1], pixels[from + 2]);
        }
    }

    /// <summary>Paints a frame: 8-bit BGR, overwritten by the next.</summary>
    internal Mat Paint(DuelFrame frame)
    {
        double lift = 2.6 * frame.Shake * Math.Sin(40 * frame.Time), scale = _picture.Cols / 256.0;
        var pen = new Pen(_picture, scale, frame.Camera, lift);
        _place.Paint(_picture, frame.Camera, lift);
        Fighters.Boss(pen, frame);
        Fighters.Player(pen, frame);
        _place.PaintDrift(pen, frame.Camera, frame.Time);
        HealthBars.Paint(new Pen(_picture, scale, 0, 0), frame);
        return _picture;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _place.Dispose();
        _picture.Dispose();
    }
}
