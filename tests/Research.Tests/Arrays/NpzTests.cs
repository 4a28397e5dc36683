using System.IO.Compression;
using System.Runtime.InteropServices;
using Research.Arrays.Elements;
using Research.Arrays.Npy;

namespace Research.Tests.Arrays;

public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NpzTests() => ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "zarr", "arrays.zip"), _folder.Path);

    private string Stored => Path.Combine(_folder.Path, "stored.npz");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Every_array_reads_as_NumPy_wrote_it(string file)
    {
        var npz = Npz.Open(Path.Combine(_folder.Path, file));

        Assert.Equal(45, npz.Names.Count);
        Assert.All(npz.Names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.Path, name + ".bin")),
            Bytes(npz[name])));
        Assert.Equal((true, true, "3, 4, 5"), (npz.Describe("int16_big_fortran").BigEndian,
            npz.Describe("int16_big_fortran").FortranOrder, string.Join(", ", npz["int16_big_fortran"].Shape)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_of_the_header_is_read(int version) =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.Path, "float32.bin")),
            Bytes(NpyArray.Read(Path.Combine(_folder.Path, $"version-{version}.npy"))));

    [Theory]
    [InlineData("structured.npy",
        "found elements of type '[('a', '<f4'), ('b', '<i4')]'; expected one of bool, int8, uint8, int16, uint16, int32, "
        + "uint32, int64, uint64, float16, float32, float64: structures are not read.")]
    [InlineData("text.npy",
        "found elements of type '<U2'; expected one of bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, "
        + "float32, float64: text is not read.")]
    public void Types_that_the_kit_lacks_are_refused(string name, string message)
    {
        string file = Path.Combine(_folder.Path, name);

        Assert.Equal($"{file}: {message}", Assert.Throws<InvalidDataException>(() => NpyArray.Read(file)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_back_and_the_same_bytes_each_time(bool deflate)
    {
        var source = Npz.Open(Stored);
        string file = Path.Combine(_folder.Path, "copy.npz"), again = Path.Combine(_folder.Path, "again.npz");
        Npz.Write(file, source.Names.Select(name => KeyValuePair.Create(name, source[name])), deflate);
        Npz.Write(again, source.Names.Select(name => KeyValuePair.Create(name, source[name])), deflate);

        var copy = Npz.Open(file);
        Assert.Equal(source.Names, copy.Names);
        Assert.All(source.Names, name => Assert.Equal((source[name].DataType, Convert.ToHexString(Bytes(source[name]))),
            (copy[name].DataType, Convert.ToHexString(Bytes(copy[name])))));
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(again));
    }

    [SkippableFact]
    public void NumPy_reads_what_is_written()
    {
        var source = Npz.Open(Stored);
        string file = Path.Combine(_folder.Path, "copy.npz");
        Npz.Write(file, source.Names.Select(name => KeyValuePair.Create(name, source[name])));
        string script = $"""
            import numpy as np
            a, b = np.load({Python.Quote(Stored)}), np.load({Python.Quote(file)})
            assert a.files == b.files
            for n in a.files:
                assert a[n].shape == b[n].shape and a[n].dtype.newbyteorder('=') == b[n].dtype, n
                np.testing.assert_array_equal(a[n], b[n], n)
            print(len(b.files), 'equal')
            """;

        Assert.Equal("45 equal\n", Python.Run("numpy", "-c", script));
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are()
    {
        string file = Path.Combine(_folder.Path, "two.npz");
        Npz.Write(file, [new("labels", NpyArray.Of<bool>([1], [true])), new("scores", NpyArray.Of<float>([1], [1]))]);

        Assert.Equal($"{file}: found no array 'label'; expected one of labels, scores.",
            Assert.Throws<ArgumentException>(() => Npz.Open(file)["label"]).Message);
    }

    [Fact]
    public void A_flipped_bit_and_a_cut_off_file_are_refused()
    {
        string file = Path.Combine(_folder.Path, "one.npz");
        Npz.Write(file, [new("a", NpyArray.Of<int>([4], [1, 2, 3, 4]))]);
        byte[] whole = File.ReadAllBytes(file), damaged = [.. whole];
        damaged[whole.AsSpan().IndexOf("NUMPY"u8) - 1 + 128] ^= 1; // the header takes 128 bytes
        File.WriteAllBytes(file, damaged);

        Assert.Matches(
            $@"^{file}, a\.npy: found an entry with the checksum [0-9a-f]+; expected [0-9a-f]+, as the zip file says\.$",
            Assert.Throws<InvalidDataException>(() => Npz.Open(file)["a"]).Message);
        File.WriteAllBytes(file, whole[..^30]);
        Assert.Matches($@"^{file}: found a file that is no whole zip \(.+\); expected a \.npz file\.$",
            Assert.Throws<InvalidDataException>(() => Npz.Open(file)).Message);
    }

    private static byte[] Bytes(NpyArray array) => array.DataType switch
    {
        ElementType.Bool => Of<bool>(array),
        ElementType.Int8 => Of<sbyte>(array),
        ElementType.UInt8 => Of<byte>(array),
        ElementType.Int16 => Of<short>(array),
        ElementType.UInt16 => Of<ushort>(array),
        ElementType.Int32 => Of<int>(array),
        ElementType.UInt32 => Of<uint>(array),
        ElementType.Int64 => Of<long>(array),
        ElementType.UInt64 => Of<ulong>(array),
        ElementType.Float16 => Of<Half>(array),
        ElementType.Float32 => Of<float>(array),
        _ => Of<double>(array),
    };

    private static byte[] Of<T>(NpyArray array)
        where T : unmanaged => MemoryMarshal.AsBytes(array.Values<T>().AsSpan()).ToArray();
}
