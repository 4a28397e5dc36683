namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element types of tensors; numbered as in libtorch.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>8-bit unsigned integer.</summary>
        Byte = 0,
        /// <summary>8-bit signed integer.</summary>
        Int8 = 1,
        /// <summary>16-bit signed integer.</summary>
        Int16 = 2,
        /// <summary>32-bit signed integer.</summary>
        Int32 = 3,
        /// <summary>64-bit signed integer.</summary>
        Int64 = 4,
        /// <summary>16-bit floating point.</summary>
        Float16 = 5,
        /// <summary>32-bit floating point.</summary>
        Float32 = 6,
        /// <summary>64-bit floating point.</summary>
        Float64 = 7,
        /// <summary>Two 32-bit floating-point numbers.</summary>
        ComplexFloat32 = 9,
        /// <summary>Two 64-bit floating-point numbers.</summary>
        ComplexFloat64 = 10,
        /// <summary>Truth value, one byte.</summary>
        Bool = 11,
        /// <summary>16-bit floating point with float32's exponent.</summary>
        BFloat16 = 15,
    }

    /// <summary>Truth value.</summary>
    public static readonly ScalarType @bool = ScalarType.Bool;
    /// <summary>8-bit unsigned integer.</summary>
    public static readonly ScalarType uint8 = ScalarType.Byte;
    /// <summary>8-bit signed integer.</summary>
    public static readonly ScalarType int8 = ScalarType.Int8;
    /// <summary>16-bit signed integer.</summary>
    public static readonly ScalarType int16 = ScalarType.Int16;
    /// <summary>32-bit signed integer.</summary>
    public static readonly ScalarType int32 = ScalarType.Int32;
    /// <summary>64-bit signed integer.</summary>
    public static readonly ScalarType int64 = ScalarType.Int64;
    /// <summary>16-bit floating point with float32's exponent.</summary>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;
    /// <summary>16-bit floating point.</summary>
    public static readonly ScalarType float16 = ScalarType.Float16;
    /// <summary>32-bit floating point.</summary>
    public static readonly ScalarType float32 = ScalarType.Float32;
    /// <summary>64-bit floating point.</summary>
    public static readonly ScalarType float64 = ScalarType.Float64;
    /// <summary>16-bit signed integer.</summary>
    public static readonly ScalarType @short = ScalarType.Int16;
    /// <summary>32-bit signed integer.</summary>
    public static readonly ScalarType @int = ScalarType.Int32;
    /// <summary>64-bit signed integer.</summary>
    public static readonly ScalarType @long = ScalarType.Int64;
    /// <summary>16-bit floating point.</summary>
    public static readonly ScalarType half = ScalarType.Float16;
    /// <summary>32-bit floating point.</summary>
    public static readonly ScalarType @float = ScalarType.Float32;
    /// <summary>64-bit floating point.</summary>
    public static readonly ScalarType @double = ScalarType.Float64;

    private static ScalarType defaultType = ScalarType.Float32;

    /// <summary>The dtype of tensors made without one.</summary>
    public static ScalarType get_default_dtype() => defaultType;

    /// <summary>Sets the dtype of tensors made without one.</summary>
    /// <exception cref="ArgumentException">For a dtype that is not floating point.</exception>
    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype))
            throw new ArgumentException($"The default dtype must be floating point, not {dtype}.", nameof(dtype));
        defaultType = dtype;
    }

    /// <summary>Whether a dtype holds integers or truth values.</summary>
    public static bool is_integral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

    /// <summary>Whether a dtype holds real floating-point numbers.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Whether a dtype holds complex numbers.</summary>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>The dtype whose elements are .NET's <paramref name="type"/>.</summary>
    /// <exception cref="NotSupportedException">For a type that no dtype has.</exception>
    internal static ScalarType ToScalarType(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => ScalarType.Bool,
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ => throw new NotSupportedException($"The type {type.FullName} is not supported."),
    };
}
