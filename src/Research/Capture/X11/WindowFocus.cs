namespace Research.Capture.X11;

/// <summary>Whether a window of another program has the focus, is there, and what changes about it. Used by one thread.</summary>
internal sealed unsafe class WindowFocus : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly XConnection _x;
    private readonly nuint _window;
    private readonly string _what;
    private bool _isClosed;

    /// <summary>Watches a window.</summary>
    /// <param name="display">The server.</param>
    /// <param name="window">The window.</param>
    /// <param name="what">What messages call it.</param>
    /// <exception cref="IOException">There is no such server.</exception>
    public WindowFocus(string display, nuint window, string what)
    {
        (_x, _window, _what) = (XConnection.Open(display), window, what);
        _ = LibX11.XSelectInput(_x.Display, window, LibX11.FocusChangeMask | LibX11.StructureNotifyMask);
        _ = LibX11.XSync(_x.Display, 0);
    }

    /// <summary>Whether the window was closed, or its server ended.</summary>
    public bool IsClosed => _isClosed || _x.IsGone;

    /// <summary>Whether what is typed goes to the window, or to one within it.</summary>
    public bool HasFocus
    {
        get
        {
            if (IsClosed || LibX11.XGetInputFocus(_x.Display, out nuint focus, out _) == 0 || focus <= LibX11.PointerRoot)
            {
                return false;
            }

            while (focus != _window && focus != _x.Root && focus != 0)
            {
                focus = Parent(focus);
            }

            return focus == _window;
        }
    }

    /// <summary>Raises the window and gives it the focus.</summary>
    /// <exception cref="IOException">It does not get it.</exception>
    public void Take()
    {
        Activate();
        double end = UtcClock.Now + Longest.TotalSeconds;
        while (!HasFocus)
        {
            if (IsClosed || UtcClock.Now > end)
            {
                throw new IOException($"{_what}: found that it does not take the focus; expected it to, as keys go to the window "
                    + "that has it.");
            }

            XConnection.ForgetError();
            _ = LibX11.XRaiseWindow(_x.Display, _window);
            _ = LibX11.XSetInputFocus(_x.Display, _window, LibX11.RevertToParent, 0);
            _ = LibX11.XSync(_x.Display, 0);
            Wait(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Waits until something happens to the window, and takes note of it.</summary>
    /// <returns>Whether something has.</returns>
    public bool Wait(TimeSpan longest)
    {
        if (!_x.IsGone && LibX11.XPending(_x.Display) == 0)
        {
            var socket = new PollDescriptor { File = LibX11.XConnectionNumber(_x.Display), Events = LibC.Readable };
            _ = LibC.poll(&socket, 1, Math.Max(0, (int)longest.TotalMilliseconds));
        }

        bool any = false;
        XEvent received;
        while (!_x.IsGone && LibX11.XPending(_x.Display) > 0)
        {
            _ = LibX11.XNextEvent(_x.Display, &received);
            _isClosed |= received.Type == LibX11.DestroyNotify;
            any = true;
        }

        return any || _x.IsGone;
    }

    public void Dispose() => _x.Dispose();

    /// <summary>Asks the window manager, where there is one, which may refuse others.</summary>
    private void Activate()
    {
        if (_x.Windows(_x.Root, _x.Atom("_NET_CLIENT_LIST")) is null)
        {
            return;
        }

        XEvent sent = default;
        var message = (XClientMessageEvent*)&sent;
        (message->Type, message->Window, message->Format) = (LibX11.ClientMessage, _window, 32);
        message->MessageType = _x.Atom("_NET_ACTIVE_WINDOW");
        message->Data[0] = 2; // as a pager asks, which is not refused
        _ = LibX11.XSendEvent(_x.Display, _x.Root, 0, LibX11.SubstructureMasks, &sent);
        _ = LibX11.XSync(_x.Display, 0);
    }

    private nuint Parent(nuint window)
    {
        if (LibX11.XQueryTree(_x.Display, window, out _, out nuint parent, out nuint* children, out _) == 0)
        {
            return 0;
        }

        _ = children == null ? 0 : LibX11.XFree(children);
        return parent;
    }
}
