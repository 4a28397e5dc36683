using System.IO.Compression;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Tests.Arrays.Zarr;

/// <summary>
/// Stores that are damaged, or ask for what the kit lacks: one error each, which names the file, what was found and what was
/// expected.
/// </summary>
public sealed class ZarrRefusalTests : IDisposable
{
    private const string V2 =
        """{"zarr_format": 2, "shape": [4, 4], "chunks": [2, 4], "dtype": "<i4", "compressor": null, "fill_value": 0, "order": "C", "filters": null}""";
    private const string V3 = """
        {"zarr_format": 3, "node_type": "array", "shape": [4, 4], "data_type": "int32", "fill_value": 0, "attributes": {},
         "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, 4]}}, "chunk_key_encoding": {"name": "default"},
         "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]}
        """;

    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "store.zarr");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"<i4\"", "\"<U10\"",
        "dtype = \"<U10\"; expected one of bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, float32, "
        + "float64 as NumPy writes it, such as \"|u1\" or \"<f4\".")]
    [InlineData("\"<i4\"", "[[\"a\", \"<f4\"]]",
        "dtype = [[\"a\",\"<f4\"]]; expected one of bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, "
        + "float32, float64 as NumPy writes it, such as \"|u1\" or \"<f4\".")]
    [InlineData("\"compressor\": null", "\"compressor\": {\"id\": \"lzma\"}",
        "id = \"lzma\"; expected one of blosc, zstd, gzip, zlib, or no compressor.")]
    [InlineData("\"compressor\": null", "\"compressor\": \"blosc\"",
        "compressor = \"blosc\"; expected an object with an id, or null.")]
    [InlineData("\"filters\": null", "\"filters\": [{\"id\": \"delta\"}]",
        "filters = [{\"id\":\"delta\"}]; expected null: filters are not supported.")]
    [InlineData("\"order\": \"C\"", "\"order\": \"K\"", "order = \"K\"; expected \"C\" or \"F\".")]
    [InlineData("\"zarr_format\": 2", "\"zarr_format\": 1", "zarr_format = 1; expected 2.")]
    [InlineData("\"fill_value\": 0", "\"fill_value\": 1.5", "fill_value = 1.5; expected a value that int32 holds, or null.")]
    [InlineData("\"shape\": [4, 4]", "\"shape\": [4, -1]",
        "shape = [4,-1]; expected integers from 0 to 2147483647, one for each dimension.")]
    [InlineData("\"chunks\": [2, 4]", "\"chunks\": [2]",
        "chunks [2] of an array [4, 4]; expected a length of 1 or more for each dimension.")]
    [InlineData("\"chunks\": [2, 4]", "\"chunks\": [2000000000, 4]",
        "chunks [2000000000, 4] of an array [4, 4]; expected at most 2147483583 bytes a chunk.")]
    [InlineData("\"chunks\": [2, 4], ", "", "no chunks; expected integers from 1 to 2147483647, one for each dimension.")]
    public void Metadata_of_version_2_that_cannot_be_meant(string from, string to, string message) =>
        Refused(".zarray", V2.Replace(from, to), message);

    [Theory]
    [InlineData("\"int32\"", "\"complex64\"",
        "data_type = \"complex64\"; expected one of bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, "
        + "float32, float64.")]
    [InlineData("\"regular\"", "\"rectilinear\"", "the chunk grid 'rectilinear'; expected 'regular'.")]
    [InlineData("{\"name\": \"default\"}", "\"fancy\"", "the chunk key encoding 'fancy'; expected 'default' or 'v2'.")]
    [InlineData("\"little\"", "\"middle\"", "endian = \"middle\"; expected \"little\" or \"big\".")]
    [InlineData("}}]}", "}}, {\"name\": \"lzma\"}]}",
        "the codec 'lzma'; expected one of blosc, gzip, zstd, numcodecs.zlib, crc32c after bytes.")]
    [InlineData("[{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}]",
        "[{\"name\": \"sharding_indexed\", \"configuration\": {}}]",
        "no chunk_shape; expected integers from 1 to 2147483647, one for each dimension.")]
    [InlineData("[{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}]",
        "[{\"name\": \"sharding_indexed\", \"configuration\": {\"chunk_shape\": [2, 3]}}]",
        "chunk_shape = [2,3]; expected lengths that divide those of the chunk grid, [2, 4].")]
    [InlineData("[{\"name\": \"bytes\"", "[{\"name\": \"sharding_indexed\"}, {\"name\": \"bytes\"",
        "sharding_indexed beside other codecs; expected it alone, with the others in its configuration.")]
    [InlineData("[{\"name\": \"bytes\"",
        "[{\"name\": \"transpose\", \"configuration\": {\"order\": [0, 0]}}, {\"name\": \"bytes\"",
        "order = [0,0]; expected each dimension from 0 to 1 once.")]
    [InlineData("}}]}",
        "}}, {\"name\": \"gzip\", \"configuration\": {\"level\": 1}}, {\"name\": \"zstd\", \"configuration\": {\"level\": 1}}]}",
        "the codecs gzip, zstd; expected one that compresses at most.")]
    [InlineData("\"fill_value\": 0", "\"fill_value\": \"NaN\"", "fill_value = \"NaN\"; expected a value that int32 holds.")]
    [InlineData("\"attributes\": {}", "\"encryption\": {}",
        "the field encryption; expected zarr_format, node_type, shape, data_type, chunk_grid, chunk_key_encoding, fill_value, "
        + "codecs, attributes, dimension_names, storage_transformers, or one with must_understand = false.")]
    [InlineData("\"node_type\": \"array\"", "\"node_type\": \"table\"",
        "node_type = \"table\"; expected \"array\" or \"group\".")]
    public void Metadata_of_version_3_that_cannot_be_meant(string from, string to, string message) =>
        Refused("zarr.json", V3.Replace(from, to), message);

    [Theory]
    [InlineData(".zarray", "{\"zarr_format\": 2,", @"no JSON \(.+\)")]
    [InlineData("zarr.json", "[1]", "JSON that is no object")]
    [InlineData("zarr.json", "{\"zarr_format\": 3, \"zarr_format\": 3}", @"no JSON \(.*zarr_format.*\)")]
    public void Broken_JSON(string file, string text, string found)
    {
        Write(file, text);

        Assert.Matches($"^{Store}/{file}: found {found}; expected an object\\.$",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store)).Message);
    }

    [Theory]
    [InlineData("blosc", "found 25 bytes that are no whole Blosc buffer; expected one, as the array's compressor says\\.")]
    [InlineData("zstd", @"found 25 bytes that are no Zstandard frame \(Src size is incorrect\); expected one of 400 bytes\.")]
    [InlineData("gzip", @"found a gzip stream of \d+ bytes; expected 400 bytes, as the array's chunks and data type take\.")]
    [InlineData("zlib", @"found a zlib stream of \d+ bytes; expected 400 bytes, as the array's chunks and data type take\.")]
    [InlineData("none", @"found 25 bytes; expected 400, as the array's chunks and data type take\.")]
    [InlineData("crc32c", @"found 25 bytes; expected 404, as the array's chunks and data type take\.")]
    public void A_chunk_that_was_cut_off(string codec, string message)
    {
        var array = Written(codec);
        string chunk = Directory.GetFiles(array.Path, "*", SearchOption.AllDirectories)
            .Single(file => Path.GetFileName(file) is "0" or "0.0");
        File.WriteAllBytes(chunk, File.ReadAllBytes(chunk)[..25]);

        Assert.Matches($"^{chunk}: {message}$", Assert.Throws<InvalidDataException>(() => array.Read<int>()).Message);
    }

    [Theory]
    [InlineData("\"id\": \"blosc\"", "\"id\": \"zstd\"",
        @"found \d+ bytes that are no Zstandard frame \(Unknown frame descriptor\); expected one of 400 bytes\.")]
    [InlineData("\"id\": \"blosc\"", "\"id\": \"gzip\"",
        @"found \d+ bytes that are no gzip stream \(.+\); expected one, as the array's compressor says\.")]
    [InlineData("\"dtype\": \"\\u003Ci4\"", "\"dtype\": \"<i8\"",
        @"found a Blosc buffer of 400 bytes; expected 800, as the array's chunks and data type take\.")]
    [InlineData("\"chunks\": [\n        10,", "\"chunks\": [\n        5,",
        @"found a Blosc buffer of 400 bytes; expected 200, as the array's chunks and data type take\.")]
    public void Metadata_that_disagree_with_the_data(string from, string to, string message)
    {
        var array = Written("blosc");
        string file = Path.Combine(array.Path, ".zarray"), metadata = File.ReadAllText(file);
        Assert.Contains(from, metadata);
        File.WriteAllText(file, metadata.Replace(from, to));

        Assert.Matches($"^{array.Path}/0\\.0: {message}$",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(array.Path).Read<long>()).Message);
    }

    [Theory]
    [InlineData("blosc")]
    [InlineData("zstd")]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("none")]
    [InlineData("crc32c")]
    public void An_empty_chunk_is_refused_by_every_codec(string codec)
    {
        var array = Written(codec);
        string chunk = Directory.GetFiles(array.Path, "*", SearchOption.AllDirectories)
            .Single(file => Path.GetFileName(file) is "0" or "0.0");
        File.WriteAllBytes(chunk, []);

        Assert.Matches($"^{chunk}: found (a Zstandard frame of )?0 bytes",
            Assert.Throws<InvalidDataException>(() => array.Read<int>()).Message);
    }

    [Fact]
    public void A_chunk_of_random_bytes_is_refused_by_every_codec()
    {
        var random = new Random(3);
        foreach (string codec in (string[])["blosc", "zstd", "gzip", "zlib", "crc32c"])
        {
            var array = Written(codec);
            string chunk = Directory.GetFiles(array.Path, "*", SearchOption.AllDirectories)
                .Single(file => Path.GetFileName(file) is "0" or "0.0");
            byte[] whole = File.ReadAllBytes(chunk);
            for (int round = 0; round < 60; round++)
            {
                byte[] bytes = [.. whole];
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
                File.WriteAllBytes(chunk, bytes);
                try
                {
                    array.Read<int>(); // Blosc has no checksum: what decodes to as many bytes is a chunk
                }
                catch (InvalidDataException e)
                {
                    Assert.StartsWith(chunk, e.Message);
                }
            }
        }
    }

    [Fact]
    public void A_flipped_bit_under_a_checksum()
    {
        var array = Written("crc32c");
        string chunk = Path.Combine(array.Path, "c/0/0");
        byte[] bytes = File.ReadAllBytes(chunk);
        bytes[200] ^= 4;
        File.WriteAllBytes(chunk, bytes);

        Assert.Matches(
            $"^{chunk}: found bytes with the CRC-32C checksum [0-9a-f]{{8}}; expected [0-9a-f]{{8}}, which is stored behind "
            + "them\\.$",
            Assert.Throws<InvalidDataException>(() => array.Read<int>()).Message);
    }

    [Fact]
    public void Damage_in_several_chunks_names_the_first()
    {
        var array = Written("zlib", rows: 100);
        foreach (int chunk in (int[])[7, 3, 9])
        {
            File.WriteAllBytes(Path.Combine(array.Path, $"{chunk}.0"), [1, 2, 3]);
        }

        for (int round = 0; round < 20; round++)
        {
            Assert.StartsWith($"{array.Path}/3.0: ", Assert.Throws<InvalidDataException>(() => array.Read<int>()).Message);
        }
    }

    [Fact]
    public void A_missing_chunk_is_refused_unless_it_is_to_be_filled_in()
    {
        Write(".zarray", V2);
        Write("1.0", string.Concat(Enumerable.Repeat("abcd", 8)));

        Assert.Equal(
            $"{Store}/0.0: found no such chunk; expected one: a writer that was killed leaves such arrays. If the writer leaves "
            + "out chunks that are 0 alone, ask for MissingChunks.Fill.",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store).Read<int>()).Message);
        Assert.Equal(4, ZarrArray.Open(Store).Read<int>(2..3).Length);
        Assert.Equal([0, 0, 0, 0], ZarrArray.Open(Store, MissingChunks.Fill).Read<int>(1..2));
        var (count, first) = ZarrArray.Open(Store).FindMissing();
        Assert.Equal(1, count);
        Assert.Equal(["0.0"], first);
        Assert.StartsWith($"{Store}: found no chunk 0.0; expected all:",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store).RequireComplete()).Message);
        ZarrArray.Open(Store, MissingChunks.Fill).RequireComplete();
    }

    [Fact]
    public void A_missing_chunk_without_a_fill_value()
    {
        Write(".zarray", V2.Replace("\"fill_value\": 0", "\"fill_value\": null"));

        Assert.Equal($"{Store}/0.0: found no such chunk; expected one, for the array has no fill value.",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store).Read<int>()).Message);
    }

    [Fact]
    public void Slices_that_are_not_within_the_array()
    {
        var array = Written("none");

        Assert.Equal($"{array.Path}: found the slice 3..11 of dimension 0; expected one within its 10 elements.",
            Assert.Throws<ArgumentException>(() => array.Read<int>(3..11)).Message);
        Assert.Equal($"{array.Path}: found the slice ^12.. of dimension 1; expected one within its 10 elements.".Replace("^12..",
            "^12..^0"),
            Assert.Throws<ArgumentException>(() => array.Read<int>(.., ^12..)).Message);
        Assert.Equal($"{array.Path}: found the slice 4..3 of dimension 0; expected one within its 10 elements.",
            Assert.Throws<ArgumentException>(() => array.Read<int>(4..3)).Message);
        Assert.Equal($"{array.Path}: found 3 slices; expected at most 2, one for each dimension of [10, 10].",
            Assert.Throws<ArgumentException>(() => array.Read<int>(.., .., ..)).Message);
        Assert.Equal($"{array.Path}: found room for 5 elements; expected 10, as the slice [1, 10] has.",
            Assert.Throws<ArgumentException>(() => array.Read(new int[5].AsSpan(), ..1)).Message);
        Assert.Equal([], array.Read<int>(3..3));
    }

    [Fact]
    public void Values_that_the_other_type_lacks()
    {
        var array = Written("none");

        Assert.Equal($"{array.Path}: found 256 at [2, 1]; expected a value that uint8 holds.".Replace("256 at [2, 1]",
            "256 at [2, 0], of int32"),
            Assert.Throws<InvalidDataException>(() => Rows(array, 236).Read<byte>()).Message);
        Assert.Equal($"{array.Path}: found 0.5 for [0, 1]; expected a value that int32 holds.",
            Assert.Throws<ArgumentException>(() => array.Write<float>([1, 0.5f], ..1, ..2)).Message);
        Assert.Equal([236d, 237], array.Read<double>(..1, ..2));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("/etc")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a\\..\\b")]
    public void Names_that_lead_out_of_the_store(string name)
    {
        var group = ZarrGroup.Create(Store);
        string message =
            $"{Store}: found the name '{name}'; expected one that stays in the store: parts with a / between them, none of them "
            + "empty or of dots alone.";

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => group.Array(name)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => group.Group(name)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => group.CreateGroup(name)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() =>
            group.CreateArray(name, new([1], [1], ElementType.UInt8))).Message);
    }

    [Fact]
    public void Links_that_lead_out_of_the_store()
    {
        var secret = ZarrGroup.Create(Path.Combine(_folder.Path, "other.zarr"))
            .CreateArray("a", new([1], [1], ElementType.UInt8));
        var group = ZarrGroup.Create(Store);
        group.CreateGroup("inside");
        Directory.CreateSymbolicLink(Path.Combine(Store, "out"), secret.Path);
        Directory.CreateSymbolicLink(Path.Combine(Store, "in"), Path.Combine(Store, "inside"));

        Assert.Equal(
            $"{Store}/out/zarr.json: found a link out of the store, to {secret.Path}; expected one that stays in {Store}.",
            Assert.Throws<InvalidDataException>(() => group.Array("out")).Message);
        Assert.Empty(group.Group("in").ArrayNames);
    }

    [Fact]
    public void What_is_not_there()
    {
        var group = ZarrGroup.Create(Store);
        Assert.Equal($"{Store}: found no array 'x'; expected one of its arrays: there is none.",
            Assert.Throws<ArgumentException>(() => group.Array("x")).Message);
        group.CreateArray("frames", new([1], [1], ElementType.UInt8));
        group.CreateArray("actions", new([1], [1], ElementType.UInt8));
        group.CreateGroup("episode");

        Assert.Equal($"{Store}: found no array 'frame'; expected one of its arrays: actions, frames.",
            Assert.Throws<ArgumentException>(() => group.Array("frame")).Message);
        Assert.Equal($"{Store}: found no group 'frames'; expected one of its groups: episode.",
            Assert.Throws<ArgumentException>(() => group.Group("frames")).Message);
        Assert.Equal($"{Store}/frames: found a zarr array there; expected a new name.",
            Assert.Throws<ArgumentException>(() => group.CreateGroup("frames")).Message);
        Assert.Equal($"{Store}: found a zarr group; expected a zarr array.",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store)).Message);
        Assert.Equal($"{Store}/frames: found a zarr array; expected a zarr group.",
            Assert.Throws<InvalidDataException>(() => ZarrGroup.Open(Store + "/frames")).Message);
        Assert.Equal($"{_folder.Path}: found neither .zgroup nor zarr.json; expected a zarr group.",
            Assert.Throws<InvalidDataException>(() => ZarrGroup.Open(_folder.Path)).Message);
        Assert.Equal($"{_folder.Path}/none: found nothing there; expected a zarr store, which is a folder or a .zip file.",
            Assert.Throws<DirectoryNotFoundException>(() => ZarrGroup.Open(_folder.Path + "/none")).Message);
        Assert.Equal($"{Store}: found something there; expected a new or an empty folder.",
            Assert.Throws<IOException>(() => ZarrGroup.Create(Store)).Message);
    }

    [Fact]
    public void Zip_files_that_are_no_store()
    {
        string file = Path.Combine(_folder.Path, "a.zip");
        File.WriteAllText(file, "no zip");
        Assert.Matches(
            $@"^{file}: found a file that is no whole zip \(.+\); expected a zarr store, which is a folder or a \.zip file\.$",
            Assert.Throws<InvalidDataException>(() => ZarrGroup.Open(file)).Message);
        File.Delete(file);
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            zip.CreateEntry("../.zgroup");
        }

        Assert.Equal($"{file}: found the entry '../.zgroup'; expected names that stay in the store.",
            Assert.Throws<InvalidDataException>(() => ZarrGroup.Open(file)).Message);
        var store = ZarrGroup.Create(Store);
        store.SaveZip(file);
        Assert.Equal($"{file}: a zip store is only read; write a folder, and SaveZip makes one of it.",
            Assert.Throws<NotSupportedException>(() => ZarrGroup.Open(file).CreateGroup("a")).Message);
        Assert.Equal($"{file}: found a zip file to write; expected a folder, of which SaveZip then makes one.",
            Assert.Throws<NotSupportedException>(() => ZarrGroup.Create(file)).Message);
    }

    [Fact]
    public void Options_that_do_not_fit()
    {
        var v2 = ZarrGroup.Create(Store);
        var v3 = ZarrGroup.Create(Path.Combine(_folder.Path, "three"), ZarrFormat.V3);
        var options = new ZarrArrayOptions([4], [2], ElementType.UInt8);

        Assert.Equal($"{Store}/a: found the codecs blosc, crc32c; expected one compressor or none, as zarr v2 has it.",
            Assert.Throws<ArgumentException>(() =>
                v2.CreateArray("a", options with { Codecs = [new BloscCodec(), new Crc32cCodec()] })).Message);
        Assert.Equal($"{Store}/a: found the fill value 256; expected one that uint8 holds.",
            Assert.Throws<ArgumentException>(() => v2.CreateArray("a", options with { FillValue = 256 })).Message);
        Assert.Equal($"{Store}/a: found the length -4; expected 0 or more.",
            Assert.Throws<ArgumentException>(() => v2.CreateArray("a", options with { Shape = [-4] })).Message);
        Assert.Equal($"{Store}/a: found the dimension separator '-'; expected '.' or '/'.",
            Assert.Throws<ArgumentException>(() => v2.CreateArray("a", options with { DimensionSeparator = '-' })).Message);
        Assert.Equal($"{v3.Path}/a: found no fill value; expected one, as zarr v3 asks for.",
            Assert.Throws<ArgumentException>(() => v3.CreateArray("a", options with { FillValue = null })).Message);
        Assert.Empty(v2.ArrayNames);
        Assert.Equal("Found the Blosc compressor 'lz5'; expected one of lz4, lz4hc, snappy, zlib, zstd.",
            Assert.Throws<NotSupportedException>(() => v2.CreateArray("a", options with { Codecs = [new BloscCodec("lz5")] })
            .Write<byte>([1, 2, 3, 4])).Message);
        Assert.Equal("Found the Blosc compressor 'blosclz', which is read only; expected one of lz4, lz4hc, snappy, zlib, zstd.",
            Assert.Throws<NotSupportedException>(() => v2.CreateArray("b", options with { Codecs = [new BloscCodec("blosclz")] })
            .Write<byte>([1, 2, 3, 4])).Message);
    }

    private static ZarrArray Rows(ZarrArray array, int first)
    {
        array.Write<int>([.. Enumerable.Range(first, 100)]);
        return array;
    }

    /// <summary>An array [rows, 10] in chunks of [10, 10].</summary>
    private ZarrArray Written(string codec, int rows = 10)
    {
        var group = ZarrGroup.Create(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N")), codec == "crc32c" ? ZarrFormat.V3
            : ZarrFormat.V2);
        var array = group.CreateArray("a", new([rows, 10], [10, 10], ElementType.Int32)
        {
            Codecs = codec switch
            {
                "blosc" => [new BloscCodec()],
                "zstd" => [new ZstdCodec()],
                "gzip" => [new GzipCodec()],
                "zlib" => [new ZlibCodec()],
                "crc32c" => [new Crc32cCodec()],
                _ => [],
            },
        });
        array.Write<int>([.. Enumerable.Range(0, rows * 10).Select(i => i * i)]);
        return array;
    }

    private void Refused(string file, string metadata, string message)
    {
        Assert.NotEqual(file == ".zarray" ? V2 : V3, metadata);
        Write(file, metadata);

        Assert.Equal($"{Store}/{file}: found {message}",
            Assert.Throws<InvalidDataException>(() => ZarrArray.Open(Store)).Message);
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Store);
        File.WriteAllText(Path.Combine(Store, file), text);
    }
}
