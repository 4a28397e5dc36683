using System.Text;

namespace Research.Capture.X11;

/// <summary>A window that this process shows, of one color.</summary>
internal sealed unsafe class XWindow : IDisposable
{
    /// <summary>Shows a window, black at first, above all others.</summary>
    /// <param name="x">The connection.</param>
    /// <param name="title">Its title.</param>
    /// <param name="place">Where on the screen, in pixels.</param>
    /// <param name="managed">Whether a window manager may frame and move it.</param>
    public XWindow(XConnection x, string title, PixelRectangle place, bool managed = true)
    {
        Connection = x;
        Id = LibX11.XCreateSimpleWindow(x.Display, x.Root, place.X, place.Y, (uint)place.Width, (uint)place.Height, 0, 0, 0);
        if (!managed)
        {
            var attributes = new XSetWindowAttributes { OverrideRedirect = 1 };
            _ = LibX11.XChangeWindowAttributes(x.Display, Id, LibX11.OverrideRedirect, &attributes);
        }

        Title = title;
        _ = LibX11.XMapRaised(x.Display, Id);
        _ = LibX11.XSync(x.Display, 0);
    }

    public XConnection Connection { get; }

    public nuint Id { get; }

    public string Title
    {
        set
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(value);
            fixed (byte* text = utf8)
            {
                _ = LibX11.XChangeProperty(Connection.Display, Id, Connection.Atom("_NET_WM_NAME"),
                    Connection.Atom("UTF8_STRING"), 8, 0, text, utf8.Length);
            }
        }
    }

    /// <summary>Fills it.</summary>
    /// <param name="color">0xRRGGBB.</param>
    public void Fill(uint color)
    {
        _ = LibX11.XSetWindowBackground(Connection.Display, Id, color);
        _ = LibX11.XClearWindow(Connection.Display, Id);
        _ = LibX11.XFlush(Connection.Display);
    }

    public void Dispose()
    {
        if (!Connection.IsGone)
        {
            _ = LibX11.XDestroyWindow(Connection.Display, Id);
            _ = LibX11.XSync(Connection.Display, 0);
        }
    }
}
