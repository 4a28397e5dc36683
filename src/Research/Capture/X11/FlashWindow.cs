using Research.Alignment;

namespace Research.Capture.X11;

/// <summary>
/// A window at the upper left corner of the screen that is white while a marker key is held and black otherwise, and that can
/// press the key itself.
/// </summary>
internal sealed class FlashWindow : IDisposable
{
    /// <summary>No game asks for it.</summary>
    public const string Marker = "Key.pause";

    private const nuint MarkerSymbol = 0xFF13;
    private const uint White = 0xFFFFFF, Black = 0;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly XConnection _presser;
    private readonly Thread _thread;
    private volatile bool _isWhite;
    private volatile Exception? _fault;

    /// <summary>Shows it.</summary>
    /// <exception cref="IOException">As <see cref="KeySource.Open"/>.</exception>
    /// <exception cref="NotSupportedException">As <see cref="KeySource.Open"/>, or libXtst is not installed.</exception>
    public FlashWindow(string display)
    {
        _presser = XConnection.Open(display);
        if (!System.Runtime.InteropServices.NativeLibrary.TryLoad("libXtst.so.6", out _))
        {
            _presser.Dispose();
            throw new NotSupportedException(
                "The flash test presses a key, and needs libXtst.so.6 for it. Install it with 'apt-get install libxtst6'.");
        }

        using var shown = new ManualResetEventSlim();
        _thread = new Thread(() => Run(display, shown)) { IsBackground = true, Name = "flash window" };
        _thread.Start();
        shown.Wait();
    }

    /// <summary>What of the screen it covers.</summary>
    public static CaptureArea.Region Area { get; } = new(0, 0, 160, 120);

    /// <summary>Presses the key or releases it, and waits until the screen shows it.</summary>
    /// <exception cref="IOException">The window is gone, or has not heard the key.</exception>
    public void Press(bool down)
    {
        _ = LibXtst.XTestFakeKeyEvent(_presser.Display, LibX11.XKeysymToKeycode(_presser.Display, MarkerSymbol), down ? 1 : 0, 0);
        _ = LibX11.XSync(_presser.Display, 0);
        bool isOver = SpinWait.SpinUntil(() => _isWhite == down || _fault is not null || _presser.IsGone, Longest);
        _presser.RequireAlive();
        if (_fault is { } fault)
        {
            throw new IOException($"The window that flashes is gone: {fault.Message}", fault);
        }

        if (!isOver)
        {
            throw new IOException(
                $"{_presser.Name}: found that nobody heard {Marker}, which the flash test presses, within "
                + $"{Longest.TotalSeconds:0} s; expected its window to. Has the keyboard this key, and the server the extension "
                + "XTEST?");
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _presser.Dispose();
        _end.Dispose();
    }

    private void Run(string display, ManualResetEventSlim shown)
    {
        try
        {
            using var x = XConnection.Open(display);
            using var window = new XWindow(x, "research flash", new PixelRectangle(Area.X, Area.Y, Area.Width, Area.Height),
                managed: false);
            using var keys = X11KeySource.Open(display);
            shown.Set();
            keys.Listen(stroke =>
            {
                if (stroke.Key == Marker)
                {
                    bool isWhite = stroke.Transition == KeyTransition.Down;
                    window.Fill(isWhite ? White : Black);
                    _ = LibX11.XSync(x.Display, 0);
                    _isWhite = isWhite;
                }
            }, _end.Token);
        }
        catch (Exception fault) when (fault is IOException or NotSupportedException)
        {
            _fault = fault;
        }
        finally
        {
            shown.Set();
        }
    }
}
