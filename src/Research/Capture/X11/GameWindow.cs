using OpenCvSharp;
using Research.Alignment;

namespace Research.Capture.X11;

/// <summary>
/// The window of a game that this process plays: it shows pictures and hears keys while it has the focus. Used by one thread.
/// </summary>
public sealed unsafe class GameWindow : IDisposable
{
    private readonly XConnection _x;
    private readonly XWindow _window;
    private readonly XPicture _picture;
    private readonly ActionSet _actions;
    private readonly nuint _close;
    private uint _held, _pressed;
    private bool _isClosed;

    private GameWindow(XConnection x, string title, Size size, ActionSet actions)
    {
        (_x, _actions, Size) = (x, actions, size);
        _window = new XWindow(x, title, new PixelRectangle(0, 0, size.Width, size.Height));
        _picture = new XPicture(_window, size.Width, size.Height);
        _ = LibX11.XSelectInput(x.Display, _window.Id,
            LibX11.KeyPressMask | LibX11.KeyReleaseMask | LibX11.FocusChangeMask | LibX11.StructureNotifyMask);
        _ = LibX11.XkbSetDetectableAutoRepeat(x.Display, 1, 0);
        nuint close = _close = x.Atom("WM_DELETE_WINDOW");
        _ = LibX11.XSetWMProtocols(x.Display, _window.Id, &close, 1);
        _ = LibX11.XSetInputFocus(x.Display, _window.Id, LibX11.RevertToParent, 0); // a window manager gives it itself
        _ = LibX11.XSync(x.Display, 0);
    }

    /// <summary>What it shows, in pixels.</summary>
    public Size Size { get; }

    /// <summary>Whether somebody has closed it, or its X server has ended.</summary>
    public bool IsClosed => _isClosed || _x.IsGone;

    /// <summary>Opens one at the upper left corner of the screen, with the focus.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="size">In pixels.</param>
    /// <param name="actions">What its keys mean; at most 32 actions.</param>
    /// <exception cref="IOException">There is no display.</exception>
    /// <exception cref="NotSupportedException">The session is Wayland's, or an X library is not installed.</exception>
    public static GameWindow Open(string title, Size size, ActionSet actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The window of a game opens on Linux with X11.");
        }

        return new GameWindow(XConnection.Open(DisplayName.OfThisSession()), title, size, actions);
    }

    /// <summary>Shows a picture, and returns when the server has it.</summary>
    /// <param name="pixels">[height, width, 4] of <see cref="Size"/>: blue, green, red, unused.</param>
    /// <exception cref="ArgumentException">It has another size or type.</exception>
    public void Show(Mat pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Size() != Size || pixels.Type() != MatType.CV_8UC4 || !pixels.IsContinuous())
        {
            throw new ArgumentException(
                $"Found a picture of {pixels.Size()}, {pixels.Type()}; expected {Size}, four bytes a pixel.", nameof(pixels));
        }

        if (!IsClosed)
        {
            _picture.Put(new ReadOnlySpan<byte>(pixels.DataPointer, 4 * Size.Width * Size.Height));
            _picture.Show();
            _ = LibX11.XSync(_x.Display, 0);
        }
    }

    /// <summary>Hears keys until a time, or until it is closed or cancelled.</summary>
    /// <param name="time">UTC seconds, as <see cref="UtcClock"/> has them.</param>
    /// <param name="cancellation">Noticed within 50 ms.</param>
    public void Wait(double time, CancellationToken cancellation = default)
    {
        while (true)
        {
            Take();
            double left = time - UtcClock.Now;
            if (left <= 0 || IsClosed || cancellation.IsCancellationRequested)
            {
                return;
            }

            var socket = new PollDescriptor { File = LibX11.XConnectionNumber(_x.Display), Events = LibC.Readable };
            _ = LibC.poll(&socket, 1, Math.Clamp((int)Math.Ceiling(left * 1000), 1, 50));
        }
    }

    /// <summary>The actions that are held, and those that were pressed since it was asked last, however briefly.</summary>
    /// <returns>Bits in the order of the actions.</returns>
    public uint TakeActions()
    {
        uint taken = _held | _pressed;
        _pressed = 0;
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _picture.Dispose();
        _window.Dispose();
        _x.Dispose();
    }

    private void Take()
    {
        XEvent received;
        while (!_x.IsGone && LibX11.XPending(_x.Display) > 0)
        {
            _ = LibX11.XNextEvent(_x.Display, &received);
            switch (received.Type)
            {
                case LibX11.KeyPress or LibX11.KeyRelease:
                    Take(received.Key);
                    break;
                case LibX11.FocusOut: // releases go to others from now on
                    _held = 0;
                    break;
                case LibX11.MappingNotify:
                    _ = LibX11.XRefreshKeyboardMapping(&received);
                    break;
                case LibX11.DestroyNotify:
                case LibX11.ClientMessage when ((XClientMessageEvent*)&received)->Data[0] == (long)_close:
                    _isClosed = true;
                    break;
            }
        }
    }

    private void Take(in XKeyEvent key)
    {
        int action = _actions.OfKey(KeySymbol.Name(LibX11.XkbKeycodeToKeysym(_x.Display, (byte)key.KeyCode, 0, 0)));
        if (action >= 0)
        {
            bool isPress = key.Type == LibX11.KeyPress;
            _held = isPress ? _held | 1u << action : _held & ~(1u << action);
            _pressed |= isPress ? 1u << action : 0;
        }
    }
}
