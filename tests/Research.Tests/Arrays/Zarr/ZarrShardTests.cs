using System.Buffers.Binary;
using System.IO.Compression;
using Research.Arrays.Zarr;

namespace Research.Tests.Arrays.Zarr;

/// <summary>Arrays of zarr v3 with several chunks in a file, made here by the specification's rules.</summary>
public sealed class ZarrShardTests : IDisposable
{
    // in files of [8, 4], which hold chunks of [2, 4]: two by two files, the last ones cut off by the array's end
    private const int Rows = 10, Columns = 6;

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.At("store.zarr");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("end", true, false)]
    [InlineData("start", true, false)]
    [InlineData("end", false, false)]
    [InlineData("end", true, true)]
    public void Every_slice_is_what_was_written(string location, bool isChecked, bool isZip)
    {
        Write(location, isChecked);
        string path = Store;
        if (isZip)
        {
            path = _folder.At("store.zip");
            ZipFile.CreateFromDirectory(Store, path);
        }

        var array = ZarrArray.Open(path + "/a", MissingChunks.Fill);

        Assert.Equal([2, 4], array.Chunks);
        Assert.Equal([4, 1], array.ChunksPerShard!);
        Assert.Equal(10, array.ChunkCount);
        Assert.Equal([.. Enumerable.Range(0, Rows * Columns).Select(Value)], array.Read<short>());
        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal([.. Enumerable.Range(row * Columns + 3, 2).Select(Value)], array.Read<short>(row..(row + 1), 3..5));
        }
    }

    [Fact]
    public void Chunks_and_files_that_were_never_written_are_the_fill_value()
    {
        Write("end", true);
        File.Delete(Path.Combine(Store, "a/c/1/1"));

        var array = ZarrArray.Open(Store + "/a", MissingChunks.Fill);
        Assert.Equal([-1, -1], array.Read<short>(9.., 4..));
        Assert.Equal([-1, -1, -1, -1], array.Read<short>(4..5, ..4)); // never written: see Value
        Assert.StartsWith($"{Store}/a/c/1/1, chunk [",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store + "/a").Read<short>(9.., 4..)).Message);
        Assert.StartsWith($"{Store}/a/c/0/0, chunk [2, 0]: found no such chunk; expected one:",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store + "/a").Read<short>(4..5, ..4)).Message);
    }

    [Fact]
    public void Chunks_and_files_that_were_never_written_are_listed()
    {
        Write("end", true);
        File.Delete(Path.Combine(Store, "a/c/1/1"));
        var array = ZarrArray.Open(Store + "/a");

        var (count, first) = array.FindMissing();
        Assert.Equal(2, count);
        Assert.Equal(["c/0/0 [2, 0]", "c/1/1"], first);
        Assert.Equal((2, 1), (array.FindMissing(most: 1).Count, array.FindMissing(most: 1).First.Count));
        Assert.Equal($"{Store}/a: found no chunk c/0/0 [2, 0], c/1/1; expected all: a writer that was killed leaves such arrays. "
            + "If the writer leaves out chunks that are -1 alone, ask for MissingChunks.Fill.",
                Assert.Throws<InvalidDataException>(array.RequireComplete).Message);
    }

    [Fact]
    public void A_damaged_index_and_a_chunk_beyond_the_file_are_named()
    {
        Write("end", true);
        string file = Path.Combine(Store, "a/c/0/0");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 1;
        File.WriteAllBytes(file, bytes);
        var array = ZarrArray.Open(Store + "/a");

        Assert.Matches(
            @"^.+/a/c/0/0, its index: found bytes with the CRC-32C checksum [0-9a-f]{8}; expected [0-9a-f]{8}, which is stored behind them\.$",
            Assert.Throws<InvalidDataException>(() => array.Read<short>()).Message);
        File.WriteAllBytes(file, [1, 2, 3]);
        Assert.Equal($"{file}: found 3 bytes; expected at least 68.",
            Assert.Throws<InvalidDataException>(() => array.Read<short>()).Message);
        Write("end", false);
        bytes = File.ReadAllBytes(file);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(bytes.Length - 64), 1_000_000_000);
        File.WriteAllBytes(file, bytes);
        Assert.Equal($"{file}: found {bytes.Length} bytes; expected 20 from byte 1000000000 on.",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store + "/a").Read<short>()).Message);
    }

    [Fact]
    public void They_are_only_read()
    {
        Write("end", true);

        Assert.Equal(
            $"{Store}/a: found an array with several chunks in a file; expected one with a file for each: sharded arrays are "
            + "only read.",
            Assert.Throws<NotSupportedException>(() => ZarrArray.Open(Store + "/a").Write<short>([1], ..1, ..1)).Message);
    }

    /// <summary>The chunk of rows 4 and 5 and the first columns was never written.</summary>
    private static short Value(int element) => (short)(element / Columns is 4 or 5 && element % Columns < 4 ? -1 : element * 7);

    private void Write(string location, bool isChecked)
    {
        string codec = isChecked ? """, {"name": "crc32c"}""" : "";
        _folder.Write("store.zarr/a/zarr.json", $$$"""
            {"zarr_format": 3, "node_type": "array", "shape": [{{{Rows}}}, {{{Columns}}}], "data_type": "int16", "fill_value": -1, "attributes": {"nan": NaN},
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [8, 4]}}, "chunk_key_encoding": {"name": "default"},
             "codecs": [{"name": "sharding_indexed", "configuration": {"chunk_shape": [2, 4], "index_location": "{{{location}}}",
               "codecs": [{"name": "bytes", "configuration": {"endian": "big"}}, {"name": "crc32c"}],
               "index_codecs": [{"name": "bytes", "configuration": {"endian": "little"}}{{{codec}}}]}}]}
            """);
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 2; x++)
            {
                _folder.Write($"store.zarr/a/c/{y}/{x}", Shard(y, x, location, isChecked));
            }
        }
    }

    private static byte[] Shard(int y, int x, string location, bool isChecked)
    {
        const int count = 4;
        var chunks = new List<byte>();
        byte[] index = new byte[count * 16];
        int start = location == "start" ? index.Length + (isChecked ? 4 : 0) : 0;
        foreach (int chunk in (int[])[2, 0, 3, 1]) // any order is allowed
        {
            int row = y * 8 + chunk * 2;
            bool isThere = row < Rows && !(row == 4 && x == 0);
            BinaryPrimitives.WriteUInt64LittleEndian(index.AsSpan(chunk * 16), isThere ? (ulong)(start + chunks.Count)
                : ulong.MaxValue);
            BinaryPrimitives.WriteUInt64LittleEndian(index.AsSpan(chunk * 16 + 8), isThere ? 20 : ulong.MaxValue);
            if (isThere)
            {
                chunks.AddRange(Checked(Elements(row, x * 4)));
            }
        }

        byte[] stored = isChecked ? Checked(index) : index;
        return location == "start" ? [.. stored, .. chunks] : [.. chunks, .. stored];
    }

    private static byte[] Elements(int row, int column)
    {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++)
        {
            var (r, c) = (row + i / 4, column + i % 4);
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(i * 2), c < Columns ? Value(r * Columns + c) : (short)-1);
        }

        return bytes;
    }

    /// <summary>The bytes and their CRC-32C, bit by bit.</summary>
    private static byte[] Checked(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte part in bytes)
        {
            crc ^= part;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
            }
        }

        byte[] result = [.. bytes, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(bytes.Length), ~crc);
        return result;
    }
}
