namespace Research.Formats;

/// <summary>What the kit's event logs call the keys of other programs.</summary>
internal static class KeyNames
{
    private const string Minecraft = "key.keyboard.";
    private const int Shift = 0x10, Alt = 0x12, LeftShift = 0xA0;

    private static readonly Dictionary<int, char> UsCharacters = Enumerable.ToDictionary<(int Key, char Character), int, char>(
        [(0xba, ';'), (0xbb, '='), (0xbc, ','), (0xbd, '-'), (0xbe, '.'), (0xbf, '/'), (0xc0, '`'), (0xdb, '['), (0xdc, '\\'),
            (0xdd, ']'), (0xde, '\'')],
        pair => pair.Key, pair => pair.Character);

    /// <summary>Names by words, without spaces, dots and underscores, in lower case.</summary>
    private static readonly Dictionary<string, string> Words = Enumerable.ToDictionary<(string Word, string Key), string, string>(
    [
        ("space", "Key.space"), ("return", "Key.enter"), ("enter", "Key.enter"), ("kpreturn", "Key.enter"),
        ("keypadenter", "Key.enter"), ("escape", "Key.esc"), ("backspace", "Key.backspace"), ("tab", "Key.tab"),
        ("capslock", "Key.caps_lock"), ("delete", "Key.delete"), ("insert", "Key.insert"), ("home", "Key.home"),
        ("end", "Key.end"), ("pageup", "Key.page_up"), ("pagedown", "Key.page_down"), ("uparrow", "Key.up"),
        ("downarrow", "Key.down"), ("leftarrow", "Key.left"), ("rightarrow", "Key.right"), ("up", "Key.up"),
        ("down", "Key.down"), ("left", "Key.left"), ("right", "Key.right"), ("shiftleft", "Key.shift"),
        ("shiftright", "Key.shift_r"), ("leftshift", "Key.shift"), ("rightshift", "Key.shift_r"), ("controlleft", "Key.ctrl"),
        ("controlright", "Key.ctrl_r"), ("leftcontrol", "Key.ctrl"), ("rightcontrol", "Key.ctrl_r"), ("alt", "Key.alt"),
        ("altgr", "Key.alt_gr"), ("leftalt", "Key.alt"), ("rightalt", "Key.alt_r"), ("metaleft", "Key.cmd"),
        ("metaright", "Key.cmd_r"), ("leftwin", "Key.cmd"), ("rightwin", "Key.cmd_r"), ("printscreen", "Key.print_screen"),
        ("scrolllock", "Key.scroll_lock"), ("pause", "Key.pause"), ("numlock", "Key.num_lock"), ("menu", "Key.menu"),
        ("backquote", "`"), ("graveaccent", "`"), ("minus", "-"), ("equal", "="), ("leftbracket", "["), ("rightbracket", "]"),
        ("semicolon", ";"), ("quote", "'"), ("apostrophe", "'"), ("backslash", "\\"), ("comma", ","), ("dot", "."),
        ("period", "."), ("slash", "/")
    ], pair => pair.Word, pair => pair.Key);

    /// <summary>
    /// A key by its Windows virtual-key code, on a US keyboard. Shift, Ctrl and Alt of an unknown side are the left ones.
    /// </summary>
    public static string OfVirtualKey(int key)
    {
        int sided = HasNoSide(key) ? LeftShift + 2 * (key - Shift) : key;
        return Capture.Windows.VirtualKey.Name((uint)sided, code => code switch
        {
            >= '0' and <= '9' or >= 'A' and <= 'Z' => code,
            _ => UsCharacters.GetValueOrDefault((int)code),
        });
    }

    /// <summary>Whether a virtual-key code stands for Shift, Ctrl or Alt on either side of the keyboard.</summary>
    public static bool HasNoSide(int key) => key is >= Shift and <= Alt;

    /// <summary>The Windows virtual-key code of a key on a US keyboard; null where it has none.</summary>
    public static int? ToVirtualKey(string name)
    {
        int code = Enumerable.Range(1, 254).FirstOrDefault(key => !HasNoSide(key) && OfVirtualKey(key) == name);
        return code > 0 ? code : null;
    }

    /// <summary>
    /// A key by its name in other programs: <c>KeyA</c>, <c>ShiftLeft</c>, <c>key.keyboard.left.shift</c>; an unknown name stays
    /// as it is.
    /// </summary>
    public static string OfName(string name)
    {
        string word = (name.StartsWith(Minecraft, StringComparison.Ordinal) ? name[Minecraft.Length..] : name)
            .Replace(".", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)
                .Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return Words.TryGetValue(word, out string? known) ? known
            : word.Length <= 1 ? word
            : word.StartsWith("key", StringComparison.Ordinal) && word.Length == 4 ? word[3..]
            : word.StartsWith("num", StringComparison.Ordinal) && word.Length == 4 && char.IsAsciiDigit(word[3]) ? word[3..]
            : word[0] == 'f' && int.TryParse(word.AsSpan(1), out int function) && function is >= 1 and <= 24 ? $"Key.f{function}"
            : name;
    }
}
