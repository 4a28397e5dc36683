using System.Globalization;
using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;
using Research.TestSupport;

namespace Research.Benchmarks;

/// <summary>
/// Windows of frames with labels at random places of a video: from the frame cache, from the H.264 itself, and by OpenCV-Python.
/// Every frame carries its number, and the wrong ones are counted.
/// </summary>
internal static class LoaderBenchmark
{
    private const int Frames = 1500, Length = 10, Windows = 40, CacheRounds = 50, Rounds = 3;

    private static readonly Size Size = new(640, 360);

    private static readonly (string Name, string Encoding, string Filter)[] Files =
    [
        ("a key frame a second, no B-frames, as the recorder writes", "-bf 0 -g 30", "null"),
        ("a key frame every 50 frames, no B-frames", "-bf 0 -g 50", "null"),
        ("a key frame every 50 frames, B-frames", "-bf 3 -g 50", "null"),
        ("a key frame every 50 frames, B-frames, uneven times", "-bf 3 -g 50", NumberedVideo.Uneven),
    ];

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("loader-").FullName;
        try
        {
            Console.WriteLine(
                $"loader: windows of {Length} frames and labels at random places, 128x72 gray of {Size.Width}x{Size.Height} H.264 "
                + $"with {Frames:N0} frames, median of {Rounds}, {Environment.ProcessorCount} cores; aims on two: 2,000 windows/s "
                + "from the cache, 150 from the video, no wrong frame");
            using var python = LineWorker.StartPython("loader.py");
            Console.WriteLine(python is null ? "  no OpenCV-Python (/usr/bin/python3 with cv2): no comparison"
                : $"  beside {python.Greeting}, CAP_PROP_POS_FRAMES");
            return Files.Select((file, i) => Measure(Path.Combine(folder, $"{i}.mp4"), file, python)).Max();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(string video, (string Name, string Encoding, string Filter) file, LineWorker? python)
    {
        NumberedVideo.Write(video, Frames, Size, file.Encoding, file.Filter);
        using var frames = VideoFrames.Open(video);
        using var store = FrameStore.OfVideo(video, folder: video + ".cache");
        var timeline = new ActionTimeline(ActionSet.Cuphead, Enumerable.Range(0, Frames).Select(i => (uint)i & 3));
        Console.WriteLine($"  {file.Name}: {new FileInfo(video).Length * 8.0 / Frames / 1e3:0.0} kbit a frame");
        List<Contender> contenders =
        [
            new("cache, 1 thread", Windows * CacheRounds, starts => WrongOf(store, timeline, starts, threads: 1)),
            new("cache, 2 threads", Windows * CacheRounds, starts => WrongOf(store, timeline, starts, threads: 2)),
            new("video, 1 thread", Windows, starts => WrongOf(frames, timeline, starts, threads: 1)),
            new("video, 2 threads", Windows, starts => WrongOf(frames, timeline, starts, threads: 2)),
        ];
        if (python is not null)
        {
            contenders.Add(new("OpenCV-Python", Windows,
                starts => int.Parse(
                    python.Ask($"{video}\t{Length}\t{string.Join('\t', starts)}"), CultureInfo.InvariantCulture))
            {
                ProcessorClock = () => python.ProcessorTime.TotalSeconds,
            });
        }

        var timings = Timing.Alternate(Rounds, [.. contenders.Select(contender => (Action)contender.Run)]);
        foreach (var (contender, timing) in contenders.Zip(timings))
        {
            Console.WriteLine($"    {contender.Name,-17} {contender.Windows / timing.Median,8:N1} windows/s, "
                + $"{1e3 * contender.ProcessorSeconds / contender.Frames * Length:0.00} ms of processor time a window, "
                + $"{contender.Wrong:N0} of {contender.Frames:N0} frames wrong");
        }

        if (python is not null)
        {
            Console.WriteLine(
                $"    the kit's video on 2 threads is {timings[3].TimesFasterThan(timings[4]):0.00} times as fast as OpenCV-Python, "
                + $"with {contenders[3].ProcessorSeconds / contenders[4].ProcessorSeconds:0.00} times its processor time");
        }

        return contenders.Take(4).All(contender => contender.Wrong == 0) ? 0 : 1;
    }

    private static int[] Starts(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(Frames - Length + 1))];

    /// <summary>Frames of the windows that are not those asked for, or have other labels.</summary>
    private static int WrongOf(IFrameSource source, ActionTimeline timeline, int[] starts, int threads)
    {
        int wrong = 0, size = source.Height * source.Width;
        Parallel.ForEach(starts, new ParallelOptions { MaxDegreeOfParallelism = threads }, first =>
        {
            var window = FrameWindow.Read(source, timeline, first, Length);
            for (int i = 0; i < Length; i++)
            {
                int number = NumberedVideo.Number(window.Frames.AsSpan(i * size, size), source.Height, source.Width);
                var labels = window.Labels.AsSpan(i * timeline.Actions.Count, timeline.Actions.Count);
                bool isRight = number == first + i && labels[0] == (number & 1) && labels[1] == (number >> 1 & 1);
                Interlocked.Add(ref wrong, isRight ? 0 : 1);
            }
        });
        return wrong;
    }

    /// <summary>A way of reading windows.</summary>
    private sealed class Contender(string name, int windows, Func<int[], int> wrongOf)
    {
        private readonly Random _random = new(1);

        public string Name { get; } = name;

        public int Windows { get; } = windows;

        public int Frames { get; private set; }

        public int Wrong { get; private set; }

        public Func<double> ProcessorClock { get; init; } = ProcessorTime.Now;

        public double ProcessorSeconds { get; private set; }

        public void Run()
        {
            double before = ProcessorClock();
            Wrong += wrongOf(Starts(_random, Windows));
            Frames += Windows * Length;
            ProcessorSeconds += ProcessorClock() - before;
        }
    }
}
