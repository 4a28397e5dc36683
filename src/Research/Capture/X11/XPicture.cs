namespace Research.Capture.X11;

/// <summary>A picture beside the screen, as large as what a window shows; it is copied there at once.</summary>
internal sealed unsafe class XPicture : IDisposable
{
    private readonly XWindow _window;
    private readonly nint _display, _context, _visual;
    private readonly (uint Width, uint Height, uint Depth) _size;

    /// <summary>A picture for a window.</summary>
    public XPicture(XWindow window, int width, int height)
    {
        (_window, _display) = (window, window.Connection.Display);
        _ = LibX11.XGetWindowAttributes(_display, window.Id, out var attributes);
        (_size, _visual) = (((uint)width, (uint)height, (uint)attributes.Depth), attributes.Visual);
        Id = LibX11.XCreatePixmap(_display, window.Id, _size.Width, _size.Height, _size.Depth);
        _context = LibX11.XCreateGC(_display, Id, 0, 0);
    }

    /// <summary>The pixmap.</summary>
    public nuint Id { get; }

    /// <summary>Takes pixels, and shows nothing yet.</summary>
    /// <param name="pixels">[height, width, 4] bytes: blue, green, red, unused.</param>
    public void Put(ReadOnlySpan<byte> pixels)
    {
        fixed (byte* data = pixels)
        {
            var image = LibX11.XCreateImage(_display, _visual, _size.Depth, LibX11.ZPixmap, 0, data, _size.Width, _size.Height,
                32, (int)(4 * _size.Width));
            _ = LibX11.XPutImage(_display, Id, _context, image, 0, 0, 0, 0, _size.Width, _size.Height);
            image->Data = null; // the caller's
            _ = LibX11.XDestroyImage(image);
        }
    }

    /// <summary>Copies it to the window.</summary>
    public void Show() => _ = LibX11.XCopyArea(_display, Id, _window.Id, _context, 0, 0, _size.Width, _size.Height, 0, 0);

    public void Dispose()
    {
        if (!_window.Connection.IsGone)
        {
            _ = LibX11.XFreeGC(_display, _context);
            _ = LibX11.XFreePixmap(_display, Id);
        }
    }
}
