namespace Research.Capture.X11;

/// <summary>An X server's screen, a rectangle of it, or a window.</summary>
internal sealed class X11ScreenSource : IScreenSource
{
    private const int PixelBytes = 4;

    private readonly XConnection _x;
    private readonly nuint _window;
    private readonly PixelRectangle _taken;
    private readonly (int Width, int Height) _size;
    private readonly PixelGrab _grab;

    private X11ScreenSource(XConnection x, nuint window, CaptureArea.Region? part, string what)
    {
        _x = x;
        _window = window;
        Description = part is null ? $"{what} on {x.Name}" : $"{what} {part.X},{part.Y},{part.Width},{part.Height} of {x.Name}";
        if (LibX11.XGetWindowAttributes(x.Display, window, out var attributes) == 0)
        {
            throw Gone();
        }

        _size = (attributes.Width, attributes.Height);
        _taken = PixelRectangle.Taken(part, attributes.Width, attributes.Height, x.Name, what);
        _grab = new PixelGrab(x, attributes, _taken.Width, _taken.Height);
    }

    public string Description { get; }

    public int Width => _taken.Width;

    public int Height => _taken.Height;

    internal bool IsShared => _grab.IsShared;

    /// <summary>The window; for a part of the screen, or all of it, the root.</summary>
    internal nuint Window => _window;

    /// <summary>Opens what is to be captured.</summary>
    /// <exception cref="IOException">As <see cref="ScreenSource.Open"/>.</exception>
    /// <exception cref="NotSupportedException">As <see cref="ScreenSource.Open"/>.</exception>
    public static X11ScreenSource Open(CaptureArea area, string display)
    {
        var x = XConnection.Open(display);
        try
        {
            if (area is not CaptureArea.Window wanted)
            {
                return new(x, x.Root, area as CaptureArea.Region, area is CaptureArea.Region ? "region" : "screen");
            }

            var (window, title) = new WindowTitles(x).Find(wanted.Title);
            return new(x, window, null, $"window '{title}'");
        }
        catch
        {
            x.Dispose();
            throw;
        }
    }

    public void Capture(Span<byte> pixels)
    {
        _x.RequireOpen();
        int stride = Width * PixelBytes;
        if (pixels.Length != stride * Height)
        {
            throw new ArgumentException(
                $"{Description}: found room for {pixels.Length} bytes; expected {stride * Height}, {Width}×{Height} pixels of "
                + $"{PixelBytes}.", nameof(pixels));
        }

        // A window may move or shrink between asking where it is and copying it.
        for (int attempt = 0; attempt < 3; attempt++)
        {
            _x.RequireAlive();
            XConnection.ForgetError();
            if (LibX11.XGetGeometry(_x.Display, _window, out _, out _, out _, out uint width, out uint height, out _, out _) == 0)
            {
                throw Gone();
            }

            if (((int)width, (int)height) != _size)
            {
                throw new IOException(
                    $"{Description}: found {width}×{height} pixels; expected {_size.Width}×{_size.Height}, as when the "
                    + "recording began.");
            }

            if (_grab.TryCopy(_window, _taken, pixels, stride))
            {
                return;
            }

            if (_x.IsGone || !XConnection.FailedBy(LibX11.BadMatch))
            {
                break;
            }

            if (TryCopyVisible(pixels, stride))
            {
                return;
            }
        }

        _x.RequireAlive();
        throw new IOException($"{Description}: found no pixels ({_x.Fault()}); expected {Width}×{Height}.");
    }

    public void Dispose()
    {
        _grab.Dispose();
        _x.Dispose();
    }

    /// <summary>The server refuses to copy what is not all on the screen.</summary>
    private bool TryCopyVisible(Span<byte> pixels, int stride)
    {
        if (LibX11.XGetWindowAttributes(_x.Display, _window, out var attributes) == 0
            || LibX11.XTranslateCoordinates(_x.Display, _window, _x.Root, 0, 0, out int left, out int top, out _) == 0
            || LibX11.XGetGeometry(_x.Display, _x.Root, out _, out _, out _, out uint width, out uint height, out _, out _) == 0)
        {
            return false;
        }

        pixels.Clear();
        var visible = _taken.Intersect(new PixelRectangle(-left, -top, (int)width, (int)height));
        return attributes.MapState != LibX11.Viewable || visible.IsEmpty
            || _grab.TryCopy(_window, visible, pixels[(visible.Y * stride + visible.X * PixelBytes)..], stride);
    }

    private IOException Gone() => _x.IsGone ? _x.Ended()
        : new IOException($"{Description}: found that it was closed; expected it to stay while recording.");
}
