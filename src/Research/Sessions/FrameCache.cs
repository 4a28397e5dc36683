using System.Security.Cryptography;
using System.Text;

namespace Research.Sessions;

/// <summary>
/// Stores of decoded videos, one file for each video and transform. A store is written beside its place and renamed when it is
/// complete; its header names the video's size and time of change, so neither half a store nor an old one is ever taken for the
/// video.
/// </summary>
internal static class FrameCache
{
    internal static string DefaultFolder => Path.Combine(Repository.Datasets, ".cache", "frames");

    internal static FrameStore OpenOrFill(
        string video, FrameTransform transform, string folder, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using (VideoReader.Open(video))
        {
        }

        string key = Key(video, transform), place = Place(video, transform, folder);
        if (OpenIfCurrent(place, key) is { } store)
        {
            return store;
        }

        Directory.CreateDirectory(folder);
        RemoveAbandoned(place);
        string beside = $"{place}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
            {
                int count = new VideoDecode(video, transform, file.SafeFileHandle, FrameStoreHeader.Bytes, progress, cancellation)
                    .Run();
                file.Write(new FrameStoreHeader(count, transform.Height, transform.Width, transform.Channels, key).Encode());
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, place, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }

        return FrameStore.Open(place);
    }

    private static string Key(string video, FrameTransform transform)
    {
        var file = new FileInfo(video);
        return $"{file.FullName}, {file.Length} bytes, changed {file.LastWriteTimeUtc:O}; {transform.Key}";
    }

    private static string Place(string video, FrameTransform transform, string folder)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.GetFullPath(video)}; {transform.Key}"));
        return Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(video)}-{Convert.ToHexStringLower(hash)[..12]}.frames");
    }

    private static FrameStore? OpenIfCurrent(string place, string key)
    {
        if (!File.Exists(place))
        {
            return null;
        }

        FrameStore store;
        try
        {
            store = FrameStore.Open(place);
        }
        catch (InvalidDataException)
        {
            return null; // written by another version of the kit, or damaged since: made anew
        }

        if (store.Key == key)
        {
            return store;
        }

        store.Dispose();
        return null;
    }

    /// <summary>A killed process leaves its part behind; one that still writes holds a lock on it.</summary>
    private static void RemoveAbandoned(string place)
    {
        foreach (string part in Directory.EnumerateFiles(Path.GetDirectoryName(place)!, Path.GetFileName(place) + ".*.part"))
        {
            try
            {
                new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            catch (IOException)
            {
                continue;
            }

            File.Delete(part);
        }
    }
}
