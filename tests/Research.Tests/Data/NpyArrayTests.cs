using System.Text;
using Research.Data;

namespace Research.Tests.Data;

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
        new NpyArray(shape, values).Write(file);
        var array = NpyArray.Read(file);

        Assert.Equal(shape, array.Shape);
        Assert.Equal(values, array.Values);
        Assert.Equal(0, (new FileInfo(file).Length - 4 * values.Length) % 64);
    }

    [Theory]
    [InlineData("|b1", false, new byte[] { 1, 0, 0, 1, 1, 0 }, new[] { 1f, 0, 0, 1, 1, 0 })]
    [InlineData("|i1", false, new byte[] { 255, 0, 1, 2, 3, 4 }, new[] { -1f, 0, 1, 2, 3, 4 })]
    [InlineData("|u1", true, new byte[] { 1, 4, 2, 5, 3, 6 }, new[] { 1f, 2, 3, 4, 5, 6 })]
    public void Small_types_and_both_orders_are_read(string type, bool fortran, byte[] body, float[] values) =>
        Assert.Equal(values, NpyArray.Read(Write($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': (2, 3), }}", body)).Values);

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "found 6 bytes of data; expected 24 for the shape (2, 3) of '<f4'.")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", "found elements of type '>f4'; expected one of |b1 |u1 |i1 <i4 <i8 <f4 <f8.")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
        "found the header {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }; expected 'descr': one simple type.")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (6000000000,), }", "found the shape (6000000000,); expected lengths below 2^31.")]
    [InlineData("{'descr': '|u1'}", "found the header {'descr': '|u1'}; expected 'shape': (…).")]
    public void Bad_headers_are_refused(string header, string message)
    {
        string file = Write(header, new byte[6]);

        Assert.Equal($"{file}: {message}", Assert.Throws<InvalidDataException>(() => NpyArray.Read(file)).Message);
    }

    [Theory]
    [InlineData(new byte[0], "found an empty file; expected a .npy file.")]
    [InlineData(new byte[] { 80, 75, 3, 4, 0, 0, 0, 0, 0, 0, 0 }, "found a file that does not begin with \\x93NUMPY; expected a .npy file.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 9, 0, 0, 0 }, "found format version 9; expected 1, 2 or 3.")]
    [InlineData(new byte[] { 0x93, 78, 85, 77, 80, 89, 1, 0, 99, 0 }, "found 10 bytes; expected a whole header.")]
    public void What_is_no_array_is_refused(byte[] bytes, string message)
    {
        string file = _folder.Write("a.npy", bytes);

        Assert.Equal($"{file}: {message}", Assert.Throws<InvalidDataException>(() => NpyArray.Read(file)).Message);
    }

    private string Write(string header, byte[] body) =>
        _folder.Write("a.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. body]);
}
