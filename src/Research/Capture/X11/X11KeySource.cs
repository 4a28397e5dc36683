using Research.Alignment;

namespace Research.Capture.X11;

/// <summary>
/// The keys, and the mouse, of an X server, by XInput2's raw events: they come whatever has the focus, and even while a game has
/// grabbed the keyboard.
/// </summary>
internal sealed unsafe class X11KeySource : IKeySource
{
    private const int FirstKey = 8, Keys = 256, FirstProbes = 8, WaitMilliseconds = 50;
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(1);

    private readonly XConnection _x;
    private readonly PointerAxes _axes;
    private readonly int _inputExtension;
    private readonly nuint _probed, _probe;
    private readonly ServerClock _clock = new();
    private readonly string?[] _held = new string?[Keys];
    private double? _asked;

    private X11KeySource(XConnection x)
    {
        _x = x;
        _axes = new PointerAxes(x);
        int major = 2, minor = 2;
        if (LibX11.XQueryExtension(x.Display, "XInputExtension", out _inputExtension, out _, out _) == 0
            || LibXi.XIQueryVersion(x.Display, ref major, ref minor) != 0 || (major, minor).CompareTo((2, 1)) < 0)
        {
            throw new NotSupportedException(
                $"{x.Name}: found an X server with{(_inputExtension == 0 ? "out XInput" : $" XInput {major}.{minor}")}; "
                + "expected XInput 2.1 or later, which tells of keys everywhere.");
        }

        _probed = LibX11.XCreateSimpleWindow(x.Display, x.Root, 0, 0, 1, 1, 0, 0, 0);
        _probe = x.Atom("_RESEARCH_CLOCK");
        _ = LibX11.XSelectInput(x.Display, _probed, LibX11.PropertyChangeMask);
    }

    /// <summary>Connects to a server.</summary>
    /// <exception cref="IOException">As <see cref="KeySource.Open"/>.</exception>
    /// <exception cref="NotSupportedException">As <see cref="KeySource.Open"/>.</exception>
    public static X11KeySource Open(string display)
    {
        var x = XConnection.Open(display);
        try
        {
            return new X11KeySource(x);
        }
        catch
        {
            x.Dispose();
            throw;
        }
    }

    public bool Has(string key) => Enumerable.Range(FirstKey, Keys - FirstKey).Any(code => NameOf(code) == key);

    public void Listen(Action<KeyStroke> heard, CancellationToken cancellation, Action<MouseInput>? mouse = null)
    {
        ArgumentNullException.ThrowIfNull(heard);
        _x.RequireOpen();
        for (int i = 0; i < FirstProbes; i++)
        {
            AskTime();
            _ = LibX11.XSync(_x.Display, 0);
            _x.RequireAlive();
            HandOn(static _ => { }, mouse: null);
        }

        NoteHeldKeys();
        Select(mouse is null ? [LibXi.RawKeyPress, LibXi.RawKeyRelease]
            : [LibXi.RawKeyPress, LibXi.RawKeyRelease, LibXi.RawButtonPress, LibXi.RawButtonRelease, LibXi.RawMotion]);
        double nextProbe = UtcClock.Now + BetweenProbes.TotalSeconds;
        while (!cancellation.IsCancellationRequested)
        {
            HandOn(heard, mouse);
            if (UtcClock.Now >= nextProbe && _asked is null)
            {
                AskTime();
                nextProbe = UtcClock.Now + BetweenProbes.TotalSeconds;
            }

            _ = LibX11.XFlush(_x.Display);
            _x.RequireAlive();
            var socket = new PollDescriptor { File = LibX11.XConnectionNumber(_x.Display), Events = LibC.Readable };
            _ = LibC.poll(&socket, 1, WaitMilliseconds);
        }

        Select([]);
        _ = LibX11.XSync(_x.Display, 1);
        _asked = null;
    }

    public void Dispose() => _x.Dispose();

    private void HandOn(Action<KeyStroke> heard, Action<MouseInput>? mouse)
    {
        XEvent received;
        while (LibX11.XPending(_x.Display) > 0)
        {
            _ = LibX11.XNextEvent(_x.Display, &received);
            switch (received.Type)
            {
                case LibX11.PropertyNotify when received.Property.Atom == _probe && _asked is { } before:
                    _clock.Probe(before, (uint)received.Property.Time, UtcClock.Now);
                    _asked = null;
                    break;
                case LibX11.MappingNotify:
                    _ = LibX11.XRefreshKeyboardMapping(&received);
                    break;
                case LibX11.GenericEvent when received.Cookie.Extension == _inputExtension
                    && LibX11.XGetEventData(_x.Display, &received) != 0:
                    HandOn(*(XIRawEvent*)received.Cookie.Data, heard, mouse);
                    LibX11.XFreeEventData(_x.Display, &received);
                    break;
            }
        }

        _x.RequireAlive();
    }

    private void HandOn(in XIRawEvent raw, Action<KeyStroke> heard, Action<MouseInput>? mouse)
    {
        if (raw.EventType is LibXi.RawButtonPress or LibXi.RawButtonRelease or LibXi.RawMotion)
        {
            if (XMouse.InputOf(raw, (long)(_clock.ToUtc((uint)raw.Time) * 1e9), _axes) is { } input)
            {
                mouse?.Invoke(input);
            }

            return;
        }

        bool down = raw.EventType == LibXi.RawKeyPress;
        if (raw.Detail is < 0 or >= Keys || down == _held[raw.Detail] is not null)
        {
            return; // repeated while held, or held on another keyboard as well
        }

        string name = _held[raw.Detail] ?? NameOf(raw.Detail);
        _held[raw.Detail] = down ? name : null;
        heard(new KeyStroke(name, down ? KeyTransition.Down : KeyTransition.Up, _clock.ToUtc((uint)raw.Time), raw.Detail));
    }

    private string NameOf(int key) => KeySymbol.Name(LibX11.XkbKeycodeToKeysym(_x.Display, (byte)key, group: 0, level: 0));

    /// <summary>Keys that are down already: their releases count, their repeats do not.</summary>
    private void NoteHeldKeys()
    {
        byte* bits = stackalloc byte[Keys / 8];
        _ = LibX11.XQueryKeymap(_x.Display, bits);
        for (int key = 0; key < Keys; key++)
        {
            _held[key] = (bits[key / 8] >> (key % 8) & 1) != 0 ? NameOf(key) : null;
        }
    }

    private void AskTime()
    {
        _asked = UtcClock.Now;
        _ = LibX11.XChangeProperty(_x.Display, _probed, _probe, LibX11.String, 8, LibX11.PropertyAppend, null, 0);
    }

    private void Select(ReadOnlySpan<int> kinds)
    {
        byte* bits = stackalloc byte[4];
        new Span<byte>(bits, 4).Clear();
        foreach (int kind in kinds)
        {
            bits[kind / 8] |= (byte)(1 << kind % 8);
        }

        var mask = new XIEventMask { Device = LibXi.AllMasterDevices, Length = 4, Mask = bits };
        _ = LibXi.XISelectEvents(_x.Display, _x.Root, &mask, 1);
        _ = LibX11.XFlush(_x.Display);
    }
}
