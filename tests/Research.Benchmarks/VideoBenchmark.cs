using System.Diagnostics;
using System.Globalization;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Benchmarks;

/// <summary>A 720p mp4 to 128×72 gray frames, beside the report's Python/OpenCV loop on the same file.</summary>
internal static class VideoBenchmark
{
    private const int Frames = 1500;
    private const int Rounds = 5;
    private const double LargestMeanDifference = 0.2;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("video-").FullName;
        try
        {
            Console.WriteLine(
                $"video: {Frames:N0} frames of 1280x720 mp4 to 128x72 gray, median of {Rounds}, {Environment.ProcessorCount} "
                + "cores");
            return ((string[])["mp4v", "avc1"]).Max(codec => Measure(folder, codec)) | MeasureMemory(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(string folder, string codec)
    {
        string video = Path.Combine(folder, codec + ".mp4");
        Write(video, codec, Frames, new Size(1280, 720));
        (int Frames, long Sum) ours = default;
        string theirs = "";
        void Kit()
        {
            string cache = Path.Combine(folder, Guid.NewGuid().ToString("N"));
            using var store = FrameStore.OfVideo(video, FrameTransform.Report, cache);
            ours = (store.Count, Sum(store));
            Directory.Delete(cache, recursive: true);
        }

        using var python = LineWorker.StartPython("video.py");
        Action[] contenders = python is null ? [Kit] : [Kit, () => theirs = python.Ask(video)];
        using var self = Process.GetCurrentProcess();
        var busy = self.TotalProcessorTime;
        var timings = Timing.Alternate(Rounds, contenders);
        self.Refresh();
        Console.WriteLine(
            $"  {codec}  kit     {timings[0]}   {Line(timings[0], self.TotalProcessorTime - busy)}, peak memory "
            + $"{self.PeakWorkingSet64 >> 20} MB");
        if (python is null)
        {
            Console.WriteLine("        Python  not installed (/usr/bin/python3 with cv2), no comparison");
            return 0;
        }

        string[] answer = theirs.Split(' ');
        Console.WriteLine($"        Python  {timings[1]}   {Line(timings[1], python.ProcessorTime)}, peak memory {answer[2]} MB");
        Console.WriteLine($"        kit is {timings[1].Median / timings[0].Median:0.00} times as fast");
        double pixels = (double)ours.Frames * FrameTransform.Report.FrameBytes;
        double apart = Math.Abs(ours.Sum - long.Parse(answer[1], CultureInfo.InvariantCulture)) / pixels;
        Console.WriteLine($"        means are {apart:0.000} grey levels apart, limit {LargestMeanDifference}");
        if (ours.Frames == int.Parse(answer[0], CultureInfo.InvariantCulture) && apart <= LargestMeanDifference)
        {
            return 0;
        }

        Console.WriteLine($"        the frames differ: kit {ours.Frames} {ours.Sum}, Python {theirs}");
        return 1;
    }

    private static string Line(Timing timing, TimeSpan busy) =>
        $"{Frames / timing.Median:N0} frames/s, {busy.TotalMilliseconds / (Rounds + 1) / Frames:0.00} ms of processor time a "
            + "frame";

    /// <summary>The report's training set, 9,549 frames, decoded and passed through one epoch.</summary>
    private static int MeasureMemory(string folder)
    {
        const int ReportFrames = 9549, LimitMegabytes = 600;
        string video = Path.Combine(folder, "long.mp4");
        Write(video, "mp4v", ReportFrames, new Size(256, 144));
        var watch = Stopwatch.StartNew();
        using var store = FrameStore.OfVideo(video, FrameTransform.Report, folder);
        double decoding = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var loader = new BatchLoader(store, Enumerable.Range(0, store.Count), batchSize: 32, shuffleSeed: 1);
        double brightness = loader.Epoch().Sum(batch => (double)batch.Pixels.Span[0]);
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        Console.WriteLine(
            $"  memory: {store.Count:N0} frames of 256x144 decoded in {decoding:0.0} s, an epoch of {loader.BatchCount} "
            + "shuffled batches in "
            + $"{watch.Elapsed.TotalSeconds:0.00} s ({store.Count / watch.Elapsed.TotalSeconds:N0} frames/s); peak memory of "
            + $"the whole benchmark {peak:0} MB, limit {LimitMegabytes} MB");
        return peak < LimitMegabytes && brightness > 0 ? 0 : 1;
    }

    private static long Sum(FrameStore store)
    {
        long sum = 0;
        for (int i = 0; i < store.Count; i++)
        {
            foreach (byte value in store[i])
            {
                sum += value;
            }
        }

        return sum;
    }

    /// <summary>A scene that scrolls, and things that move over it.</summary>
    private static IEnumerable<Mat> Scene(int frames, Size size)
    {
        using var scene = new Mat(size.Height, size.Width * 2, MatType.CV_8UC3, new Scalar(90, 60, 40));
        var random = new Random(1);
        for (int i = 0; i < 400; i++)
        {
            var color = new Scalar(random.Next(256), random.Next(256), random.Next(256));
            Cv2.Circle(scene, random.Next(scene.Cols), random.Next(scene.Rows), random.Next(10, 60), color, Cv2.FILLED,
                LineTypes.AntiAlias);
        }

        Cv2.GaussianBlur(scene, scene, default, 2);
        using var frame = new Mat();
        for (int i = 0; i < frames; i++)
        {
            using var window = scene[new Rect(i * 3 % size.Width, 0, size.Width, size.Height)];
            window.CopyTo(frame);
            for (int k = 1; k <= 8; k++)
            {
                var center = new Point(size.Width * (0.5 + 0.4 * Math.Sin(i * 0.03 * k)),
                    size.Height * (0.5 + 0.4 * Math.Cos(i * 0.05 + k)));
                Cv2.Circle(frame, center, size.Height / 24, new Scalar(30 * k, 255 - 30 * k, 128), Cv2.FILLED,
                    LineTypes.AntiAlias);
            }

            yield return frame;
        }
    }

    private static void Write(string file, string codec, int frames, Size size)
    {
        if (codec == "avc1")
        {
            VideoFileWriter.Write(file, size, 10, Scene(frames, size));
            return;
        }

        using var writer = new VideoWriter(file, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), 10, size);
        foreach (var frame in Scene(frames, size))
        {
            writer.Write(frame);
        }
    }
}
