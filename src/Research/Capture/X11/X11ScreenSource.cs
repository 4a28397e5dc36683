namespace Research.Capture.X11;

/// <summary>An X server's screen, a rectangle of it, or a window.</summary>
internal sealed class X11ScreenSource : IScreenSource
{
    private const int PixelBytes = 4;

    private readonly XConnection _x;
    private readonly nuint _window;
    private readonly WindowCover _cover;
    private readonly PixelRectangle _taken;
    private readonly (int Width, int Height) _firstSize;
    private readonly bool _isPart;
    private (int Width, int Height) _size;
    private PixelRectangle _now;
    private PixelGrab _grab;
    private byte[]? _unscaled;

    private X11ScreenSource(XConnection x, nuint window, CaptureArea.Region? part, string what)
    {
        _x = x;
        _window = window;
        _isPart = part is not null;
        Description = part is null ? $"{what} on {x.Name}" : $"{what} {part.X},{part.Y},{part.Width},{part.Height} of {x.Name}";
        if (LibX11.XGetWindowAttributes(x.Display, window, out var attributes) == 0)
        {
            throw Gone();
        }

        _size = _firstSize = (attributes.Width, attributes.Height);
        _now = _taken = PixelRectangle.Taken(part, attributes.Width, attributes.Height, x.Name, what);
        _grab = new PixelGrab(x, attributes, _taken.Width, _taken.Height);
        _cover = new WindowCover(x, window);
        State = new ScreenState(Width, Height, _cover.IsCovered ? Visibility.Covered : Visibility.Visible);
    }

    public string Description { get; }

    public int Width => _taken.Width;

    public int Height => _taken.Height;

    public ScreenState State { get; private set; }

    /// <summary>Whether a new size is scaled into the first one; without it, a new size is an error.</summary>
    internal bool FollowsSize { get; init; }

    internal bool IsShared => _grab.IsShared;

    /// <summary>The window; for a part of the screen, or all of it, the root.</summary>
    internal nuint Window => _window;

    /// <summary>Opens what is to be captured.</summary>
    /// <exception cref="IOException">As <see cref="ScreenSource.Open"/>.</exception>
    /// <exception cref="NotSupportedException">As <see cref="ScreenSource.Open"/>.</exception>
    public static X11ScreenSource Open(CaptureArea area, string display, bool followsSize = false)
    {
        var x = XConnection.Open(display);
        try
        {
            if (area is not CaptureArea.Window wanted)
            {
                return new(x, x.Root, area as CaptureArea.Region, area is CaptureArea.Region ? "region" : "screen")
                {
                    FollowsSize = followsSize,
                };
            }

            var (window, title) = new WindowTitles(x).Find(wanted.Title);
            return new(x, window, null, $"window '{title}'") { FollowsSize = followsSize };
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
        int bytes = Width * Height * PixelBytes;
        if (pixels.Length != bytes)
        {
            throw new ArgumentException(
                $"{Description}: found room for {pixels.Length} bytes; expected {bytes}, {Width}×{Height} pixels of "
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
                Follow((int)width, (int)height);
            }

            var copied = _unscaled is null ? pixels : _unscaled;
            if (TryCopy(copied) is { } visibility)
            {
                if (_unscaled is not null)
                {
                    LetterBox.Draw(copied, _size, pixels, (Width, Height));
                }

                State = new ScreenState(_now.Width, _now.Height, visibility);
                return;
            }

            if (_x.IsGone || !XConnection.FailedBy(LibX11.BadMatch))
            {
                break;
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

    /// <summary>Captures all of a window of another size from now on; a part of a screen stays that part.</summary>
    private void Follow(int width, int height)
    {
        if (!FollowsSize)
        {
            throw new IOException(
                $"{Description}: found {width}×{height} pixels; expected {_size.Width}×{_size.Height}, as when the "
                + "recording began.");
        }

        if (LibX11.XGetWindowAttributes(_x.Display, _window, out var attributes) == 0)
        {
            throw Gone();
        }

        _size = (width, height);
        if (!_isPart)
        {
            _now = _size == _firstSize ? _taken : new PixelRectangle(0, 0, width, height);
            _unscaled = _size == _firstSize ? null : new byte[width * height * PixelBytes];
            _grab.Dispose();
            _grab = new PixelGrab(_x, attributes, _now.Width, _now.Height);
        }
    }

    /// <summary>Copies what is captured now, unscaled; null where the server refuses.</summary>
    private Visibility? TryCopy(Span<byte> pixels)
    {
        int stride = _now.Width * PixelBytes;
        _cover.Update();
        return _grab.TryCopy(_window, _now, pixels, stride) ? _cover.IsCovered ? Visibility.Covered : Visibility.Visible
            : !_x.IsGone && XConnection.FailedBy(LibX11.BadMatch) ? TryCopyVisible(pixels, stride)
            : null;
    }

    /// <summary>The server refuses to copy what is not all on the screen.</summary>
    private Visibility? TryCopyVisible(Span<byte> pixels, int stride)
    {
        if (LibX11.XGetWindowAttributes(_x.Display, _window, out var attributes) == 0
            || LibX11.XTranslateCoordinates(_x.Display, _window, _x.Root, 0, 0, out int left, out int top, out _) == 0
            || LibX11.XGetGeometry(_x.Display, _x.Root, out _, out _, out _, out uint width, out uint height, out _, out _) == 0)
        {
            return null;
        }

        pixels.Clear();
        if (attributes.MapState != LibX11.Viewable)
        {
            return Visibility.Hidden;
        }

        var visible = _now.Intersect(new PixelRectangle(-left, -top, (int)width, (int)height));
        return visible.IsEmpty
            || _grab.TryCopy(_window, visible, pixels[(visible.Y * stride + visible.X * PixelBytes)..], stride)
            ? Visibility.Covered : null;
    }

    private IOException Gone() => _x.IsGone ? _x.Ended()
        : new IOException($"{Description}: found that it was closed; expected it to stay while recording.");
}
