using System.Runtime.InteropServices;

namespace Research.Capture.X11;

/// <summary>
/// A connection to an X server, for one thread at a time. Neither an error that it reports nor its end kills the process, as Xlib
/// would.
/// </summary>
internal sealed unsafe class XConnection : IDisposable
{
    [ThreadStatic]
    private static XErrorEvent? t_error;

    private readonly int* _gone;
    private bool _closed;

    static XConnection()
    {
        _ = LibX11.XInitThreads();
        _ = LibX11.XSetErrorHandler(&Remember);
        _ = LibX11.XSetIOErrorHandler(&Ignore);
    }

    private XConnection(nint display, string name)
    {
        Display = display;
        Name = name;
        Root = LibX11.XDefaultRootWindow(display);
        _gone = (int*)NativeMemory.AllocZeroed(sizeof(int));
        LibX11.XSetIOErrorExitHandler(display, &MarkGone, (nint)_gone);
    }

    public nint Display { get; }

    /// <summary>As the environment has it: <c>:0</c>.</summary>
    public string Name { get; }

    public nuint Root { get; }

    /// <summary>Whether the server ended the connection, or ended itself.</summary>
    /// <remarks>From then on Xlib must not be called with it: some functions would never return.</remarks>
    public bool IsGone => *_gone != 0;

    /// <exception cref="IOException">There is no such server, or it lets nobody in.</exception>
    /// <exception cref="NotSupportedException">An X library is not installed, or the server belongs to a Wayland
    /// session.</exception>
    public static XConnection Open(string name)
    {
        try
        {
            nint display = LibX11.XOpenDisplay(name);
            var connection = display != 0 ? new XConnection(display, name)
                : throw new IOException($"{name}: found no X server that lets this program in; expected one, as DISPLAY says.");
            if (!connection.IsXwayland())
            {
                return connection;
            }

            connection.Dispose();
            throw DisplayName.IsXwayland(name);
        }
        catch (Exception fault) when (fault is DllNotFoundException || fault.InnerException is DllNotFoundException)
        {
            throw new NotSupportedException(
                "Recording needs X's libraries: found not all of libX11.so.6, libXext.so.6 and libXi.so.6. Install them with "
                + "'apt-get install libx11-6 libxext6 libxi6'.");
        }
    }

    /// <summary>Forgets errors of earlier requests.</summary>
    public static void ForgetError() => t_error = null;

    /// <summary>Whether the last failed request since <see cref="ForgetError"/> failed by this error.</summary>
    public static bool FailedBy(byte code) => t_error?.Code == code;

    /// <summary>What the server said against the last request that failed since <see cref="ForgetError"/>.</summary>
    public string Fault()
    {
        if (IsGone)
        {
            return "the X server ended the connection";
        }

        if (t_error is not { } error)
        {
            return "the X server gave no reason";
        }

        byte* text = stackalloc byte[200];
        _ = LibX11.XGetErrorText(Display, error.Code, text, 200);
        return $"the X server answered '{Marshal.PtrToStringUTF8((nint)text)}' to request {error.Request}.{error.Minor}";
    }

    /// <summary>Waits until the server has done what it was asked.</summary>
    /// <returns>False where it refused something.</returns>
    public bool Succeeds()
    {
        _ = LibX11.XSync(Display, 0);
        return !IsGone && t_error is null;
    }

    /// <exception cref="IOException">The connection has ended.</exception>
    public void RequireAlive()
    {
        if (IsGone)
        {
            throw Ended();
        }
    }

    public IOException Ended() =>
        new($"{Name}: found that the X server ended the connection; expected it to stay while recording.");

    public nuint Atom(string name) => LibX11.XInternAtom(Display, name, 0);

    /// <summary>The 8-bit value of a window's property; null where it has none.</summary>
    public byte[]? Bytes(nuint window, nuint property) => Property(window, property, 8, out byte* value, out int count)
        ? Take<byte>(value, count) : null;

    /// <summary>Windows that a property lists; null where there is no such property.</summary>
    public nuint[]? Windows(nuint window, nuint property) =>
        Property(window, property, 32, out byte* value, out int count) ? Take<nuint>(value, count) : null;

    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public void RequireOpen() => ObjectDisposedException.ThrowIf(_closed, this);

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _ = IsGone ? 0 : LibX11.XSync(Display, 0); // notices an end that nobody has noticed
        if (!IsGone)
        {
            _ = LibX11.XCloseDisplay(Display); // would wait forever for a server that is gone
            NativeMemory.Free(_gone);
        }
    }

    private bool Property(nuint window, nuint property, int wantedFormat, out byte* value, out int count)
    {
        const int enough = 1 << 16;
        int status = LibX11.XGetWindowProperty(Display, window, property, 0, enough, 0, 0, out _, out int format, out nuint items,
            out _, out value);
        count = (int)items;
        if (status == 0 && value != null && format == wantedFormat && count > 0)
        {
            return true;
        }

        if (status == 0 && value != null)
        {
            _ = LibX11.XFree(value);
        }

        return false;
    }

    private static T[] Take<T>(byte* value, int count)
        where T : unmanaged
    {
        var taken = new ReadOnlySpan<T>(value, count).ToArray();
        _ = LibX11.XFree(value);
        return taken;
    }

    /// <summary>Newer ones say so by an extension; older ones by the names of their input devices.</summary>
    private bool IsXwayland()
    {
        if (LibX11.XQueryExtension(Display, "XWAYLAND", out _, out _, out _) != 0)
        {
            return true;
        }

        int major = 2, minor = 2;
        if (LibX11.XQueryExtension(Display, "XInputExtension", out _, out _, out _) == 0
            || LibXi.XIQueryVersion(Display, ref major, ref minor) != 0)
        {
            return false;
        }

        var devices = LibXi.XIQueryDevice(Display, LibXi.AllDevices, out int count);
        if (devices == null)
        {
            return false;
        }

        bool found = false;
        for (int i = 0; i < count; i++)
        {
            found |= MemoryMarshal.CreateReadOnlySpanFromNullTerminated(devices[i].Name).StartsWith("xwayland-"u8);
        }

        LibXi.XIFreeDeviceInfo(devices);
        return found;
    }

    [UnmanagedCallersOnly]
    private static int Remember(nint display, XErrorEvent* error)
    {
        t_error = *error;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Ignore(nint display) => 0;

    [UnmanagedCallersOnly]
    private static void MarkGone(nint display, nint gone) => *(int*)gone = 1;
}
