using System.Buffers.Binary;
using System.Text;

namespace Research.Sessions;

/// <summary>
/// The first 4096 bytes of a frame store; the frames follow, [N, H, W] or [N, H, W, C], without gaps. Numbers are little-endian.
/// </summary>
/// <remarks>
/// Offset 0: the characters <c>FRAMES\r\n</c>. 8: version, int32, 1. 12: dtype, int32, 0 (uint8). 16: rank, int32, 3 or 4.
/// 20: N, H, W, C, int32 each (C is 1 where the rank is 3). 36: length of the key, int32. 40: the key, UTF-8: what the frames
/// were made of.
/// </remarks>
/// <param name="Count">Frames (N).</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels (C).</param>
/// <param name="Key">Source file, size, time of change, transform.</param>
internal sealed record FrameStoreHeader(int Count, int Height, int Width, int Channels, string Key)
{
    internal const int Bytes = 4096;
    private const int KeyOffset = 40;

    internal int FrameBytes => checked(Height * Width * Channels);

    internal long FileBytes => Bytes + (long)Count * FrameBytes;

    private static ReadOnlySpan<byte> Magic => "FRAMES\r\n"u8;

    internal byte[] Encode()
    {
        byte[] bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        int[] fields = [1, 0, Channels == 1 ? 3 : 4, Count, Height, Width, Channels, Encoding.UTF8.GetByteCount(Key)];
        for (int i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 + 4 * i), fields[i]);
        }

        Encoding.UTF8.GetBytes(Key, bytes.AsSpan(KeyOffset));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The file is no frame store, one of another version, or not complete.</exception>
    internal static FrameStoreHeader Read(string path)
    {
        using var file = File.OpenRead(path);
        byte[] bytes = new byte[Bytes];
        if (file.ReadAtLeast(bytes, Bytes, throwOnEndOfStream: false) < Bytes || !bytes.AsSpan(0, 8).SequenceEqual(Magic))
        {
            throw new InvalidDataException($"{path}: found no header of a frame store; expected one of {Bytes} bytes.");
        }

        int Field(int i) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8 + 4 * i));
        if (Field(0) != 1 || Field(1) != 0)
        {
            throw new InvalidDataException(
                $"{path}: found version {Field(0)}, dtype {Field(1)}; expected version 1, dtype 0 (uint8).");
        }

        if (Field(3) < 1 || Field(4) < 1 || Field(5) < 1 || Field(6) < 1 || Field(7) is < 0 or > Bytes - KeyOffset)
        {
            throw new InvalidDataException(
                $"{path}: found shape [{Field(3)}, {Field(4)}, {Field(5)}, {Field(6)}]; expected sizes above 0.");
        }

        var header = new FrameStoreHeader(Field(3), Field(4), Field(5), Field(6),
            Encoding.UTF8.GetString(bytes, KeyOffset, Field(7)));
        return file.Length == header.FileBytes
            ? header
            : throw new InvalidDataException(
                $"{path}: found {file.Length:N0} bytes; expected {header.FileBytes:N0}, for {header.Count} frames.");
    }
}
