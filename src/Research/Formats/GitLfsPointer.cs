namespace Research.Formats;

/// <summary>A small text that Git LFS leaves in the place of a file that was not fetched.</summary>
internal static class GitLfsPointer
{
    /// <summary>Whether a file that begins with these bytes is such a text.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> bytes) => bytes.StartsWith("version https://git-lfs"u8);

    /// <summary>Refuses a file that is such a text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, for messages.</param>
    /// <exception cref="RecordingFormatException">It is one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Refuse(string path, string expected)
    {
        using var stream = RegularFile.OpenRead(path, expected);
        Span<byte> begin = stackalloc byte[32];
        int count = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        if (IsBeginning(begin[..count]))
        {
            throw new RecordingFormatException(path, null,
                $"a Git LFS pointer of {stream.Length} bytes, which stands for a file that was not fetched", expected);
        }
    }
}
