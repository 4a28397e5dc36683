using System.Runtime.InteropServices;
using System.Text;

namespace Research.Capture.X11;

/// <summary>Names of X's key symbols as pynput logs them, whose logs the Cuphead report reads.</summary>
internal static class KeySymbol
{
    private const nuint UnicodeFlag = 0x01000000;
    private const nuint FirstFunctionKey = 0xFFBE, LastFunctionKey = 0xFFD1;

    private static readonly Dictionary<nuint, string> Special = new()
    {
        [0x0020] = "space",
        [0xFF08] = "backspace",
        [0xFF09] = "tab",
        [0xFF0D] = "enter",
        [0xFF13] = "pause",
        [0xFF14] = "scroll_lock",
        [0xFF1B] = "esc",
        [0xFF50] = "home",
        [0xFF51] = "left",
        [0xFF52] = "up",
        [0xFF53] = "right",
        [0xFF54] = "down",
        [0xFF55] = "page_up",
        [0xFF56] = "page_down",
        [0xFF57] = "end",
        [0xFF61] = "print_screen",
        [0xFF63] = "insert",
        [0xFF67] = "menu",
        [0xFF7E] = "alt_gr",
        [0xFF7F] = "num_lock",
        [0xFFE1] = "shift",
        [0xFFE2] = "shift_r",
        [0xFFE3] = "ctrl",
        [0xFFE4] = "ctrl_r",
        [0xFFE5] = "caps_lock",
        [0xFFE9] = "alt",
        [0xFFEA] = "alt_r",
        [0xFFEB] = "cmd",
        [0xFFEC] = "cmd_r",
        [0xFFFF] = "delete",
        [0xFE03] = "alt_gr", // what AltGr is on today's layouts
    };

    /// <summary>
    /// <c>f</c>, <c>1</c>, <c>Key.space</c>, <c>Key.f5</c>; for a key that pynput has no name for, X's own, such as
    /// <c>KP_Home</c>.
    /// </summary>
    public static string Name(nuint symbol)
    {
        if (Special.TryGetValue(symbol, out string? name))
        {
            return "Key." + name;
        }

        if (symbol is >= FirstFunctionKey and <= LastFunctionKey)
        {
            return $"Key.f{symbol - FirstFunctionKey + 1}";
        }

        if (symbol is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xFF))
        {
            return ((char)symbol).ToString();
        }

        nuint scalar = symbol - UnicodeFlag;
        if (symbol >= UnicodeFlag && Rune.IsValid((int)scalar))
        {
            return new Rune((int)scalar).ToString();
        }

        return symbol != 0 && Marshal.PtrToStringUTF8(LibX11.XKeysymToString(symbol)) is { } known ? known : $"<{symbol}>";
    }
}
