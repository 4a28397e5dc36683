using System.Buffers.Binary;
using System.Text;
using Research.Training;

namespace Research.Tests.Training;

/// <summary>Malformed safetensors files, and what is said of each.</summary>
public sealed class SafetensorsRefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", 0, "an empty header")]
    [InlineData(" {}", 0, "begins with byte 0x20")]
    [InlineData("[]", 0, "begins with byte 0x5b")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("{} x", 0, "not valid JSON")]
    [InlineData("""{"a":1}""", 0, "a number as tensor 'a'")]
    [InlineData("""{"__metadata__":[]}""", 0, "an array as __metadata__")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "a number as the metadata 'a'")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "'a' twice in __metadata__")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "no dtype of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "no shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "no data_offsets of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' twice in tensor 'a'")]
    [InlineData("""{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype 7 of tensor 'a'")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype null of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":4,"data_offsets":[0,4]}}""", 4, "a number as the shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "-1 in the shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "1.5 in the shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e30],"data_offsets":[0,4]}}""", 4, "1e30 in the shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "\"1\" in the shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4,
        "shape [4294967296, 4294967296] of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F64","shape":[4611686018427387904],"data_offsets":[0,4]}}""", 4,
        "shape [4611686018427387904] of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "4 bytes for tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "data_offsets [0] of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets [4, 0] of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "-4 in the data_offsets of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "data_offsets [0, 8] of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a' at byte 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        4, "tensor 'b' at byte 0")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12,
        "tensor 'b' at byte 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8, "'a' twice in the header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "5 bytes of data")]
    [InlineData("{}", 1, "1 bytes of data")]
    public void A_malformed_header_is_refused(string header, int dataBytes, string found) =>
        AssertRefused(File(Encoding.UTF8.GetBytes(header), dataBytes), found);

    [Fact]
    public void Sixty_five_dimensions_are_refused() =>
        AssertRefused(
            File(Encoding.UTF8.GetBytes(
                $$$"""{"a":{"dtype":"U8","shape":[{{{string.Join(',', Enumerable.Repeat(1, 65))}}}],"data_offsets":[0,1]}}"""),
                1),
            "65 dimensions of tensor 'a'");

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused() =>
        AssertRefused(File([(byte)'{', (byte)'"', 0xff, (byte)'"'], 0), "not valid UTF-8");

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(7, "7 bytes")]
    public void A_file_too_short_for_a_length_is_refused(int length, string found) => AssertRefused(new byte[length], found);

    [Theory]
    [InlineData(9UL, "a header of 9 bytes in a file of 16")]
    [InlineData(100_000_001UL, "a header of 100000001 bytes")]
    [InlineData(ulong.MaxValue, "a header of 18446744073709551615 bytes")]
    public void A_header_longer_than_the_file_or_the_limit_is_refused(ulong length, string found)
    {
        byte[] file = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        AssertRefused(file, found);
    }

    private void AssertRefused(byte[] file, string found)
    {
        string path = folder.Write("bad.safetensors", file);
        var error = Assert.Throws<SafetensorsException>(() => Safetensors.Load(path));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.NotEmpty(error.Expected);
        Assert.StartsWith($"{path}: found ", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<SafetensorsException>(() => SafetensorsHeader.Read(path)).Message);
    }

    private static byte[] File(byte[] header, int dataBytes)
    {
        byte[] file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }
}
