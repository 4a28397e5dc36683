using System.IO.MemoryMappedFiles;

namespace Research.Sessions;

/// <summary>
/// Frames as bytes, [N, H, W] or [N, H, W, C], in a memory-mapped file: any frame at once, none of them on the heap. May be read
/// by several threads at once. A span taken from it must not be used after <see cref="Dispose"/>.
/// </summary>
public sealed unsafe class FrameStore : IFrameSource, IDisposable
{
    private readonly FrameStoreHeader _header;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _frames;

    private FrameStore(string path, FrameStoreHeader header)
    {
        File = path;
        _header = header;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _frames = start + _view.PointerOffset + FrameStoreHeader.Bytes;
    }

    /// <summary>Path of the store.</summary>
    public string File { get; }

    /// <summary>Frames (N).</summary>
    public int Count => _header.Count;

    /// <summary>Rows of a frame (H).</summary>
    public int Height => _header.Height;

    /// <summary>Columns of a frame (W).</summary>
    public int Width => _header.Width;

    /// <summary>Channels of a frame (C): 1 gray, 3 red, green, blue.</summary>
    public int Channels => _header.Channels;

    /// <summary>Height, width and channels of a frame.</summary>
    public FrameShape Shape => new(Height, Width, Channels);

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes => _header.FrameBytes;

    /// <summary>What the frames were made of: file, size, time of change, transform.</summary>
    public string Key => _header.Key;

    /// <summary>A frame's bytes: [H, W] or [H, W, C].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_frames == null, this);
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index), $"{File} has frames 0 to {Count - 1}, not {index}.");
            }

            return new ReadOnlySpan<byte>(_frames + (long)index * FrameBytes, FrameBytes);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public void Read(int first, int count, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_frames == null, this);
        FrameRangeCheck.Require(File, this, first, count, destination.Length);
        for (int i = 0; i < count; i++)
        {
            this[first + i].CopyTo(destination[(i * FrameBytes)..]);
        }
    }

    /// <summary>Opens a store.</summary>
    /// <exception cref="InvalidDataException">The file is no frame store, one of another version, or not complete.</exception>
    public static FrameStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FrameStore(path, FrameStoreHeader.Read(path));
    }

    /// <summary>
    /// Opens the frames of a video, decoding it first where that was not done before or the video has changed since.
    /// </summary>
    /// <param name="video">The video.</param>
    /// <param name="transform">What is kept of a frame; by default the report's.</param>
    /// <param name="folder">Folder of the stores; by default <c>datasets/.cache/frames</c>.</param>
    /// <param name="progress">Reports now and then how many frames are done.</param>
    /// <param name="cancellation">Stops the decoding; nothing is left behind.</param>
    /// <exception cref="VideoException">The video cannot be opened, or not all of its frames decoded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FrameStore OfVideo(
        string video, FrameTransform? transform = null, string? folder = null, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default) =>
        FrameCache.OpenOrFill(video, transform ?? FrameTransform.Report, folder ?? FrameCache.DefaultFolder, progress,
            cancellation);

    /// <summary>Unmaps the file. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_frames != null)
        {
            _frames = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
