using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Research.Alignment;

namespace Research.Capture.Windows;

/// <summary>The keys of Windows, by a low-level hook on the thread that listens, which therefore runs a message loop.</summary>
/// <remarks>
/// Windows tells the hook before it tells the program that has the focus. It also says when the key was pressed, but only to 10
/// to 16 ms; so a key is timed on arrival, and by what Windows says only where it had to wait for longer than that.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe class HookKeySource : IKeySource
{
    private const int Keys = 256;
    private const uint WaitMilliseconds = 50, ClockStep = 16;

    [ThreadStatic]
    private static (HookKeySource Source, Action<KeyStroke> Heard)? t_listening;

    private readonly string?[] _held = new string?[Keys];

    public bool Has(string key) => Enumerable.Range(1, Keys - 1).Any(code => VirtualKey.Name((uint)code) == key);

    public void Listen(Action<KeyStroke> heard, CancellationToken cancellation, Action<MouseInput>? mouse = null)
    {
        ArgumentNullException.ThrowIfNull(heard);
        for (int key = 1; key < Keys; key++)
        {
            _held[key] = Win32.GetAsyncKeyState(key) < 0 ? VirtualKey.Name((uint)key) : null;
        }

        t_listening = (this, heard);
        nint hook = Win32.SetWindowsHookExW(Win32.LowLevelKeyboard, &Hear, Win32.GetModuleHandleW(0), 0);
        if (hook == 0)
        {
            throw new IOException(
                $"Windows' keyboard: found no way to listen (error {Marshal.GetLastPInvokeError()}); expected a low-level hook.");
        }

        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                Message message;
                while (Win32.PeekMessageW(&message, 0, 0, 0, Win32.RemoveMessage) != 0)
                {
                }

                _ = Win32.MsgWaitForMultipleObjects(0, 0, 0, WaitMilliseconds, Win32.AllInput);
            }
        }
        finally
        {
            _ = Win32.UnhookWindowsHookEx(hook);
            t_listening = null;
        }
    }

    public void Dispose()
    {
    }

    [UnmanagedCallersOnly]
    private static nint Hear(int code, nint message, nint data)
    {
        if (code >= 0 && t_listening is var (source, heard))
        {
            source.HandOn(*(KeyboardHookData*)data, message is Win32.KeyDown or Win32.SystemKeyDown, heard);
        }

        return Win32.CallNextHookEx(0, code, message, data);
    }

    private void HandOn(in KeyboardHookData told, bool down, Action<KeyStroke> heard)
    {
        uint late = Win32.GetTickCount() - told.Time;
        double time = UtcClock.Now - (late is > 2 * ClockStep and < int.MaxValue ? late / 1000.0 : 0);
        if (told.VirtualKey >= Keys || down == _held[told.VirtualKey] is not null)
        {
            return; // repeated while held
        }

        string name = _held[told.VirtualKey] ?? VirtualKey.Name(told.VirtualKey);
        _held[told.VirtualKey] = down ? name : null;
        heard(new KeyStroke(name, down ? KeyTransition.Down : KeyTransition.Up, time,
            (int)(told.ScanCode | ((told.Flags & Win32.ExtendedKey) != 0 ? 0xE000u : 0))));
    }
}
