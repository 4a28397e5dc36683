namespace Research.Capture.X11;

/// <summary>
/// Whether other windows cover a window, so that its pixels are theirs. Under a compositing manager a window keeps its
/// pixels, and the server does not call it covered.
/// </summary>
internal sealed unsafe class WindowCover
{
    private const int InputOutput = 1;

    private readonly XConnection _x;
    private readonly nuint _window;

    /// <summary>Asks the server to tell of changes.</summary>
    /// <param name="x">The connection; nobody else takes its events.</param>
    /// <param name="window">The window; the root is never covered.</param>
    public WindowCover(XConnection x, nuint window)
    {
        (_x, _window) = (x, window);
        if (window != x.Root)
        {
            _ = LibX11.XSelectInput(x.Display, window, LibX11.VisibilityChangeMask);
            IsCovered = LibX11.XGetSelectionOwner(x.Display, x.Atom("_NET_WM_CM_S0")) == 0 && IsBelowAnother();
        }
    }

    /// <summary>Whether a part of it is covered or outside the screen.</summary>
    public bool IsCovered { get; private set; }

    /// <summary>Reads the server's events since the last call.</summary>
    public void Update()
    {
        XEvent received;
        while (!_x.IsGone && LibX11.XPending(_x.Display) > 0)
        {
            _ = LibX11.XNextEvent(_x.Display, &received);
            if (received.Type == LibX11.VisibilityNotify)
            {
                IsCovered = received.Visibility.State != LibX11.Unobscured;
            }
        }
    }

    /// <summary>
    /// Whether a window above this one, or above one around it, meets it: the server reports it only when it changes.
    /// </summary>
    private bool IsBelowAnother()
    {
        for (nuint window = _window; window != _x.Root;)
        {
            if (LibX11.XQueryTree(_x.Display, window, out _, out nuint parent, out nuint* inner, out _) == 0)
            {
                return false;
            }

            _ = LibX11.XFree(inner);
            if (AreaIn(parent) is not { } area || IsMet(area, parent, below: window))
            {
                return true;
            }

            window = parent;
        }

        return false;
    }

    /// <summary>Where the window is in one around it; null where it is partly outside of that, or gone.</summary>
    private PixelRectangle? AreaIn(nuint around)
    {
        if (LibX11.XGetWindowAttributes(_x.Display, _window, out var own) == 0
            || LibX11.XGetWindowAttributes(_x.Display, around, out var outer) == 0
            || LibX11.XTranslateCoordinates(_x.Display, _window, around, 0, 0, out int left, out int top, out _) == 0)
        {
            return null;
        }

        var area = new PixelRectangle(left, top, own.Width, own.Height);
        return area.Intersect(new PixelRectangle(0, 0, outer.Width, outer.Height)) == area ? area : null;
    }

    private bool IsMet(in PixelRectangle area, nuint parent, nuint below)
    {
        if (LibX11.XQueryTree(_x.Display, parent, out _, out _, out nuint* children, out uint count) == 0 || children == null)
        {
            return false;
        }

        bool isAbove = false, isMet = false;
        for (uint i = 0; i < count && !isMet; i++) // from the lowest to the highest
        {
            isMet = isAbove && LibX11.XGetWindowAttributes(_x.Display, children[i], out var other) != 0
                && other.MapState == LibX11.Viewable && other.Class == InputOutput
                && !area.Intersect(new PixelRectangle(other.X, other.Y, other.Width, other.Height)).IsEmpty;
            isAbove |= children[i] == below;
        }

        _ = LibX11.XFree(children);
        return isMet;
    }
}
