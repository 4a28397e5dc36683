using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Research.Fixtures;

/// <summary>Arrays of an .npz file that a fixture script wrote: C order, little-endian, as bytes.</summary>
internal sealed partial class NpyArchive
{
    private readonly Dictionary<string, (int[] Shape, byte[] Data)> _arrays = [];

    public NpyArchive(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            byte[] bytes = memory.ToArray();
            int headerLength = BitConverter.ToUInt16(bytes, 8);
            string header = Encoding.ASCII.GetString(bytes, 10, headerLength);
            string shape = ShapePattern().Match(header).Groups[1].Value;
            int[] sizes = [.. shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse)];
            _arrays[Path.GetFileNameWithoutExtension(entry.Name)] = (sizes, bytes[(10 + headerLength)..]);
        }
    }

    public int[] Shape(string name) => _arrays[name].Shape;

    public byte[] Bytes(string name) => _arrays[name].Data;

    public T[] Values<T>(string name)
        where T : struct => MemoryMarshal.Cast<byte, T>(_arrays[name].Data).ToArray();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
