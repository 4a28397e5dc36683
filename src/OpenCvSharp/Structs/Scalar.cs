namespace OpenCvSharp;

/// <summary>Up to four channel values, such as a colour in the order of the image: blue, green, red, alpha.</summary>
public record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    /// <summary>First channel.</summary>
    public double Val0 = Val0;

    /// <summary>Second channel.</summary>
    public double Val1 = Val1;

    /// <summary>Third channel.</summary>
    public double Val2 = Val2;

    /// <summary>Fourth channel.</summary>
    public double Val3 = Val3;

    /// <summary>One channel; the others are 0.</summary>
    public Scalar(double v0)
        : this(v0, 0, 0, 0)
    {
    }

    /// <summary>Two channels; the others are 0.</summary>
    public Scalar(double v0, double v1)
        : this(v0, v1, 0, 0)
    {
    }

    /// <summary>Three channels: blue, green, red.</summary>
    public Scalar(double v0, double v1, double v2)
        : this(v0, v1, v2, 0)
    {
    }

    /// <summary>(0, 0, 0).</summary>
    public static readonly Scalar Black = FromRgb(0, 0, 0);

    /// <summary>(255, 255, 255).</summary>
    public static readonly Scalar White = FromRgb(255, 255, 255);

    /// <summary>HTML's red, #FF0000.</summary>
    public static readonly Scalar Red = FromRgb(255, 0, 0);

    /// <summary>HTML's green, #008000.</summary>
    public static readonly Scalar Green = FromRgb(0, 128, 0);

    /// <summary>HTML's blue, #0000FF.</summary>
    public static readonly Scalar Blue = FromRgb(0, 0, 255);

    /// <summary>HTML's yellow, #FFFF00.</summary>
    public static readonly Scalar Yellow = FromRgb(255, 255, 0);

    /// <summary>HTML's gray, #808080.</summary>
    public static readonly Scalar Gray = FromRgb(128, 128, 128);

    /// <summary>A channel's value.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="i"/> is not 0 to 3.</exception>
    public double this[int i]
    {
        readonly get => i switch
        {
            0 => Val0,
            1 => Val1,
            2 => Val2,
            3 => Val3,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A scalar has channels 0 to 3."),
        };
        set => _ = i switch
        {
            0 => Val0 = value,
            1 => Val1 = value,
            2 => Val2 = value,
            3 => Val3 = value,
            _ => throw new ArgumentOutOfRangeException(nameof(i), i, "A scalar has channels 0 to 3."),
        };
    }

    /// <summary>All four channels alike.</summary>
    public static Scalar All(double v) => new(v, v, v, v);

    /// <summary>A colour of a BGR image.</summary>
    public static Scalar FromRgb(int r, int g, int b) => new(b, g, r);

    /// <summary>One channel.</summary>
    public static implicit operator Scalar(double val) => new(val);

    /// <summary>The values as <c>(b, g, r, a)</c>.</summary>
    public override readonly string ToString() => $"({Val0}, {Val1}, {Val2}, {Val3})";
}
