using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor with the shape and the elements of an array, which it copies.</summary>
    /// <exception cref="NotSupportedException">For elements that no dtype has.</exception>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor with the shape and the elements of an array, which it copies.</summary>
    /// <exception cref="NotSupportedException">For elements that no dtype has.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false) =>
        FromArray(rawArray, null, dtype, device, requires_grad);

    internal static unsafe Tensor FromArray(Array array, long[]? shape, ScalarType? dtype, Device? device, bool requires_grad)
    {
        shape ??= [.. Enumerable.Range(0, array.Rank).Select(array.GetLongLength)];
        var type = ToScalarType(array.GetType().GetElementType()!);
        if (shape.TotalSize() != array.LongLength)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {shape.TotalSize()} vs. {array.LongLength}");
        NativeValue result;
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(array))
        fixed (long* sizes = shape)
            Check(ts_from_data(data, array.LongLength * type.ElementSize(), sizes, shape.Length, (int)type, &result), "tensor");
        var tensor = new Tensor(result);
        if ((dtype is { } wanted && wanted != type) || (device is not null && device.type != DeviceType.CPU))
            tensor = tensor.to(dtype ?? type, device ?? CPU, disposeAfter: true);
        return tensor.with_requires_grad(requires_grad);
    }
}
