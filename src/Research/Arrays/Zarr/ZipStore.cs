using System.IO.Compression;

namespace Research.Arrays.Zarr;

/// <summary>A zarr store that is one zip file. It is only read: <see cref="ZarrGroup.SaveZip"/> writes one as a whole.</summary>
internal sealed class ZipStore : ZarrStore
{
    private readonly Lock _lock = new(); // a ZipArchive has one position
    private readonly SortedDictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly long _bytes;

    public ZipStore(string path)
        : base(path)
    {
        const string Expected = "a zarr store, which is a folder or a .zip file";
        var file = RegularFile.OpenRead(path, Expected);
        _bytes = file.Length;
        var zip = ZipEntries.Open(file, path, Expected);
        foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            if (!IsInside(entry.FullName))
            {
                zip.Dispose();
                throw new InvalidDataException(
                    $"{path}: found the entry '{entry.FullName}'; expected names that stay in the store.");
            }

            _entries[entry.FullName] = entry; // of several the last: zarr appends what it writes again
        }
    }

    public override bool Contains(string key) => _entries.ContainsKey(key);

    public override PooledBytes? Read(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        string name = Locate(key);
        var content = new PooledBytes(entry.Bytes(_bytes, name));
        lock (_lock)
        {
            entry.ReadWhole(content.Span, name);
        }

        return content;
    }

    public override PooledBytes? Read(string key, long offset, int length)
    {
        if (Read(key) is not { } whole) // deflated entries have no other way
        {
            return null;
        }

        using (whole)
        {
            var stored = whole.Span.Slice((int)Begin(key, offset, length, whole.Span.Length), length);
            var part = new PooledBytes(length);
            stored.CopyTo(part.Span);
            return part;
        }
    }

    public override void Write(string key, ReadOnlySpan<byte> content) =>
        throw new NotSupportedException($"{Path}: a zip store is only read; write a folder, and SaveZip makes one of it.");

    public override IEnumerable<string> Folders(string key)
    {
        string prefix = key.Length == 0 ? "" : key + "/";
        return _entries.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)
            && name.IndexOf('/', prefix.Length) >= 0)
            .Select(name => name[prefix.Length..name.IndexOf('/', prefix.Length)]).Distinct();
    }

    public override IEnumerable<string> Files(string key)
    {
        string prefix = key.Length == 0 ? "" : key + "/";
        return _entries.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    public override long Size(string key) => _entries[key].CompressedLength;
}
