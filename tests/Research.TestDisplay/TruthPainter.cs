using Research.Capture.X11;

namespace Research.TestDisplay;

/// <summary>Draws the bar code beside the screen and copies it there at once, so that no capture sees half of it.</summary>
internal sealed unsafe class TruthPainter
{
    private readonly XWindow _window;
    private readonly nint _display, _context;
    private readonly nuint _picture;

    public TruthPainter(XWindow window)
    {
        _window = window;
        _display = window.Connection.Display;
        _ = LibX11.XGetWindowAttributes(_display, window.Id, out var attributes);
        _picture = LibX11.XCreatePixmap(_display, window.Id, TruthCode.Width, TruthCode.Height, (uint)attributes.Depth);
        _context = LibX11.XCreateGC(_display, _picture, 0, 0);
    }

    public void Draw(Truth truth)
    {
        Paint(0x000000, [new XRectangle(0, 0, TruthCode.Width, TruthCode.Height)]);
        Paint(0xFFFFFF, [.. TruthCode.WhiteCells(truth)
            .Select(c => new XRectangle((short)c.Left, (short)c.Top, (ushort)c.Width, (ushort)c.Height))]);
        _ = LibX11.XCopyArea(_display, _picture, _window.Id, _context, 0, 0, TruthCode.Width, TruthCode.Height, 0, 0);
        _ = LibX11.XFlush(_display);
    }

    private void Paint(uint color, XRectangle[] rectangles)
    {
        _ = LibX11.XSetForeground(_display, _context, color);
        fixed (XRectangle* first = rectangles)
        {
            _ = LibX11.XFillRectangles(_display, _picture, _context, first, rectangles.Length);
        }
    }
}
