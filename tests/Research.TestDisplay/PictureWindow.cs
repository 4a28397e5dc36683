using Research.Capture;
using Research.Capture.X11;

namespace Research.TestDisplay;

/// <summary>A window that shows a given picture, whatever covers it in between.</summary>
public sealed unsafe class PictureWindow : IDisposable
{
    private readonly XConnection _x;
    private readonly XWindow _window;

    /// <summary>Shows a picture.</summary>
    /// <param name="display">The X server.</param>
    /// <param name="title">The window's title.</param>
    /// <param name="left">Its place on the screen.</param>
    /// <param name="top">Its place on the screen.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="pixels">[height, width, 4] bytes: blue, green, red, unused.</param>
    public PictureWindow(string display, string title, int left, int top, int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        _x = XConnection.Open(display);
        _window = new XWindow(_x, title, new PixelRectangle(left, top, width, height));
        using var picture = new XPicture(_window, width, height); // the server keeps what is a background
        picture.Put(pixels);
        _ = LibX11.XSetWindowBackgroundPixmap(_x.Display, _window.Id, picture.Id);
        _ = LibX11.XClearWindow(_x.Display, _window.Id);
        _ = LibX11.XSync(_x.Display, 0);
    }

    /// <summary>Its title from now on.</summary>
    public void Rename(string title)
    {
        _window.Title = title;
        _ = LibX11.XSync(_x.Display, 0);
    }

    /// <summary>Moves it, and gives it another size.</summary>
    public void Place(int left, int top, int width, int height)
    {
        _ = LibX11.XMoveResizeWindow(_x.Display, _window.Id, left, top, (uint)width, (uint)height);
        _ = LibX11.XSync(_x.Display, 0);
    }

    /// <summary>Gives it the focus.</summary>
    public void Focus()
    {
        _ = LibX11.XSetInputFocus(_x.Display, _window.Id, 0, 0);
        _ = LibX11.XSync(_x.Display, 0);
    }

    /// <summary>Takes all keys for itself, as some games do.</summary>
    public bool GrabKeys() => LibX11.XGrabKeyboard(_x.Display, _window.Id, 1, 1, 1, 0) == 0;

    /// <summary>
    /// How many presses it has heard, repeats included, since it was asked last; the first time, it begins to listen.
    /// </summary>
    public int CountPresses()
    {
        _ = LibX11.XSelectInput(_x.Display, _window.Id, LibX11.KeyPressMask);
        _ = LibX11.XSync(_x.Display, 0);
        int presses = 0;
        XEvent received;
        while (LibX11.XPending(_x.Display) > 0)
        {
            _ = LibX11.XNextEvent(_x.Display, &received);
            presses += received.Type == LibX11.KeyPress ? 1 : 0;
        }

        return presses;
    }

    /// <summary>Hides it, as minimising does.</summary>
    public void Hide()
    {
        _ = LibX11.XUnmapWindow(_x.Display, _window.Id);
        _ = LibX11.XSync(_x.Display, 0);
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _x.Dispose();
}
