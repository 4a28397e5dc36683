using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A pixel of three bytes: blue, green, red.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Vec3b(byte Item0, byte Item1, byte Item2)
{
    /// <summary>First channel: blue.</summary>
    public byte Item0 = Item0;

    /// <summary>Second channel: green.</summary>
    public byte Item1 = Item1;

    /// <summary>Third channel: red.</summary>
    public byte Item2 = Item2;

    /// <summary>A channel's value.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="i"/> is not 0 to 2.</exception>
    public byte this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3b has channels 0 to 2."),
        };
        set => _ = i switch
        {
            0 => Item0 = value,
            1 => Item1 = value,
            2 => Item2 = value,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A Vec3b has channels 0 to 2."),
        };
    }
}
