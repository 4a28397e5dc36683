using System.Text;

namespace Research.Alignment;

/// <summary>Numbers the key names of a log in order of first occurrence, comparing UTF-8 bytes so that a repeat allocates nothing.</summary>
internal sealed class KeyNameTable
{
    private readonly List<byte[]> _names = [];

    public int IndexOf(ReadOnlySpan<byte> key)
    {
        key = Unwrap(key);
        for (int i = 0; i < _names.Count; i++)
        {
            if (key.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        _names.Add(key.ToArray());
        return _names.Count - 1;
    }

    public string[] ToArray() => [.. _names.Select(Encoding.UTF8.GetString)];

    /// <summary>Takes off the quotes that <c>pynput</c> puts around a character: <c>'f'</c> becomes <c>f</c>.</summary>
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> key) =>
        key.Length >= 3 && key[0] is (byte)'\'' or (byte)'"' && key[^1] == key[0] ? key[1..^1] : key;
}
