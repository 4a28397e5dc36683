using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Research.Arrays.Zarr;

/// <summary>A zarr store that is a folder. A link in it may lead to other places of the store, not out of it.</summary>
internal sealed class FolderStore : ZarrStore
{
    private readonly string _root;
    private readonly ConcurrentDictionary<string, bool> _checked = new();

    public FolderStore(string path)
        : base(path)
    {
        string full = System.IO.Path.GetFullPath(path);
        _root = Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }

    public override bool Contains(string key) => File.Exists(PathOf(key));

    public override PooledBytes? Read(string key)
    {
        using var file = OpenFile(PathOf(key));
        if (file is null)
        {
            return null;
        }

        long length = RandomAccess.GetLength(file);
        return length <= Array.MaxLength ? Read(file, key, 0, (int)length)
            : throw new InvalidDataException($"{Locate(key)}: found {length} bytes; expected at most {Array.MaxLength}.");
    }

    public override PooledBytes? Read(string key, long offset, int length)
    {
        using var file = OpenFile(PathOf(key));
        return file is null ? null : Read(file, key, Begin(key, offset, length, RandomAccess.GetLength(file)), length);
    }

    public override unsafe void Write(string key, ReadOnlySpan<byte> content)
    {
        string path = PathOf(key);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        fixed (byte* bytes = content)
        {
            var (start, length) = ((nint)bytes, content.Length); // a lambda cannot hold a span
            AtomicFile.Write(path, beside => File.WriteAllBytes(beside, new ReadOnlySpan<byte>((void*)start, length)),
                flush: false);
        }
    }

    public override IEnumerable<string> Folders(string key) =>
        Directory.Exists(PathOf(key)) ? Directory.EnumerateDirectories(PathOf(key))
            .Select(folder => System.IO.Path.GetFileName(folder)).Order(StringComparer.Ordinal) : [];

    public override IEnumerable<string> Files(string key)
    {
        string folder = PathOf(key);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !AtomicFile.IsUnfinished(file))
            .Select(file => Join(key, System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/')))
                .Order(StringComparer.Ordinal);
    }

    public override long Size(string key) => new FileInfo(PathOf(key)).Length;

    /// <summary>Null where there is no such file. Opening it tells that in fewer calls of the system than asking first.</summary>
    private static SafeFileHandle? OpenFile(string path)
    {
        try
        {
            // without a lock: what is written is renamed
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private PooledBytes Read(SafeFileHandle file, string key, long begin, int length)
    {
        var content = new PooledBytes(length);
        int done = 0;
        while (done < length && RandomAccess.Read(file, content.Span[done..], begin + done) is var read and > 0)
        {
            done += read;
        }

        return done == length ? content : throw new InvalidDataException(
            $"{Locate(key)}: found {done} bytes; expected {length}, as it had when it was opened.");
    }

    /// <exception cref="InvalidDataException">A link on the way leads out of the store.</exception>
    private string PathOf(string key)
    {
        string path = _root;
        for (int start = 0; start < key.Length;)
        {
            int slash = key.IndexOf('/', start);
            int end = slash < 0 ? key.Length : slash;
            path = System.IO.Path.Join(path, key.AsSpan(start, end - start));
            if (slash < 0)
            {
                RequireInside(path, key);
            }
            else
            {
                _checked.GetOrAdd(path, folder => RequireInside(folder, key));
            }

            start = end + 1;
        }

        return path;
    }

    private bool RequireInside(string path, string key)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null || (file.ResolveLinkTarget(returnFinalTarget: true)?.FullName + "/")
            .StartsWith(_root + "/", StringComparison.Ordinal)
            ? true
            : throw new InvalidDataException(
                $"{Locate(key)}: found a link out of the store, to {file.LinkTarget}; expected one that stays in {Path}.");
    }
}
