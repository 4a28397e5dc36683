using System.Text;
using Research.Arrays.Elements;
using Research.Arrays.Npy;

namespace Research.Tests.Arrays;

public sealed class NpyArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new int[0], new[] { 7f })]
    [InlineData(new[] { 3 }, new[] { 1f, float.NaN, -2.5f })]
    [InlineData(new[] { 2, 3 }, new[] { 0f, 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 0, 7 }, new float[0])]
    public void What_is_written_is_read_back(int[] shape, float[] values)
    {
        string file = Path.Combine(_folder.Path, "a.npy");
        NpyArray.Of<float>(shape, values).Write(file);
        var array = NpyArray.Read(file);

        Assert.Equal(shape, array.Shape);
        Assert.Equal(ElementType.Float32, array.DataType);
        Assert.Equal(values, array.Values<float>());
        Assert.Equal(values.Select(value => (double)value), array.Values<double>());
        Assert.Equal(0, (new FileInfo(file).Length - 4 * values.Length) % 64);
    }

    [Theory]
    [InlineData("|b1", false, new byte[] { 1, 0, 0, 1, 1, 0 }, new[] { 1f, 0, 0, 1, 1, 0 })]
    [InlineData("|i1", false, new byte[] { 255, 0, 1, 2, 3, 4 }, new[] { -1f, 0, 1, 2, 3, 4 })]
    [InlineData("|u1", true, new byte[] { 1, 4, 2, 5, 3, 6 }, new[] { 1f, 2, 3, 4, 5, 6 })]
    [InlineData(">i2", true, new byte[] { 0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 255, 255 }, new[] { 1f, 2, 3, 4, 5, -1 })]
    public void Types_byte_orders_and_element_orders_are_read(string type, bool fortran, byte[] body, float[] values) =>
        Assert.Equal(values, NpyArray.Read(Write(
            $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': (2, 3), }}", body)).Values<float>());

    [Fact]
    public void A_value_that_the_type_asked_for_lacks_is_refused()
    {
        string file = Path.Combine(_folder.Path, "a.npy");
        NpyArray.Of<double>([3], [1, 0.5, 256]).Write(file);
        var array = NpyArray.Read(file);

        Assert.Equal([1, 0.5f, 256], array.Values<float>());
        Assert.Equal($"{file}: found 0.5 as element 1 of float64; expected a value that int32 holds.",
            Assert.Throws<InvalidDataException>(() => array.Values<int>()).Message);
        Assert.Equal(
            "Arrays hold bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, float32, float64; Char is "
            + "none of these.",
            Assert.Throws<NotSupportedException>(() => array.Values<char>()).Message);
        Assert.Equal("Found 3 values; expected 4 for the shape (2, 2).",
            Assert.Throws<ArgumentException>(() => NpyArray.Of<int>([2, 2], [1, 2, 3])).Message);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
        "found 6 bytes of data; expected 24 for the shape (2, 3) of '<f4'.")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }",
        "found elements of type '<c8'; expected one of bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, "
        + "float32, float64: complex numbers are not read.")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
        "found elements of type '[('a', '<f4')]'; expected one of bool, int8, uint8, int16, uint16, int32, uint32, int64, "
        + "uint64, float16, float32, float64: structures are not read.")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (6000000000,), }",
        "found the shape (6000000000,); expected lengths below 2^31.")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000), }",
        "found 6 bytes of data; expected 8000000000000000000000000000 for the shape (2000000000, 2000000000, 2000000000) of "
        + "'|u1'.")]
    [InlineData("{'descr': '|u1', 'fortran_order': False}",
        "found the header {'descr': '|u1', 'fortran_order': False}; expected 'shape': (…).")]
    [InlineData("{'descr': '|u1', 'shape': (6,)}",
        "found the header {'descr': '|u1', 'shape': (6,)}; expected 'fortran_order': True or False.")]
    public void Bad_headers_are_refused(string header, string message)
    {
        string file = Write(header, new byte[6]);

        Assert.Equal($"{file}: {message}", Assert.Throws<InvalidDataException>(() => NpyArray.Read(file)).Message);
    }

    [Theory]
    [InlineData(new byte[0], "found an empty file; expected a .npy file.")]
    [InlineData(new byte[] { 80, 75, 3, 4, 0, 0, 0, 0, 0, 0, 0 },
        "found a file that does not begin with \\x93NUMPY; expected a .npy file.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 9, 0, 0, 0 }, "found format version 9; expected 1, 2 or 3.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 1, 0, 99, 0 }, "found 10 bytes; expected a whole header.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 2, 0, 99, 0 }, "found 10 bytes; expected a whole header.")]
    public void What_is_no_array_is_refused(byte[] bytes, string message)
    {
        string file = _folder.Write("a.npy", bytes);

        Assert.Equal($"{file}: {message}", Assert.Throws<InvalidDataException>(() => NpyArray.Read(file)).Message);
    }

    private string Write(string header, byte[] body) =>
        _folder.Write("a.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. body]);
}
