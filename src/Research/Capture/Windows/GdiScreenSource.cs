using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Research.Capture.Windows;

/// <summary>The screen of Windows, a rectangle of it, or where a window's content is on it, by GDI.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class GdiScreenSource : IScreenSource
{
    private const string Desktop = "the desktop";
    private const int PixelBytes = 4;

    private readonly nint _window, _screen, _memory, _bitmap, _former;
    private readonly byte* _bits;
    private readonly PixelRectangle _taken;
    private readonly (int Width, int Height) _size;
    private readonly bool _isPart;

    private GdiScreenSource(nint window, CaptureArea.Region? part, string what)
    {
        (_window, _isPart) = (window, part is not null);
        Description = part is null ? what : $"{what} {part.X},{part.Y},{part.Width},{part.Height}";
        var now = Now();
        _size = (now.Width, now.Height);
        _taken = PixelRectangle.Taken(part, now.Width, now.Height, Desktop, what);
        _screen = Win32.GetDC(0);
        _memory = Win32.CreateCompatibleDC(_screen);
        // rows from above
        var header =
            new BitmapHeader
            {
                Size = (uint)sizeof(BitmapHeader),
                Width = Width,
                Height = -Height,
                Planes = 1,
                BitCount = 8 * PixelBytes,
            };
        byte* bits;
        _bitmap = Win32.CreateDIBSection(_memory, &header, 0, &bits, 0, 0);
        if (_bitmap == 0)
        {
            throw new IOException($"{Description}: found no memory for {Width}×{Height} pixels; expected a bitmap of them.");
        }

        _bits = bits;
        _former = Win32.SelectObject(_memory, _bitmap);
        State = new ScreenState(Width, Height, Visibility.Visible);
    }

    public string Description { get; }

    public int Width => _taken.Width;

    public int Height => _taken.Height;

    public ScreenState State { get; private set; }

    /// <summary>Whether a new size is scaled into the first one; without it, a new size is an error.</summary>
    internal bool FollowsSize { get; init; }

    /// <summary>Opens what is to be captured.</summary>
    /// <exception cref="IOException">As <see cref="ScreenSource.Open"/>.</exception>
    public static GdiScreenSource Open(CaptureArea area, bool followsSize = false)
    {
        _ = Win32.SetProcessDpiAwarenessContext(Win32.PerMonitorAware); // true pixels, not those of a scaled desktop
        if (area is not CaptureArea.Window wanted)
        {
            return new(0, area as CaptureArea.Region, area is CaptureArea.Region ? "region" : "screen")
            {
                FollowsSize = followsSize,
            };
        }

        var (window, title) = WindowChoice.Of(DesktopWindows.Titled(), wanted.Title, Desktop);
        return new(window, null, $"window '{title}'") { FollowsSize = followsSize };
    }

    public void Capture(Span<byte> pixels)
    {
        int bytes = Width * Height * PixelBytes;
        if (pixels.Length != bytes)
        {
            throw new ArgumentException(
                $"{Description}: found room for {pixels.Length} bytes; expected {bytes}, {Width}×{Height} pixels of "
                + $"{PixelBytes}.", nameof(pixels));
        }

        if (_window != 0 && Win32.IsIconic(_window) != 0)
        {
            pixels.Clear();
            State = State with { Visibility = Visibility.Hidden };
            return;
        }

        var now = Now();
        bool isScaled = !_isPart && (now.Width, now.Height) != _size;
        if (isScaled && !FollowsSize)
        {
            throw new IOException(
                $"{Description}: found {now.Width}×{now.Height} pixels; expected {_size.Width}×{_size.Height}, as when the "
                + "recording began.");
        }

        new Span<byte>(_bits, bytes).Clear(); // what lies outside the screen is not written
        if (!(isScaled ? TryCopyScaled(now) : TryCopy(now)))
        {
            throw new IOException(
                $"{Description}: found no pixels (Windows' error {Marshal.GetLastPInvokeError()}); expected {Width}×{Height}.");
        }

        State = isScaled ? new ScreenState(now.Width, now.Height, Visibility.Visible)
            : new ScreenState(Width, Height, Visibility.Visible);
        _ = Win32.GdiFlush();
        new ReadOnlySpan<byte>(_bits, bytes).CopyTo(pixels);
    }

    public void Dispose()
    {
        _ = Win32.SelectObject(_memory, _former);
        _ = Win32.DeleteObject(_bitmap);
        _ = Win32.DeleteDC(_memory);
        _ = Win32.ReleaseDC(0, _screen);
    }

    private bool TryCopy(in PixelRectangle now) =>
        Win32.BitBlt(_memory, 0, 0, Width, Height, _screen, now.X + _taken.X, now.Y + _taken.Y, Win32.CopyAll) != 0;

    private bool TryCopyScaled(in PixelRectangle now)
    {
        if (now.IsEmpty)
        {
            return true;
        }

        var fit = LetterBox.Fit(now.Width, now.Height, Width, Height);
        _ = Win32.SetStretchBltMode(_memory, Win32.Halftone);
        return Win32.StretchBlt(_memory, fit.X, fit.Y, fit.Width, fit.Height, _screen, now.X, now.Y, now.Width, now.Height,
            Win32.CopyAll) != 0;
    }

    /// <summary>Where it is on the screen now.</summary>
    private PixelRectangle Now()
    {
        if (_window == 0)
        {
            return new(Win32.GetSystemMetrics(Win32.VirtualScreenLeft), Win32.GetSystemMetrics(Win32.VirtualScreenTop),
                Win32.GetSystemMetrics(Win32.VirtualScreenWidth), Win32.GetSystemMetrics(Win32.VirtualScreenHeight));
        }

        Bounds bounds;
        Position corner = default;
        return Win32.GetClientRect(_window, &bounds) != 0 && Win32.ClientToScreen(_window, &corner) != 0
            ? new(corner.X, corner.Y, bounds.Right, bounds.Bottom)
            : throw new IOException($"{Description}: found that it was closed; expected it to stay while recording.");
    }
}
