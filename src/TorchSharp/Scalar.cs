using TorchSharp.Native;

namespace TorchSharp;

/// <summary>
/// A number that stands where a tensor operator takes one; .NET's numbers convert to it. It keeps whether it was an
/// integer, a floating-point number or a truth value, which decides the dtype of the result.
/// </summary>
public readonly struct Scalar : IDisposable
{
    internal readonly long Bits;
    internal readonly ValueKind Kind;

    private Scalar(ValueKind kind, long bits)
    {
        Kind = kind;
        Bits = bits;
    }

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(byte value) => (long)value;
    /// <summary>An integer.</summary>
    public static implicit operator Scalar(sbyte value) => (long)value;
    /// <summary>An integer.</summary>
    public static implicit operator Scalar(short value) => (long)value;
    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => (long)value;
    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(ValueKind.Int, value);
    /// <summary>A floating-point number.</summary>
    public static implicit operator Scalar(float value) => (double)value;
    /// <summary>A floating-point number.</summary>
    public static implicit operator Scalar(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));
    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    /// <summary>The dtype that it brings: Int64, Float64 or Bool.</summary>
    public torch.ScalarType Type => Kind switch
    {
        ValueKind.Double => torch.ScalarType.Float64,
        ValueKind.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Int64,
    };

    internal double AsDouble => Kind == ValueKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;
    internal long AsInt64 => Kind == ValueKind.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    /// <summary>Nothing to release; here because TorchSharp's scalar has it.</summary>
    public void Dispose() { }

    /// <summary>The number, as text.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Double => $"{AsDouble}",
        ValueKind.Bool => $"{Bits != 0}",
        _ => $"{Bits}",
    };
}

/// <summary>Conversions between .NET's numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this byte value) => value;
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this sbyte value) => value;
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this short value) => value;
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;
    /// <summary>The truth value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The scalar as a 32-bit floating-point number.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    /// <summary>The scalar as a 64-bit floating-point number.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble;
    /// <summary>The scalar as a signed byte; a fraction is cut off.</summary>
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.AsInt64;
    /// <summary>The scalar as a byte; a fraction is cut off.</summary>
    public static byte ToByte(this Scalar value) => (byte)value.AsInt64;
    /// <summary>The scalar as a 16-bit integer; a fraction is cut off.</summary>
    public static short ToInt16(this Scalar value) => (short)value.AsInt64;
    /// <summary>The scalar as a 32-bit integer; a fraction is cut off.</summary>
    public static int ToInt32(this Scalar value) => (int)value.AsInt64;
    /// <summary>The scalar as a 64-bit integer; a fraction is cut off.</summary>
    public static long ToInt64(this Scalar value) => value.AsInt64;
    /// <summary>Whether the scalar is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
