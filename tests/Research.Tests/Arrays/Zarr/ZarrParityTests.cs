using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Arrays.Zarr;

namespace Research.Tests.Arrays.Zarr;

/// <summary>Arrays that Debian's python3-zarr (v2) and the fixture script (v3) wrote.</summary>
public sealed class ZarrParityTests(ZarrStores stores) : IClassFixture<ZarrStores>
{
    [Theory]
    [InlineData("v2", 57)]
    [InlineData("v3", 60)]
    public void Every_array_reads_as_Python_wrote_it(string format, int least)
    {
        var arrays = Arrays(ZarrGroup.Open(stores.Path(format + ".zarr")), format).ToList();

        Assert.All(arrays, item => Assert.Equal(stores.Expected(item.Name), ZarrStores.Bytes(item.Array)));
        Assert.True(arrays.Count >= least, $"{arrays.Count} arrays");
    }

    [Fact]
    public void Only_the_chunks_that_a_slice_touches_are_read()
    {
        string folder = stores.Path("v2.zarr/frames"), other = stores.Path("partial.zarr");
        Directory.CreateDirectory(other);
        foreach (string name in (string[])[".zarray", "2.0.0.0", "3.0.0.0"])
        {
            File.Copy(Path.Combine(folder, name), Path.Combine(other, name));
        }

        File.WriteAllText(Path.Combine(other, "4.0.0.0"), "no chunk");
        byte[] frames = stores.Expected("v2/frames");

        Assert.Equal(frames[(2 * 432)..(4 * 432)], ZarrArray.Open(other).Read<byte>(2..4));
        Assert.Throws<InvalidDataException>(() => ZarrArray.Open(other).Read<byte>(2..5));
    }

    [Theory]
    [InlineData("v2.zarr")]
    [InlineData("v2.zip")]
    public void Several_threads_read_at_once(string name)
    {
        var array = ZarrGroup.Open(stores.Path(name))
            .Array(name.EndsWith("zip", StringComparison.Ordinal) ? "episode_0/frames" : "frames", MissingChunks.Fill);
        byte[] frames = stores.Expected("v2/frames");

        Parallel.For(0, 200, i => Assert.Equal(frames[(i % 6 * 432)..], array.Read<byte>((i % 6)..)));
    }

    [Fact]
    public void A_zip_store_reads_as_Python_wrote_it()
    {
        string file = stores.Path("v2.zip");
        var group = ZarrGroup.Open(file);

        Assert.Equal(30, (int?)group.Attributes["fps"]);
        Assert.Equal(stores.Expected("v2/frames"), group.Array("episode_0/frames").Read<byte>());
        Assert.Equal(stores.Expected("v2/frames")[(3 * 9 * 16)..], ZarrArray.Open(file + "/episode_0/frames").Read<byte>(1..));
        Assert.Equal(["episode_0"], group.GroupNames);
    }

    [Fact]
    public void Attributes_read_as_Python_wrote_them()
    {
        var group = ZarrGroup.Open(stores.Path("v2.zarr"));

        Assert.Equal("""{"action_keys":["move","dodge_roll/dash"],"fps":60,"note":"ü"}""",
            Regex.Unescape(group.Attributes.ToJsonString()));
        Assert.Equal("pixel", (string?)group.Array("frames").Attributes["unit"]);
        Assert.Equal(60, (int?)ZarrGroup.Open(stores.Path("v3.zarr")).Attributes["fps"]);
        Assert.Equal("pixel", (string?)ZarrArray.Open(stores.Path("v3.zarr/attributes")).Attributes["unit"]);
    }

    [SkippableTheory]
    [InlineData(ZarrFormat.V2, false)]
    [InlineData(ZarrFormat.V2, true)]
    [InlineData(ZarrFormat.V3, false)]
    public void Python_reads_what_is_written(ZarrFormat format, bool zip)
    {
        using var folder = new TemporaryFolder();
        var root = ZarrGroup.Create(Path.Combine(folder.Path, "store.zarr"), format,
            new JsonObject { ["fps"] = 60, ["keys"] = new JsonArray("ü", null) });
        var values = new Dictionary<string, NpyArray>();
        void Add<T>(string name, IReadOnlyList<int> shape, ZarrArrayOptions options, Func<int, T> element)
            where T : unmanaged
        {
            T[] elements = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(element)];
            root.CreateArray(name, options with { Shape = shape }).Write<T>(elements);
            values[name] = NpyArray.Of<T>(shape, elements);
        }

        ZarrArrayOptions Like(ElementType type) => new([], [4, 6], type);
        ZarrCodec[] codecs =
        [
            .. ((string[])["lz4", "lz4hc", "zstd", "zlib", "snappy"]).SelectMany(
                name => Enum.GetValues<BloscShuffle>().Select(shuffle => new BloscCodec(name, 5, shuffle, BlockSize: 2048))),
            new ZstdCodec(3), new GzipCodec(6), new ZlibCodec(6),
        ];
        foreach (var codec in codecs)
        {
            Add($"codec{values.Count}", [50, 60], new([], [40, 60], ElementType.Int32) { Codecs = [codec] }, i => i * i - 1000);
        }

        foreach (bool big in (bool[])[false, true])
        {
            Add($"bool{big}", [7, 10], Like(ElementType.Bool) with { BigEndian = big, FillValue = false }, i => i % 3 == 0);
            Add($"int8{big}", [7, 10], Like(ElementType.Int8) with { BigEndian = big }, i => (sbyte)(i - 35));
            Add($"uint8{big}", [7, 10], Like(ElementType.UInt8) with { BigEndian = big }, i => (byte)(i * 3));
            Add($"int16{big}", [7, 10], Like(ElementType.Int16) with { BigEndian = big }, i => (short)(i * 400 - 9000));
            Add($"uint16{big}", [7, 10], Like(ElementType.UInt16) with { BigEndian = big }, i => (ushort)(i * 900));
            Add($"int32{big}", [7, 10], Like(ElementType.Int32) with { BigEndian = big, Codecs = [] }, i => i * 9999 - 9);
            Add($"uint32{big}", [7, 10], Like(ElementType.UInt32) with { BigEndian = big }, i => uint.MaxValue - (uint)i);
            Add($"int64{big}", [7, 10], Like(ElementType.Int64) with { BigEndian = big }, i => long.MinValue + i);
            Add($"uint64{big}", [7, 10], Like(ElementType.UInt64) with { BigEndian = big, FillValue = ulong.MaxValue },
                i => ulong.MaxValue - (ulong)i);
            Add($"float16{big}", [7, 10], Like(ElementType.Float16) with { BigEndian = big, FillValue = "NaN" },
                i => (Half)(i / 7.0));
            Add($"float32{big}", [7, 10], Like(ElementType.Float32) with { BigEndian = big, FillValue = float.NegativeInfinity },
                i => i / 7f);
            Add($"float64{big}", [7, 10], Like(ElementType.Float64) with { BigEndian = big, FillValue = double.NaN },
                i => i / 7.0);
        }

        Add("fortran", [5, 6, 7], new([], [2, 3, 4], ElementType.Int16) { FortranOrder = true, DimensionSeparator = '/' },
            i => (short)i);
        Add("scalar", [], new([], [], ElementType.Float64), _ => 2.5);
        Add("empty", [0, 3], new([], [2, 3], ElementType.Int64), i => (long)i);
        if (format == ZarrFormat.V3)
        {
            Add("checked", [7, 10], Like(ElementType.Float32)
                with
            { Codecs = [new Crc32cCodec(), new BloscCodec(), new Crc32cCodec()], DimensionSeparator = '.' },
                i => i / 3f);
        }

        var partly = root.CreateArray("partly", Like(ElementType.Float32) with { Shape = [7, 10], FillValue = "Infinity" });
        partly.Write<float>([1, 2, 3, 4], 4..6, 2..4);
        values["partly"] = NpyArray.Of<float>([7, 10], root.Array("partly", MissingChunks.Fill).Read<float>());
        Npz.Write(Path.Combine(folder.Path, "expected.npz"), values);
        if (zip)
        {
            root.SaveZip(Path.Combine(folder.Path, "store.zip"));
            Directory.Delete(root.Path, recursive: true);
        }

        string judge = Path.Combine(AppContext.BaseDirectory, "zarr", "zarr_parity.py");
        Assert.Equal($"{values.Count} arrays compared; attributes {{\"fps\": 60, \"keys\": [\"\\u00fc\", null]}}\n",
            Python.Run("zarr", judge, "check", folder.Path));
    }

    private static IEnumerable<(string Name, ZarrArray Array)> Arrays(ZarrGroup group, string path) =>
        [.. group.ArrayNames.Select(name => ($"{path}/{name}", group.Array(name, MissingChunks.Fill))),
            .. group.GroupNames.SelectMany(name => Arrays(group.Group(name), $"{path}/{name}"))];
}
