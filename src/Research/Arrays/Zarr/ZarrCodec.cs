namespace Research.Arrays.Zarr;

/// <summary>What is done to the bytes of a chunk before they are stored: compression, or a checksum.</summary>
/// <remarks>Zarr v2 has one compressor an array at most; v3 any number of checksums, and here one compressor too.</remarks>
public abstract record ZarrCodec
{
    private protected ZarrCodec()
    {
    }

    /// <summary>Its name in zarr v2; null where v2 lacks it.</summary>
    internal abstract string? Id { get; }

    /// <summary>Its name in zarr v3.</summary>
    internal abstract string Name { get; }

    /// <summary>Bytes as they are stored.</summary>
    /// <param name="decoded">The chunk.</param>
    /// <param name="elementBytes">Of one element, for shuffling.</param>
    internal abstract byte[] Encode(ReadOnlySpan<byte> decoded, int elementBytes);

    /// <summary>Undoes <see cref="Encode"/>.</summary>
    /// <param name="encoded">What is stored.</param>
    /// <param name="decoded">Takes the bytes; exactly as many as there must be.</param>
    /// <param name="chunk">The chunk's place, for messages.</param>
    /// <exception cref="InvalidDataException">The bytes are not what this codec writes, or decode to more or fewer.</exception>
    internal abstract void Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded, string chunk);

    /// <summary>
    /// Sees, as far as that can be told in advance, that the bytes decode to as many as there must be: before memory is taken for
    /// them.
    /// </summary>
    /// <param name="encoded">What is stored.</param>
    /// <param name="length">How many bytes there must be.</param>
    /// <param name="chunk">The chunk's place, for messages.</param>
    /// <exception cref="InvalidDataException">They decode to more or fewer.</exception>
    internal virtual void RequireLength(ReadOnlySpan<byte> encoded, long length, string chunk)
    {
    }

    private protected static InvalidDataException Fault(string chunk, string found, string expected) =>
        new($"{chunk}: found {found}; expected {expected}.");
}
