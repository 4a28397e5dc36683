using System.Numerics;
using System.Runtime.InteropServices;
using Research.Arrays;
using Research.Arrays.Elements;
using Research.Arrays.Npy;

namespace Research.Tests.Arrays;

public sealed class ExactConversionTests
{
    /// <summary>Numbers at the ends of the types, and beside them.</summary>
    private static readonly double[] Numbers =
    [
        .. Enumerable.Range(0, 65).SelectMany(bits =>
            (double[])[Math.Pow(2, bits), Math.Pow(2, bits) - 1, -Math.Pow(2, bits), -Math.Pow(2, bits) - 1]),
        0.5, -0.1, 1.0 / 3, 65504, 65520, 1e-8, 3.5e38, 1e300, double.PositiveInfinity, double.NaN,
    ];

    public static TheoryData<ElementType, ElementType> Pairs
    {
        get
        {
            var pairs = new TheoryData<ElementType, ElementType>();
            foreach (var from in Enum.GetValues<ElementType>())
            {
                foreach (var to in Enum.GetValues<ElementType>())
                {
                    pairs.Add(from, to);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_value_is_converted_where_the_type_has_it_and_refused_where_not(ElementType from, ElementType to)
    {
        int held = 0;
        foreach (double number in Numbers)
        {
            byte[] source = new byte[from.Bytes()], destination = new byte[to.Bytes()];
            if (ExactConversion.Convert(Bytes(number), ElementType.Float64, source, from) >= 0)
            {
                continue; // not a number of the source type
            }

            bool expected = Holds(to, number);
            Assert.Equal(expected, ExactConversion.Convert(source, from, destination, to) < 0);
            if (expected)
            {
                Assert.Equal(Number(source, from), Number(destination, to));
                held++;
            }
        }

        Assert.InRange(held, 2, Numbers.Length); // 0 and 1 at least
    }

    [Fact]
    public void Integers_that_no_double_has_stay_what_they_are()
    {
        var array = NpyArray.Of<long>([3], [long.MaxValue, long.MinValue, (1L << 53) + 1]);

        Assert.Equal("9223372036854775807, -9223372036854775808, 9007199254740993", string.Join(", ", array.Values<long>()));
        Assert.Contains("found 9223372036854775807 as element 0",
            Assert.Throws<InvalidDataException>(() => array.Values<double>()).Message);
        Assert.Contains("found -9223372036854775808 as element 1",
            Assert.Throws<InvalidDataException>(() => array.Values<ulong>()).Message);
    }

    private static byte[] Bytes(double number) => BitConverter.GetBytes(number);

    private static bool Holds(ElementType type, double number) => type switch
    {
        ElementType.Float64 => true,
        ElementType.Float32 => double.IsNaN(number) || (float)number == number,
        ElementType.Float16 => double.IsNaN(number) || (double)(Half)number == number,
        ElementType.Bool => number is 0 or 1,
        _ => double.IsInteger(number) && new BigInteger(number) is var integer && integer >= Ends(type).Least
            && integer <= Ends(type).Most,
    };

    private static (BigInteger Least, BigInteger Most) Ends(ElementType type) => type switch
    {
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        ElementType.Int64 => (long.MinValue, long.MaxValue),
        _ => (ulong.MinValue, ulong.MaxValue),
    };

    private static double Number(byte[] element, ElementType type)
    {
        double[] number = new double[1];
        Assert.Equal(-1, ExactConversion.Convert(element, type, MemoryMarshal.AsBytes(number.AsSpan()), ElementType.Float64));
        return number[0];
    }
}
