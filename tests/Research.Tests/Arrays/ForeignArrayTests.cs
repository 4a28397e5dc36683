using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Research.Arrays;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Arrays.Zarr;
using Research.Sessions.Controls;
using Research.Training;

namespace Research.Tests.Arrays;

/// <summary>
/// Files of others, in which some arrays are of types that the kit lacks: the rest is read, and what is not is named.
/// </summary>
public sealed class ForeignArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_beside_text_objects_and_dates_are_read()
    {
        string file = Zip("a.npz",
            ("frames.npy", Npy("'<f4'", "(2,)", [0, 0, 128, 63, 0, 0, 0, 64])),
                ("session_type.npy", Npy("'<U7'", "()", new byte[28])),
            ("info.npy", Npy("'|O'", "(1,)", [1, 2, 3])), ("day.npy", Npy("'<M8[ns]'", "(3, 1)", new byte[24])),
            ("rows.npy", Npy("[('a', '<f4'), ('b', '<i4')]", "(1,)", new byte[8])), ("README.txt", "hi"u8.ToArray()),
                ("broken.npy", "no array"u8.ToArray()));
        var npz = Npz.Open(file);

        Assert.Equal(["frames"], npz.Names);
        Assert.Equal([1f, 2f], npz["frames"].Values<float>());
        Assert.Equal(
        [
            new("session_type", "<U7", "[]", "text is not read"),
            new("info", "|O", "[1]", "Python objects are pickled, and unpickling can run any program"),
            new("day", "<M8[ns]", "[3, 1]", "dates are not read"),
            new("rows", "[('a', '<f4'), ('b', '<i4')]", "[1]", "structures are not read"),
            new("README.txt", "", "", "it is no .npy file"),
            new("broken", "", "", "found a file that does not begin with \\x93NUMPY; expected a .npy file"),
        ], npz.Unread);
        Assert.EndsWith(
            ", session_type.npy: found elements of type '<U7'; expected one of bool, int8, uint8, int16, uint16, int32, uint32, "
            + "int64, uint64, float16, float32, float64: text is not read.",
            Assert.Throws<InvalidDataException>(() => npz["session_type"]).Message);
        Assert.Equal($"{file}, broken.npy: found a file that does not begin with \\x93NUMPY; expected a .npy file.",
            Assert.Throws<InvalidDataException>(() => npz["broken"]).Message);
    }

    [Fact]
    public void A_recording_with_its_kind_as_text_is_read()
    {
        string file = _folder.At("a.npz");
        Npz.Write(file,
        [
            new("frames", NpyArray.Of<float>([2, ControlLayout.RawFeatures], new float[2 * ControlLayout.RawFeatures])),
            new("controls", NpyArray.Of<float>([2, ControlLayout.Names.Count], new float[2 * ControlLayout.Names.Count])),
            new("game_state", NpyArray.Of<float>([2, ControlLayout.GameState], new float[2 * ControlLayout.GameState])),
        ]);
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Update))
        {
            using var entry = zip.CreateEntry("session_type.npy").Open();
            entry.Write(Npy("'<U7'", "()", new byte[28]));
        }

        Assert.Equal(2, ControlRecording.Read(file).FrameCount);
    }

    [Fact]
    public void Of_two_arrays_of_one_name_none_is_lost_in_silence()
    {
        string file = Zip("a.npz", ("a.npy", Npy("'|u1'", "(1,)", [1])), ("a.npy", Npy("'|u1'", "(2,)", [2, 3])),
            ("b.npy", Npy("'|u1'", "(1,)", [4])));
        var npz = Npz.Open(file);

        Assert.Equal(["b"], npz.Names);
        Assert.Equal(["[1]", "[2]"], npz.Unread.Select(array => array.Shape));
        Assert.Equal($"{file}, a.npy: found 2 arrays of this name; expected each name once.",
            Assert.Throws<InvalidDataException>(() => npz["a"]).Message);
    }

    [Fact]
    public void An_entry_that_promises_more_than_its_bytes_can_hold_takes_no_memory()
    {
        string file = Zip("a.npz", ("a.npy", Npy("'|u1'", "(1,)", [1])));
        byte[] bytes = File.ReadAllBytes(file);
        int directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(directory + 24), 2_000_000_000); // the length before compression
        File.WriteAllBytes(file, bytes);
        var npz = Npz.Open(file);

        Assert.Matches(@", a\.npy: found an entry of \d+ bytes that promises 2000000000; expected at most \d+\.$",
            Assert.Throws<InvalidDataException>(() => npz["a"]).Message);
    }

    [Fact]
    public void A_store_with_NaN_in_its_attributes_and_arrays_that_are_not_read()
    {
        string store = _folder.At("a.zarr");
        var group = ZarrGroup.Create(store);
        group.CreateArray("good", new([2], [2], ElementType.UInt16)).Write<ushort>([7, 8]);
        _folder.Write("a.zarr/.zattrs", """{"nan": NaN, "list": [-Infinity, Infinity, 1], "text": "NaN \" NaN"}""");
        _folder.Write("a.zarr/words/.zarray",
            """{"zarr_format": 2, "shape": [3], "chunks": [3], "dtype": "<U5", "compressor": null, "fill_value": "", "order": "C", "filters": null}""");
        _folder.Write("a.zarr/old/.zarray",
            """{"zarr_format": 2, "shape": [3, 4], "chunks": [3, 4], "dtype": "<i4", "compressor": {"id": "lzma"}, "fill_value": 0, "order": "C", "filters": null}""");
        _folder.Write("a.zarr/half/zarr.json", "{\"zarr_format\": 3,");
        group = ZarrGroup.Open(store);

        Assert.Equal("""{"nan":"NaN","list":["-Infinity","Infinity",1],"text":"NaN \u0022 NaN"}""",
            group.Attributes.ToJsonString());
        Assert.Equal(["good"], group.ArrayNames);
        Assert.Equal([7, 8], group.Array("good").Read<ushort>());
        Assert.Equal(["half", "old", "words"], group.Unread.Select(array => array.Name));
        Assert.Equal(new UnreadArray("old", "<i4", "[3, 4]",
            ".zarray: found id = \"lzma\"; expected one of blosc, zstd, gzip, zlib, or no compressor"), group.Unread[1]);
        Assert.Equal(("<U5", "[3]"), (group.Unread[2].Type, group.Unread[2].Shape));
        Assert.StartsWith($"{store}/words/.zarray: found dtype = \"<U5\"; expected one of ",
            Assert.Throws<InvalidDataException>(() => group.Array("words")).Message);
    }

    [Fact]
    public void Damaged_attributes_hide_no_array()
    {
        string store = _folder.At("a.zarr");
        ZarrGroup.Create(store).CreateArray("a", new([1], [1], ElementType.UInt8)).Write<byte>([7]);
        _folder.Write("a.zarr/.zattrs", "{");
        _folder.Write("a.zarr/a/.zattrs", "[]");
        var group = ZarrGroup.Open(store);

        Assert.Equal([7], group.Array("a").Read<byte>());
        Assert.StartsWith($"{store}/.zattrs: found no JSON (",
            Assert.Throws<InvalidDataException>(() => group.Attributes).Message);
        Assert.Equal($"{store}/a/.zattrs: found JSON that is no object; expected an object.",
            Assert.Throws<InvalidDataException>(() => group.Array("a").Attributes).Message);
    }

    [Fact]
    public void Tensors_of_official_types_that_TorchSharp_lacks_hide_no_other()
    {
        string file = TensorFile(
            """
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"ids":{"dtype":"U16","shape":[2],"data_offsets":[8,12]},"many":{"dtype":"U64","shape":[1],"data_offsets":[12,20]},
             "e4":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[20,22]},"e5":{"dtype":"F8_E5M2","shape":[1],"data_offsets":[22,23]},"f4":{"dtype":"F4","shape":[2,1],"data_offsets":[23,24]},
             "z":{"dtype":"C64","shape":[1],"data_offsets":[24,32]},"new":{"dtype":"F31","shape":[9],"data_offsets":[32,33]}}
            """,
            [0, 0, 128, 63, 0, 0, 0, 64, 1, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4, 0, 0, 128, 63, 0, 0,
                0, 64, 9]);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var loaded = Safetensors.Load(file, ["w", "z"]);

        Assert.Equal([1f, 2f], loaded["w"].data<float>().ToArray());
        Assert.Equal(2f, loaded["z"].imag.item<float>());
        Assert.Equal([1, 65535], Safetensors.LoadArray(file, "ids").Values<ushort>());
        Assert.Equal([ulong.MaxValue], Safetensors.LoadArray(file, "many").Values<ulong>());
        Assert.Equal(["F32", "U16", "U64", "F8_E4M3", "F8_E5M2", "F4", "C64", "F31"],
            SafetensorsHeader.Read(file).Tensors.Select(tensor => tensor.DataType));
        Assert.Equal(
            $"{file}: found dtype U16 of tensor 'ids'; expected a type that TorchSharp has: LoadArray reads it; the others can "
            + "be read by their names.",
            Assert.Throws<SafetensorsException>(() => Safetensors.Load(file)).Message);
        Assert.Equal(
            $"{file}: found tensor 'e4' of type F8_E4M3; expected one of BOOL, I8, U8, I16, U16, I32, U32, I64, U64, F16, F32, "
            + "F64, which arrays have.",
            Assert.Throws<SafetensorsException>(() => Safetensors.LoadArray(file, "e4")).Message);
        Assert.Equal($"{file}: found no tensor 'v'; expected one of w, ids, many, e4, e5, f4, z, new.",
            Assert.Throws<ArgumentException>(() => Safetensors.Load(file, ["v"])).Message);
    }

    [Fact]
    public void A_float64_beyond_float32_is_named_as_it_is()
    {
        string file = _folder.At("a.npz");
        double[] frames = new double[2 * ControlLayout.RawFeatures];
        frames[7] = 1e300;
        Npz.Write(file,
        [
            new("frames", NpyArray.Of<double>([2, ControlLayout.RawFeatures], frames)),
            new("controls", NpyArray.Of<float>([2, ControlLayout.Names.Count], new float[2 * ControlLayout.Names.Count])),
            new("game_state", NpyArray.Of<float>([2, ControlLayout.GameState], new float[2 * ControlLayout.GameState])),
        ]);

        Assert.Equal(
            $"{file}, frames.npy: found 1E+300 as element 7 of float64; expected a number within ±3.4e+38, for it is computed "
            + "with as float32.",
            Assert.Throws<InvalidDataException>(() => ControlRecording.Read(file)).Message);
    }

    [Fact]
    public void What_is_not_there_is_named_with_what_it_should_be()
    {
        string file = _folder.At("model.safetensors"), npy = _folder.At("a.npy"), npz = _folder.At("a.npz");

        Assert.Equal($"{file}: found nothing there; expected a .safetensors file.",
            Assert.Throws<FileNotFoundException>(() => Safetensors.Load(file)).Message);
        Assert.Equal($"{npy}: found nothing there; expected a .npy file.",
            Assert.Throws<FileNotFoundException>(() => NpyArray.Read(npy)).Message);
        Assert.Equal($"{npz}: found nothing there; expected a .npz file.",
            Assert.Throws<FileNotFoundException>(() => Npz.Open(npz)).Message);
        Directory.CreateDirectory(npy);
        Assert.Equal($"{npy}: found a folder; expected a .npy file.",
            Assert.Throws<IOException>(() => NpyArray.Read(npy)).Message);
    }

    private string Zip(string name, params (string Name, byte[] Content)[] entries)
    {
        string path = _folder.At(name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entryName, content) in entries)
        {
            using var entry = zip.CreateEntry(entryName).Open();
            entry.Write(content);
        }

        return path;
    }

    private static byte[] Npy(string descr, string shape, byte[] body)
    {
        string header = $"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. body];
    }

    private string TensorFile(string header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return _folder.Write("a.safetensors", [.. length, .. Encoding.UTF8.GetBytes(header), .. data]);
    }
}
