using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;

namespace Research.Simulation.Cuphead;

/// <summary>Renders the video that a key log lacks.</summary>
public static class SessionStage
{
    /// <summary>The size that the report's videos have.</summary>
    public static Size FullSize => new(1280, 720);

    /// <summary>Stages a session and writes its video; one video frame for every line of the frame log.</summary>
    /// <param name="events">A <c>…_events.jsonl</c> file.</param>
    /// <param name="frames">Its <c>…_frames.jsonl</c>.</param>
    /// <param name="video">The <c>.mp4</c> to write.</param>
    /// <param name="size">Of the frames; see <see cref="ScenePainter"/>.</param>
    /// <param name="seed">Seed of all that the log leaves open.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>What is on stage.</returns>
    /// <exception cref="LogFormatException">A log is absent, empty or malformed, or the two do not fit each other.</exception>
    /// <exception cref="IOException">The video cannot be written.</exception>
    public static Scene Write(
        string events, string frames, string video, Size size, int seed = 1,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var scene = Scene.Stage(EventLog.Read(events), FrameClock.Read(frames), seed);
        Write(scene, video, size, progress, cancellation);
        return scene;
    }

    /// <summary>Writes the video of a scene: beside its place and then renamed, so there is a complete video or none.</summary>
    /// <param name="scene">What to show.</param>
    /// <param name="video">The <c>.mp4</c> to write.</param>
    /// <param name="size">Of the frames; see <see cref="ScenePainter"/>.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="ArgumentException">The video's name does not end in <c>.mp4</c>, or the size is none for a
    /// video.</exception>
    /// <exception cref="IOException">The video cannot be written.</exception>
    public static void Write(
        Scene scene, string video, Size size, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentException.ThrowIfNullOrEmpty(video);
        using var painter = new ScenePainter(size);
        string name = Path.GetFileNameWithoutExtension(video);
        void Report(int done) => progress?.Report(new WorkProgress(name, done, scene.FrameCount));
        VideoFileWriter.Write(video, size, FramesPerSecond(scene.Clock), Paint(scene, painter, Report, cancellation));
    }

    /// <summary>Paints on all cores, some frames ahead of the encoder, which takes them in order.</summary>
    private static IEnumerable<Mat> Paint(Scene scene, ScenePainter painter, Action<int> written, CancellationToken cancellation)
    {
        int ahead = 4 * Environment.ProcessorCount;
        var painting = new Queue<Task<Mat>>();
        var free = new Stack<Mat>();
        int next = 0;
        try
        {
            for (int done = 0; done < scene.FrameCount; done++)
            {
                cancellation.ThrowIfCancellationRequested();
                while (next < scene.FrameCount && painting.Count < ahead)
                {
                    int number = next++;
                    var canvas = free.TryPop(out var used) ? used : new Mat(painter.Size, MatType.CV_8UC3);
                    painting.Enqueue(Task.Run(
                        () =>
                        {
                            painter.Paint(scene[number], canvas);
                            return canvas;
                        }, CancellationToken.None));
                }

                var frame = painting.Dequeue().GetAwaiter().GetResult();
                free.Push(frame);
                yield return frame;
                written(done + 1);
            }
        }
        finally
        {
            foreach (var canvas in painting.Select(task => task.GetAwaiter().GetResult()).Concat(free))
            {
                canvas.Dispose();
            }
        }
    }

    /// <summary>The rate of a frame log, by the median of its gaps; ten where there is but one frame.</summary>
    private static double FramesPerSecond(FrameClock clock)
    {
        double[] gaps = [.. clock.Times.Skip(1).Zip(clock.Times, (b, a) => b - a).Where(gap => gap > 0).Order()];
        return gaps.Length > 0 ? Math.Clamp(Math.Round(1 / gaps[gaps.Length / 2], 2), 1, 240) : 10;
    }
}
