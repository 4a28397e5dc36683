using Research.Capture;
using Research.Capture.X11;

namespace Research.TestDisplay;

/// <summary>
/// A program: a window that draws, many times a second, its counter, the time and the keys that it holds as a bar code. It is an
/// ordinary client: it hears keys because it has the focus.
/// </summary>
internal static unsafe class TruthWindow
{
    private const double Moment = 0.0005;

    /// <summary>Draws until the server or its own input ends.</summary>
    /// <param name="perSecond">How often it draws at least, beside whenever a key changes.</param>
    /// <param name="keys">Names of up to eight keys.</param>
    /// <param name="end">Its input's end.</param>
    public static void Run(double perSecond, string[] keys, CancellationToken end)
    {
        double interval = 1 / perSecond;
        using var x = XConnection.Open(DisplayName.OfThisSession());
        using var window = new XWindow(x, "Truth", new PixelRectangle(0, 0, TruthCode.Width, TruthCode.Height));
        _ = LibX11.XSelectInput(x.Display, window.Id, LibX11.KeyPressMask | LibX11.KeyReleaseMask);
        _ = LibX11.XkbSetDetectableAutoRepeat(x.Display, 1, 0);
        _ = LibX11.XSetInputFocus(x.Display, window.Id, 0, 0);
        var painter = new TruthPainter(window);
        byte held = 0;
        int counter = 0;
        double next = UtcClock.Now;
        painter.Draw(new Truth(counter, Truth.Tenths(UtcClock.Now), held));
        Console.WriteLine("ready");
        while (!end.IsCancellationRequested && !x.IsGone)
        {
            byte before = held;
            double now = Hear(x, keys, ref held);
            if (held != before || now >= next)
            {
                painter.Draw(new Truth(++counter & 0xFFFFFF, Truth.Tenths(now), held));
                next = Math.Max(next + interval, now);
            }

            var socket = new PollDescriptor { File = LibX11.XConnectionNumber(x.Display), Events = LibC.Readable };
            _ = LibC.poll(&socket, 1, Math.Clamp((int)Math.Ceiling((next - UtcClock.Now) * 1000), 0, 100));
        }
    }

    /// <summary>
    /// Hears what was pressed until now, no less and no more: again where the machine kept this process or the server waiting
    /// meanwhile.
    /// </summary>
    /// <returns>UTC seconds of what is held.</returns>
    private static double Hear(XConnection x, string[] keys, ref byte held)
    {
        while (true)
        {
            double before = UtcClock.Now;
            _ = LibX11.XSync(x.Display, 0);
            Take(x, keys, ref held);
            if (UtcClock.Now - before < Moment || x.IsGone)
            {
                return before;
            }
        }
    }

    private static void Take(XConnection x, string[] keys, ref byte held)
    {
        XEvent received;
        while (LibX11.XPending(x.Display) > 0)
        {
            _ = LibX11.XNextEvent(x.Display, &received);
            if (received.Type is not (LibX11.KeyPress or LibX11.KeyRelease))
            {
                continue;
            }

            int key = Array.IndexOf(keys, KeySymbol.Name(LibX11.XkbKeycodeToKeysym(x.Display, (byte)received.Key.KeyCode, 0, 0)));
            if (key >= 0)
            {
                int bit = 1 << key;
                held = (byte)(received.Type == LibX11.KeyPress ? held | bit : held & ~bit);
            }
        }
    }
}
