using System.IO.Compression;

namespace Research.Data;

/// <summary>
/// Arrays by name in one file of NumPy's <c>.npz</c> format, stored or deflated; an array is read when it is asked for:
/// <c>float[] labels = Npz.Open("fixture.npz")["labels"].Values&lt;float&gt;();</c>
/// </summary>
public sealed class Npz
{
    private const string Ending = ".npy";

    private readonly Dictionary<string, (NpyHeader Header, long Bytes)> _headers = [];

    private Npz(string path) => Path = path;

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The arrays' names, in the order of the file.</summary>
    public IReadOnlyList<string> Names => [.. _headers.Keys];

    /// <summary>Reads an array.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public NpyArray this[string name]
    {
        get
        {
            Require(name);
            using var zip = ZipFile.OpenRead(Path);
            var entry = zip.GetEntry(name + Ending) ?? throw new InvalidDataException($"{Path}: found no entry '{name}{Ending}' any more; expected the file as it was when it was opened.");
            var content = new byte[entry.Bytes(Locate(name))];
            entry.ReadWhole(content, Locate(name));
            return NpyArray.Read(new MemoryStream(content), content.Length, Locate(name));
        }
    }

    /// <summary>An array's shape and type, its bytes in the file, and how NumPy wrote it; nothing is read.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public NpzEntry Describe(string name)
    {
        Require(name);
        var (header, bytes) = _headers[name];
        return new NpzEntry(header.Shape, header.Type, header.BigEndian, header.FortranOrder, bytes);
    }

    /// <summary>Opens a file and reads its arrays' headers.</summary>
    /// <exception cref="InvalidDataException">It is no zip file, or an array in it cannot be read; the message names it, what was found and what was expected.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Npz Open(string path)
    {
        var npz = new Npz(path);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(Ending, StringComparison.Ordinal)))
            {
                string name = entry.FullName[..^Ending.Length];
                using var stream = entry.Open();
                long length = entry.Length;
                npz._headers[name] = (NpyHeader.Read(stream, ref length, npz.Locate(name)), entry.CompressedLength);
            }

            return npz;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: found a file that is no whole zip ({e.Message}); expected a .npz file.", e);
        }
    }

    /// <summary>Writes arrays as NumPy does; the file is written beside and renamed.</summary>
    /// <param name="path">The file, which is replaced where there is one.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="deflate">Whether to compress them, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool deflate = false) => AtomicFile.Write(path, beside =>
    {
        using var zip = ZipFile.Open(beside, ZipArchiveMode.Create);
        foreach (var (name, array) in arrays)
        {
            using var stream = zip.OpenNew(name + Ending, deflate ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            array.Write(stream);
        }
    });

    private void Require(string name)
    {
        if (!_headers.ContainsKey(name))
        {
            throw new ArgumentException($"{Path}: found no array '{name}'; expected one of {(_headers.Count == 0 ? "its arrays, but there is none" : string.Join(", ", Names))}.");
        }
    }

    private string Locate(string name) => $"{Path}, {name}{Ending}";
}

/// <summary>What a file of arrays says about one of them.</summary>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="DataType">Of the elements.</param>
/// <param name="BigEndian">Whether their highest byte comes first.</param>
/// <param name="FortranOrder">Whether the first dimension runs fastest in the file.</param>
/// <param name="Bytes">That it takes in the file.</param>
public sealed record NpzEntry(IReadOnlyList<int> Shape, ElementType DataType, bool BigEndian, bool FortranOrder, long Bytes);
