using System.Diagnostics;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Benchmarks;

/// <summary>Frames out of a zarr array, one a chunk, Blosc with zstd at level 3, beside python3-zarr on the same files.</summary>
internal static class ZarrBenchmark
{
    private const double Aim = 1.5;
    private const int Frames = 320, Channels = 3, Height = 144, Width = 256, Window = 16, Windows = 20, Rounds = 21;
    private const int FrameBytes = Channels * Height * Width;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("zarr-").FullName;
        try
        {
            var array = ZarrGroup.Create(Path.Combine(folder, "episodes.zarr"))
                .CreateArray("frames", new([Frames, Channels, Height, Width], [1, Channels, Height, Width], ElementType.UInt8));
            array.Write<byte>(Scene());
            using var python = LineWorker.StartPython("zarr_frames.py");
            Console.WriteLine(
                $"zarr: {Frames} frames of {Channels}x{Height}x{Width}, {array.Stored.Bytes * 100.0 / Frames / FrameBytes:0} % "
                + $"of their bytes on disk, {Environment.ProcessorCount} cores, beside "
                + (python is null ? "nothing: /usr/bin/python3 has no zarr (apt-get install python3-zarr)" : python.Greeting));
            return Measure(python, array, "all frames", "all", Frames, () => array.Read<byte>())
                | Measure(python, array, $"{Windows} windows of {Window} frames, one by one", $"windows {Windows} {Window}",
                    Windows * Window, () =>
                {
                    byte[] last = [];
                    for (int i = 0; i < Windows; i++)
                    {
                        int start = i * (Frames - Window) / Windows;
                        last = array.Read<byte>(start..(start + Window));
                    }

                    return last;
                });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(LineWorker? python, ZarrArray array, string what, string command, int frames, Func<byte[]> read)
    {
        byte[] ours = [];
        string theirs = "";
        void Kit() => ours = read();
        using var self = Process.GetCurrentProcess();
        var (busy, busyPython) = (self.TotalProcessorTime, python?.ProcessorTime ?? default);
        var timings = Timing.Alternate(Rounds, python is null ? [Kit]
            : [Kit, () => theirs = python.Ask($"{command} {array.Path}")]);
        self.Refresh();
        string Speed(Timing timing, TimeSpan busy) =>
            $"{frames * (double)FrameBytes / timing.Median / 1e6:N0} MB/s ({timing}), "
                + $"{busy.TotalMicroseconds / (Rounds + 1) / frames:0} µs of processor time a frame";
        Console.WriteLine($"  {what}");
        Console.WriteLine($"    kit     {Speed(timings[0], self.TotalProcessorTime - busy)}");
        if (python is null)
        {
            return 0;
        }

        double ratio = timings[0].TimesFasterThan(timings[1]);
        Console.WriteLine($"    Python  {Speed(timings[1], python.ProcessorTime - busyPython)}");
        Console.WriteLine($"    the kit is {ratio:0.00} times as fast, aim ≥ {Aim:0.0}: {(ratio >= Aim ? "reached" : "missed")}");
        string sum = $"{ours.Sum(value => (long)value)}";
        if (python.Ask($"sum {command} {array.Path}") is var expected && (sum != expected || theirs != "done"))
        {
            Console.WriteLine($"    the frames differ: their sum is {sum}, in Python {expected}");
            return 1;
        }

        return 0;
    }

    /// <summary>A scene that scrolls, with grain, and things that move over it.</summary>
    private static byte[] Scene()
    {
        var random = new Random(1);
        byte[] grain = new byte[1 << 16];
        random.NextBytes(grain);
        byte[] pixels = new byte[Frames * FrameBytes];
        Parallel.For(0, Frames, frame =>
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                for (int y = 0; y < Height; y++)
                {
                    for (int x = 0; x < Width; x++)
                    {
                        double scene = 110 + 50 * Math.Sin((x + 2 * frame) * 0.031 + channel)
                            + 35 * Math.Cos(y * 0.05 + (x + 2 * frame) * 0.012);
                        for (int thing = 1; thing <= 6; thing++)
                        {
                            double dx = x - Width * (0.5 + 0.4 * Math.Sin(frame * 0.03 * thing)),
                                dy = y - Height * (0.5 + 0.4 * Math.Cos(frame * 0.05 + thing));
                            scene = dx * dx + dy * dy < 120 ? 40 * thing - 20 * channel : scene;
                        }

                        pixels[frame * FrameBytes + (channel * Height + y) * Width + x] =
                            (byte)Math.Clamp(scene + (grain[(x + 2 * frame + 521 * y) & 0xffff] & 3), 0, 255);
                    }
                }
            }
        });
        return pixels;
    }
}
