using System.Globalization;

namespace Research.Capture.Windows;

/// <summary>Names of Windows' virtual keys, as X11's keys have them; only those of the keypad differ.</summary>
internal static class VirtualKey
{
    private const uint FirstFunctionKey = 0x70, LastFunctionKey = 0x83, FirstPadDigit = 0x60, LastPadDigit = 0x69;

    private static readonly Dictionary<uint, string> Special = new()
    {
        [0x08] = "backspace",
        [0x09] = "tab",
        [0x0D] = "enter",
        [0x13] = "pause",
        [0x14] = "caps_lock",
        [0x1B] = "esc",
        [0x20] = "space",
        [0x21] = "page_up",
        [0x22] = "page_down",
        [0x23] = "end",
        [0x24] = "home",
        [0x25] = "left",
        [0x26] = "up",
        [0x27] = "right",
        [0x28] = "down",
        [0x2C] = "print_screen",
        [0x2D] = "insert",
        [0x2E] = "delete",
        [0x5B] = "cmd",
        [0x5C] = "cmd_r",
        [0x5D] = "menu",
        [0x90] = "num_lock",
        [0x91] = "scroll_lock",
        [0xA0] = "shift",
        [0xA1] = "shift_r",
        [0xA2] = "ctrl",
        [0xA3] = "ctrl_r",
        [0xA4] = "alt",
        [0xA5] = "alt_r",
    };

    /// <summary>
    /// <c>f</c>, <c>1</c>, <c>Key.space</c>, <c>Key.f5</c>; for a key without a character, its number: <c>&lt;173&gt;</c>.
    /// </summary>
    /// <param name="key">A virtual key.</param>
    /// <param name="character">The character that it types without Shift, or 0; by default Windows is asked.</param>
    public static string Name(uint key, Func<uint, uint>? character = null) =>
        Special.TryGetValue(key, out string? name) ? "Key." + name
        : key is >= FirstFunctionKey and <= LastFunctionKey ? $"Key.f{key - FirstFunctionKey + 1}"
        : key is >= FirstPadDigit and <= LastPadDigit ? $"KP_{key - FirstPadDigit}"
        : (char)((character ?? Ask)(key) & 0x7FFF) is > ' ' and var typed ? char.ToLower(typed, CultureInfo.InvariantCulture)
            .ToString()
        : $"<{key}>";

    private static uint Ask(uint key) => Win32.MapVirtualKeyW(key, Win32.VirtualKeyToCharacter);
}
