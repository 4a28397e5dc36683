using System.Runtime.InteropServices;
using Research.Alignment;

namespace Research.Capture.X11;

/// <summary>
/// The keys of some actions, pressed and released by this process (XTEST). The window that has the focus gets them, as if
/// somebody had typed. Used by one thread.
/// </summary>
internal sealed class XTestKeys : IDisposable
{
    private const int FirstKey = 8, AllKeys = 256;

    private readonly XConnection _x;
    private readonly byte[] _codes;

    private XTestKeys(XConnection x, ActionSet actions)
    {
        _x = x;
        if (!NativeLibrary.TryLoad("libXtst.so.6", out _))
        {
            throw new NotSupportedException("Pressing keys needs libXtst.so.6. Install it with 'apt-get install libxtst6'.");
        }

        if (LibX11.XQueryExtension(x.Display, "XTEST", out _, out _, out _) == 0)
        {
            throw new NotSupportedException(
                $"{x.Name}: found an X server without the extension XTEST; expected it, as keys are pressed by it.");
        }

        var codes = new Dictionary<string, byte>();
        for (int code = AllKeys - 1; code >= FirstKey; code--)
        {
            codes[KeySymbol.Name(LibX11.XkbKeycodeToKeysym(x.Display, (byte)code, group: 0, level: 0))] = (byte)code;
        }

        Keys = [.. actions.Names.Zip(actions.KeysOf, (action, keys) => keys.Select(Typed).FirstOrDefault(codes.ContainsKey)
            ?? throw new ArgumentException($"{x.Name}: found no key of {action} ({string.Join(", ", keys)}) in the layout of "
                + "this keyboard; expected one, as the policy presses it. Mouse buttons are not pressed."))];
        _codes = [.. Keys.Select(key => codes[key])];
    }

    /// <summary>The key of each action: the first of its keys that the keyboard has.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The keys that this object holds down, as bits in the order of <see cref="Keys"/>.</summary>
    public uint Down { get; private set; }

    /// <summary>Connects to a server, and finds the keys on its keyboard.</summary>
    /// <param name="display">The server.</param>
    /// <param name="actions">At most 32.</param>
    /// <exception cref="ArgumentException">An action has no key on the keyboard.</exception>
    /// <exception cref="IOException">There is no such server.</exception>
    /// <exception cref="NotSupportedException">It has no XTEST, or libXtst is not installed.</exception>
    public static XTestKeys Open(string display, ActionSet actions)
    {
        var x = XConnection.Open(display);
        try
        {
            return new XTestKeys(x, actions);
        }
        catch
        {
            x.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Releases what is not to be held any more, then presses what is, each in the order of <see cref="Keys"/>; returns when the
    /// server has done it.
    /// </summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public void Hold(uint keys)
    {
        uint before = Down;
        Send(before & ~keys, isPress: false);
        Down = keys;
        Send(keys & ~before, isPress: true);
        if (keys != before)
        {
            _ = LibX11.XSync(_x.Display, 0);
        }

        _x.RequireAlive();
    }

    /// <summary>Releases every key, also one that another process has pressed. Says nothing where the server is gone.</summary>
    public void ReleaseAll()
    {
        if (!_x.IsGone)
        {
            Send(uint.MaxValue, isPress: false);
            Down = 0;
            _ = LibX11.XSync(_x.Display, 0);
        }
    }

    /// <summary>Names of keys.</summary>
    public IEnumerable<string> NamesOf(uint keys) => Keys.Where((_, key) => (keys >> key & 1) != 0);

    /// <summary>Releases what it holds.</summary>
    public void Dispose()
    {
        if (Down != 0)
        {
            ReleaseAll();
        }

        _x.Dispose();
    }

    private void Send(uint keys, bool isPress)
    {
        for (int key = 0; key < _codes.Length; key++)
        {
            if ((keys >> key & 1) != 0)
            {
                _ = LibXtst.XTestFakeKeyEvent(_x.Display, _codes[key], isPress ? 1 : 0, 0);
            }
        }
    }

    /// <summary>A letter is the key that types it without Shift.</summary>
    private static string Typed(string key) => key.Length == 1 ? key.ToLowerInvariant() : key;
}
