using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>What a <see cref="NativeValue"/> or an <see cref="Argument"/> holds; numbered as in torch_shim.h.</summary>
internal enum ValueKind : long
{
    None,
    Default,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    DoubleList,
    BoolList,
    TensorList,
    String,
    Device,
    Generator,
}

/// <summary>A tagged value as it crosses the C ABI (<c>ts_value</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal long Payload;
    internal long Length;
    internal ValueKind Kind;

    /// <summary>The number in it.</summary>
    /// <exception cref="InvalidOperationException">Where it holds no number.</exception>
    internal readonly Scalar ToScalar() => Kind switch
    {
        ValueKind.Int => Payload,
        ValueKind.Double => BitConverter.Int64BitsToDouble(Payload),
        ValueKind.Bool => Payload != 0,
        _ => throw new InvalidOperationException($"The operator returned a {Kind}, not a number."),
    };
}

/// <summary>What can be asked of a tensor without an operator (<c>ts_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInfo
{
    internal nint Data;
    internal long NumberOfElements;
    internal int Dimensions;
    internal int ScalarType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int RequiresGrad;
    internal int IsLeaf;
    internal int IsContiguous;
    internal int IsSparse;
}
