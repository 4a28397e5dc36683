using OpenCvSharp;

namespace Research.Simulation.Cuphead.Drawing;

/// <summary>A colour of the picture.</summary>
internal readonly record struct Ink(byte R, byte G, byte B)
{
    /// <summary>The outlines.</summary>
    public static Ink Outline => new(34, 24, 22);

    public static Ink White => new(252, 247, 234);

    public static Ink Leaf => new(92, 146, 62);

    public static Ink DarkLeaf => new(62, 108, 48);

    public Scalar Scalar => new(B, G, R);

    /// <summary>Nearer to another colour by a share.</summary>
    public Ink Towards(Ink other, double share) => new(
        (byte)(R + share * (other.R - R)), (byte)(G + share * (other.G - G)), (byte)(B + share * (other.B - B)));
}
