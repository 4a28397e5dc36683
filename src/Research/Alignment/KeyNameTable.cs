using System.Text;

namespace Research.Alignment;

/// <summary>
/// Numbers the physical keys of a log in order of first occurrence: by their codes where the log has them, else by name. A letter
/// is the same key in both cases. Compares UTF-8 bytes, so that a repeat allocates nothing.
/// </summary>
internal sealed class KeyNameTable
{
    private readonly List<byte[]> _names = [];
    private readonly List<byte[]?> _codes = [];

    /// <summary>The number of a key.</summary>
    /// <param name="key">Its name, which may be wrapped in quotes.</param>
    /// <param name="code">Its code; empty where the line has none.</param>
    public int IndexOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> code)
    {
        Span<byte> letter = stackalloc byte[4];
        scoped ReadOnlySpan<byte> name = LowerCase(Unwrap(key), letter);
        int index = code.IsEmpty ? Find(name, coded: null) : Find(code);
        if (index < 0 && !code.IsEmpty && (index = Find(name, coded: false)) >= 0)
        {
            _codes[index] = code.ToArray(); // the same key on lines that have no code
        }

        if (index < 0)
        {
            _names.Add(name.ToArray());
            _codes.Add(code.IsEmpty ? null : code.ToArray());
            return _names.Count - 1;
        }

        if (!Ascii.IsValid(_names[index]) && Ascii.IsValid(name))
        {
            _names[index] = name.ToArray(); // pressed on another layout before: what the actions are bound to are Latin letters
        }

        return index;
    }

    /// <summary>Names, without wrapping quotes, letters in lower case.</summary>
    public string[] ToArray() => [.. _names.Select(Encoding.UTF8.GetString)];

    /// <summary>Whether the log has a code for each key.</summary>
    public bool[] Coded() => [.. _codes.Select(code => code is not null)];

    private int Find(ReadOnlySpan<byte> code)
    {
        for (int i = 0; i < _codes.Count; i++)
        {
            if (_codes[i] is { } other && code.SequenceEqual(other))
            {
                return i;
            }
        }

        return -1;
    }

    private int Find(ReadOnlySpan<byte> name, bool? coded)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (name.SequenceEqual(_names[i]) && (coded is null || _codes[i] is not null == coded))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Takes off the quotes that <c>pynput</c> puts around a character: <c>'f'</c> becomes <c>f</c>.</summary>
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> key) =>
        key.Length >= 3 && key[0] is (byte)'\'' or (byte)'"' && key[^1] == key[0] ? key[1..^1] : key;

    /// <summary>
    /// Shift and Caps Lock make <c>F</c> of <c>f</c>. Names of several characters, such as <c>Key.f1</c>, stay as they are.
    /// </summary>
    private static ReadOnlySpan<byte> LowerCase(ReadOnlySpan<byte> key, Span<byte> letter) =>
        Rune.DecodeFromUtf8(key, out var rune, out int bytes) == System.Buffers.OperationStatus.Done && bytes == key.Length
            && Rune.ToLowerInvariant(rune) is var lower && lower != rune
            ? letter[..lower.EncodeToUtf8(letter)]
            : key;
}
