using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Arrays.Elements;

namespace Research.Arrays.Zarr;

/// <summary>Fill values between JSON and the bytes of one element, in this machine's byte order.</summary>
internal static class FillValue
{
    // zarr's; .NET's has the sign set
    private static readonly double PositiveNaN = BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000);

    /// <summary>Reads one.</summary>
    /// <returns>The element's bytes; null where the type has no such value.</returns>
    public static byte[]? Parse(JsonNode node, ElementType type)
    {
        if (node is JsonValue value && Special(value) is { } special)
        {
            return Number(double.IsNaN(special) ? PositiveNaN : special, type);
        }

        var json = JsonDocument.Parse(node.ToJsonString()).RootElement;
        return json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False when type == ElementType.Bool => [json.GetBoolean() ? (byte)1 : (byte)0],
            JsonValueKind.Number when json.TryGetInt64(out long integer) => Exact(integer, ElementType.Int64, type)
                ?? Number(integer, type),
            JsonValueKind.Number when json.TryGetUInt64(out ulong integer) => Exact(integer, ElementType.UInt64, type)
                ?? Number(integer, type),
            JsonValueKind.Number => Number(json.GetDouble(), type),
            JsonValueKind.String => Named(json.GetString()!, type),
            _ => null,
        };
    }

    /// <summary>Writes one, as the format has it.</summary>
    public static JsonNode Format(ReadOnlySpan<byte> element, ElementType type, ZarrFormat format)
    {
        switch (type)
        {
            case ElementType.Bool:
                return element[0] != 0;
            case ElementType.UInt64:
                return MemoryMarshal.Read<ulong>(element);
            case ElementType.Float16 or ElementType.Float32 or ElementType.Float64:
                double[] number = new double[1];
                ExactConversion.Convert(element, type, MemoryMarshal.AsBytes(number.AsSpan()), ElementType.Float64);
                return double.IsNaN(number[0]) ? NaN(element, type, format)
                    : double.IsInfinity(number[0]) ? (number[0] > 0 ? "Infinity" : "-Infinity") : number[0];
            default:
                long[] integer = new long[1];
                ExactConversion.Convert(element, type, MemoryMarshal.AsBytes(integer.AsSpan()), ElementType.Int64);
                return integer[0];
        }
    }

    /// <summary>What C# gives where JSON has a name: NaN and the infinities.</summary>
    private static double? Special(JsonValue value) =>
        value.TryGetValue(out double number) && !double.IsFinite(number) ? number
        : value.TryGetValue(out float single) && !float.IsFinite(single) ? single : null;

    private static JsonNode NaN(ReadOnlySpan<byte> element, ElementType type, ZarrFormat format) =>
        format == ZarrFormat.V2 || element.SequenceEqual(Number(PositiveNaN, type)) ? "NaN"
            : "0x" + string.Concat(element.ToArray().Reverse().Select(part => part.ToString("x2")));

    private static byte[]? Named(string text, ElementType type)
    {
        if (!type.IsFloat())
        {
            return null;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            byte[] bits = new byte[8];
            return text.Length == 2 + 2 * type.Bytes()
                && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong parsed)
                && BinaryPrimitives.TryWriteUInt64LittleEndian(bits, parsed) ? bits[..type.Bytes()] : null;
        }

        return text switch
        {
            "NaN" => Number(PositiveNaN, type),
            "Infinity" => Number(double.PositiveInfinity, type),
            "-Infinity" => Number(double.NegativeInfinity, type),
            _ => null,
        };
    }

    /// <summary>The nearest float; an integer or a bool only where it is the same number.</summary>
    private static byte[]? Number(double value, ElementType type) => type switch
    {
        ElementType.Float16 => BitConverter.GetBytes((Half)value),
        ElementType.Float32 => BitConverter.GetBytes((float)value),
        ElementType.Float64 => BitConverter.GetBytes(value),
        _ => Exact(value, ElementType.Float64, type),
    };

    private static byte[]? Exact<T>(T value, ElementType from, ElementType to)
        where T : unmanaged
    {
        byte[] element = new byte[to.Bytes()];
        return ExactConversion.Convert(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), from, element, to) < 0 ? element
            : null;
    }
}
