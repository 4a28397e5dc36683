using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>
/// An argument of an <see cref="Operator"/>. Everything that a schema can take converts to it implicitly, so a call reads
/// <c>Aten.conv2d.Call(input, weight, bias, stride, padding)</c>. A null tensor is the schema's None.
/// </summary>
internal readonly struct Argument
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly ValueKind Kind;

    private Argument(ValueKind kind, long bits, object? reference = null)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    /// <summary>No value, where the schema has an optional.</summary>
    internal static Argument None => default;

    /// <summary>The schema's own default, for an argument in the middle. At the end, arguments may just be left off.</summary>
    internal static Argument Default => new(ValueKind.Default, 0);

    public static implicit operator Argument(Tensor? value) =>
        value is null ? None : new(ValueKind.Tensor, 0, value);
    public static implicit operator Argument(Tensor?[] value) => new(ValueKind.TensorList, 0, value);
    public static implicit operator Argument(long value) => new(ValueKind.Int, value);
    public static implicit operator Argument(long? value) => value is { } number ? number : None;
    public static implicit operator Argument(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(double? value) => value is { } number ? number : None;
    public static implicit operator Argument(bool value) => new(ValueKind.Bool, value ? 1 : 0);
    public static implicit operator Argument(bool? value) => value is { } flag ? flag : None;
    public static implicit operator Argument(Scalar value) => new(value.Kind, value.Bits);
    public static implicit operator Argument(Scalar? value) => value is { } scalar ? scalar : None;
    public static implicit operator Argument(ScalarType value) => new(ValueKind.Int, (long)value);
    public static implicit operator Argument(ScalarType? value) => value is { } type ? type : None;
    public static implicit operator Argument(long[]? value) => value is null ? None : new(ValueKind.IntList, 0, value);
    public static implicit operator Argument(double[]? value) => value is null ? None : new(ValueKind.DoubleList, 0, value);
    public static implicit operator Argument(bool[]? value) => value is null ? None : new(ValueKind.BoolList, 0, value);
    public static implicit operator Argument(string? value) => value is null ? None : new(ValueKind.String, 0, value);
    public static implicit operator Argument(Device? value) => value is null ? None : new(ValueKind.Device, 0, value);
    public static implicit operator Argument(Generator? value) => value is null ? None : new(ValueKind.Generator, 0, value);

    /// <summary>How it is named in the message of a failed call: <c>Float32[2, 3]</c>, <c>-1</c>, <c>[1, 1]</c>, <c>None</c>.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.None => "None",
        ValueKind.Default => "default",
        ValueKind.Int => $"{Bits}",
        ValueKind.Double => $"{BitConverter.Int64BitsToDouble(Bits):R}",
        ValueKind.Bool => Bits != 0 ? "true" : "false",
        ValueKind.Tensor => Describe((Tensor)Reference!),
        ValueKind.TensorList => $"[{string.Join(", ", ((Tensor?[])Reference!).Select(Describe))}]",
        ValueKind.IntList => $"[{string.Join(", ", (long[])Reference!)}]",
        ValueKind.DoubleList => $"[{string.Join(", ", (double[])Reference!)}]",
        ValueKind.BoolList => $"[{string.Join(", ", (bool[])Reference!)}]",
        ValueKind.String => $"'{Reference}'",
        ValueKind.Generator => "generator",
        _ => $"{Reference}",
    };

    private static string Describe(Tensor? tensor)
    {
        if (tensor is null)
            return "None";
        var on = tensor.device_type == DeviceType.CPU ? "" : $" on {tensor.device}";
        return $"{tensor.dtype}[{string.Join(", ", tensor.shape)}]{on}";
    }
}
