using System.IO.Compression;
using Research.Arrays.Zarr;

namespace Research.Tests.Arrays.Zarr;

/// <summary>Blosc's frames, beside those that c-blosc wrote (<c>zarr_parity.py</c>).</summary>
public sealed class BloscCodecTests
{
    public static TheoryData<int> ElementBytes => [1, 2, 4, 8, 16];

    [Theory]
    [MemberData(nameof(ElementBytes))]
    public void Frames_of_c_blosc_decode(int elementBytes)
    {
        var (plain, frames) = Fixture(elementBytes);

        Assert.Equal(36, frames.Count);
        Assert.All(frames, frame => Assert.True(plain.AsSpan().SequenceEqual(Decode(frame.Bytes, plain.Length)), frame.Name));
    }

    [Theory]
    [MemberData(nameof(ElementBytes))]
    public void What_is_encoded_decodes(int elementBytes)
    {
        byte[] plain = Fixture(elementBytes).Plain;
        foreach (string compressor in (string[])["lz4", "lz4hc", "snappy", "zlib", "zstd"])
        {
            foreach (var shuffle in Enum.GetValues<BloscShuffle>())
            {
                (int, int, int)[] cases = [(1, 0, plain.Length), (9, 1000, plain.Length), (5, 0, 50), (5, 0, 0), (0, 0, 300)];
                foreach (var (level, blockSize, length) in cases)
                {
                    var codec = new BloscCodec(compressor, level, shuffle, blockSize);
                    byte[] encoded = codec.Encode(plain.AsSpan(0, length), elementBytes);

                    Assert.True(plain.AsSpan(0, length).SequenceEqual(Decode(encoded, length)), $"{codec}, {length} bytes");
                    Assert.True(encoded.Length <= length + 16, $"{codec}: {encoded.Length} bytes for {length}");
                    Assert.True(length < plain.Length || encoded.Length < length, $"{codec} does not compress");
                }
            }
        }
    }

    [Fact]
    public void Bytes_without_a_pattern_are_stored()
    {
        byte[] plain = new byte[5000];
        new Random(1).NextBytes(plain);

        byte[] encoded = new BloscCodec().Encode(plain, 4);

        Assert.Equal(5016, encoded.Length);
        Assert.Equal(plain, encoded[16..]);
        Assert.Equal(plain, Decode(encoded, 5000));
    }

    [Theory]
    [InlineData(0, 5, "a Blosc buffer of format 5 with the flags 91; expected format 2, as Blosc 1 writes it.")]
    [InlineData(2, 0x99, "a Blosc buffer of format 2 with the flags 99; expected format 2, as Blosc 1 writes it.")]
    [InlineData(2, 0xb1, "a Blosc buffer with compressor number 5; expected 0 to 4: blosclz, lz4, snappy, zlib or zstd.")]
    [InlineData(3, 0, "a damaged Blosc buffer (its header does not fit its length); expected one that decodes to 20012 bytes.")]
    [InlineData(11, 0x7f,
        "a damaged Blosc buffer (its header does not fit its length); expected one that decodes to 20012 bytes.")]
    [InlineData(19, 0x7f, "a damaged Blosc buffer (block 0 of 1); expected one that decodes to 20012 bytes.")]
    [InlineData(23, 0xff, "a damaged Blosc buffer (block 0 of 1); expected one that decodes to 20012 bytes.")]
    [InlineData(24, 0, "a damaged Blosc buffer (block 0 of 1); expected one that decodes to 20012 bytes.")]
    public void A_damaged_frame_is_refused(int at, byte value, string message)
    {
        byte[] plain = Fixture(4).Plain, encoded = new BloscCodec().Encode(plain, 4);
        Assert.NotEqual(value, encoded[at]);
        encoded[at] = value;

        Assert.Equal($"chunk: found {message}", Assert.Throws<InvalidDataException>(() => Decode(encoded, plain.Length)).Message);
    }

    [Theory]
    [MemberData(nameof(ElementBytes))]
    public void Random_damage_is_refused_or_decodes_to_as_many_bytes(int elementBytes)
    {
        var random = new Random(2);
        var (plain, frames) = Fixture(elementBytes);
        foreach (var (_, bytes) in frames)
        {
            for (int round = 0; round < 10; round++)
            {
                byte[] damaged = [.. bytes];
                if (round % 2 == 0)
                {
                    random.NextBytes(damaged.AsSpan(random.Next(16, damaged.Length)));
                }

                damaged[random.Next(16, damaged.Length)] ^= (byte)(1 << random.Next(8));
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Decode(damaged, plain.Length); // there is no checksum
                }
                catch (InvalidDataException e)
                {
                    Assert.StartsWith("chunk: found a damaged Blosc buffer (block ", e.Message);
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
            }
        }
    }

    private static byte[] Decode(byte[] encoded, int length)
    {
        byte[] decoded = new byte[length];
        new BloscCodec().Decode(encoded, decoded, "chunk");
        return decoded;
    }

    private static (byte[] Plain, List<(string Name, byte[] Bytes)> Frames) Fixture(int elementBytes)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "zarr", "blosc.zip"));
        var files = zip.Entries.Where(entry => entry.Name.StartsWith($"{elementBytes}.", StringComparison.Ordinal))
            .Select(entry => (entry.Name, Read(entry))).ToList();
        return (files.Single(file => file.Name.EndsWith(".bin", StringComparison.Ordinal)).Item2,
            [.. files.Where(file => !file.Name.EndsWith(".bin", StringComparison.Ordinal))]);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        byte[] bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
