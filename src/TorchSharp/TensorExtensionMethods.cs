using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, dtype and device only.</summary>
    Metadata,
    /// <summary>Those, then the elements as Julia writes them.</summary>
    Julia,
    /// <summary>The elements as NumPy writes them.</summary>
    Numpy,
    /// <summary>As <see cref="torch.TensorStringStyle"/> says.</summary>
    Default,
}

/// <summary>Text and numbers from tensors.</summary>
public static class TensorExtensionMethods
{
    /// <summary>The tensor as text.</summary>
    public static string str(
        this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null,
        TensorStringStyle style = TensorStringStyle.Default) => tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor as Julia writes it.</summary>
    public static string jlstr(
        this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor as NumPy writes it.</summary>
    public static string npstr(
        this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor's shape, dtype and device.</summary>
    public static string metastr(this Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    /// <summary>Writes the tensor to the console.</summary>
    /// <returns>The tensor.</returns>
    public static Tensor print(
        this Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null,
        TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }

    /// <summary>The bytes of one element.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"The dtype {type} is not supported."),
    };

    /// <summary>The number of elements of a shape.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (total, size) => total * size);

    /// <summary>A tensor of a shape from an array.</summary>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
        where T : unmanaged
    {
        _ = doCopy; // the elements are copied in any case
        return FromArray(rawArray, dimensions, null, null, requires_grad);
    }

    /// <summary>A tensor without dimensions from a number.</summary>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        FromArray(new[] { scalar }, [], null, device, requires_grad);

    /// <summary>The one element.</summary>
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();
    /// <summary>The one element.</summary>
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();
    /// <summary>The one element; a fraction is cut off.</summary>
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();
    /// <summary>The one element; a fraction is cut off.</summary>
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();
    /// <summary>The one element; a fraction is cut off.</summary>
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();
    /// <summary>The one element; a fraction is cut off.</summary>
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();
    /// <summary>The one element; a fraction is cut off.</summary>
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();
    /// <summary>Whether the one element is not zero.</summary>
    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();
}
