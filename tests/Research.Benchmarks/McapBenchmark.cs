using System.Diagnostics;
using Research.Formats.Mcap;

namespace Research.Benchmarks;

/// <summary>Reading MCAP files from their first record to their last, every checksum compared, on one core.</summary>
internal static class McapBenchmark
{
    private const double Aim = 500; // MB/s
    private const int FileBytes = 256 << 20, Rounds = 7;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("mcap-").FullName;
        try
        {
            Console.WriteLine($"mcap: {FileBytes >> 20} MiB of messages a file; MB of messages for each second of processor "
                + $"time");
            return Measure(folder, "messages of 64 KiB, no compression", 1 << 16, McapCompression.None, hasAim: true)
                | Measure(folder, "messages of 1 MiB, without chunks", 1 << 20, McapCompression.None, hasAim: true, chunkSize: 0)
                | Measure(folder, "messages of 4 KiB, no compression", 1 << 12, McapCompression.None, hasAim: true)
                | Measure(folder, "messages of 200 bytes, no compression", 200, McapCompression.None, hasAim: false)
                | Measure(folder, "messages of 200 bytes, zstd", 200, McapCompression.Zstd, hasAim: false)
                | Measure(folder, "messages of 200 bytes, lz4", 200, McapCompression.Lz4, hasAim: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(string folder, string what, int size, McapCompression compression, bool hasAim,
        int chunkSize = 1 << 20)
    {
        string path = Path.Combine(folder, "a.mcap");
        int count = FileBytes / size;
        Write(path, size, count, compression, chunkSize);
        var speeds = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            using var self = Process.GetCurrentProcess();
            var before = self.TotalProcessorTime;
            long bytes = 0;
            using (var reader = McapRecordReader.Open(path))
            {
                while (reader.Read() is { } record)
                {
                    bytes += record is McapMessage message ? message.Data.Length : 0;
                }
            }

            self.Refresh();
            if (bytes != (long)size * count)
            {
                Console.WriteLine($"  {what}: found {bytes} bytes of messages; expected {(long)size * count}");
                return 1;
            }

            speeds.Add(bytes / (self.TotalProcessorTime - before).TotalSeconds / 1e6);
        }

        File.Delete(path);
        double median = speeds.Order().ElementAt(Rounds / 2);
        string aim = hasAim ? $", aim ≥ {Aim:0}: {(median >= Aim ? "reached" : "missed")}" : "";
        Console.WriteLine($"  {what}: {median:N0} MB/s ({speeds.Min():N0} to {speeds.Max():N0}), {median * 1e6 / size:N0} "
            + $"messages/s{aim}");
        return 0;
    }

    private static void Write(string path, int size, int count, McapCompression compression, int chunkSize)
    {
        using var writer = McapWriter.Create(path, new McapWriterOptions { Compression = compression, ChunkSize = chunkSize });
        ushort channel = writer.AddChannel("a", 0, "raw");
        byte[] data = new byte[size];
        new Random(1).NextBytes(data.AsSpan(size / 2)); // half of it compresses
        for (uint i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(data, i);
            writer.Write(new McapMessage(channel, i, i, i, data));
        }
    }
}
