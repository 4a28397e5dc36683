using Research.TestDisplay;

namespace Research.Benchmarks;

/// <summary>100,000 frames of the ground truth window while keys are pressed in it, each compared with the logs.</summary>
internal static class SyncBenchmark
{
    private const int Frames = 100_000, Rate = 200;

    public static int Run()
    {
        if (VirtualDisplay.Missing is { } missing)
        {
            Console.WriteLine($"sync: {missing}");
            return 0;
        }

        string folder = Directory.CreateTempSubdirectory("sync-").FullName;
        try
        {
            using var display = VirtualDisplay.Start(320, 240);
            Console.WriteLine(
                $"sync: at least {Frames:N0} frames at {Rate} a second, until all keys are typed: about ten minutes");
            var script = KeyScript.Random(seed: 1, Frames / (double)Rate, longestPause: 0.15, onlyShown: true);
            var session = TruthRecording.Record(display, folder, "truth", Rate, script);
            var truth = TruthReport.Of(folder, "truth", KeyScript.Shown);
            Console.WriteLine(
                $"  {session.Frames:N0} frames, {session.Duplicates} repeated by the recorder, {session.Overflowed} by a full "
                + $"queue; {script.Strokes.Count} keys down and up");
            Console.WriteLine(
                $"  {truth.Fresh:N0} show what was drawn within a frame of their time; {truth.Wrong} of these a wrong key, "
                + $"{truth.Unreadable} frames unreadable");
            Console.WriteLine(
                $"  drift {truth.Drift:+0.000;-0.000} ± {truth.DriftError:0.000} ms an hour; drawn {truth.Age:0.0} ms before "
                + "the frame's time (median)");
            return truth is { Wrong: 0, Unreadable: 0 } && Math.Abs(truth.Drift) <= 1 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
