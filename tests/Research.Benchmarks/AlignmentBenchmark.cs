using System.Diagnostics;
using Research.Alignment;
using Research.Sessions;

namespace Research.Benchmarks;

/// <summary>
/// A million events onto a million frames, from JSONL files to counts, beside the report's Python on the same files.
/// </summary>
internal static class AlignmentBenchmark
{
    private const int Events = 1_000_000;
    private const int Frames = 1_000_000;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("alignment-").FullName;
        try
        {
            WriteSession(folder);
            return Measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Measure(string folder)
    {
        string ours = "", theirs = "";
        void Kit() => ours = string.Join(' ', SessionLogs.Open(folder, "Long").Timeline.Labels.CountTrue());
        void Python() => theirs = RunPython(folder);

        bool hasPython = File.Exists("/usr/bin/python3");
        Action[] contenders = hasPython ? [Kit, Python] : [Kit];
        Console.WriteLine($"alignment: {Events:N0} events onto {Frames:N0} frames, parsed from JSONL, median of 5");
        var timings = Timing.Alternate(5, contenders);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Kit();
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Console.WriteLine(
            $"  kit     {timings[0]}   {Events / timings[0].Median:N0} events/s, {(double)allocated / Events:0.0} bytes "
            + "allocated per event (with its frame), "
            + $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:0} MB");
        if (!hasPython)
        {
            Console.WriteLine("  Python  not installed (/usr/bin/python3), no comparison");
            return 0;
        }

        Console.WriteLine($"  Python  {timings[1]}   kit is {timings[1].Median / timings[0].Median:0.0} times as fast");
        if (ours != theirs)
        {
            Console.WriteLine($"  the counts differ: kit {ours}, Python {theirs}");
            return 1;
        }

        return 0;
    }

    private static string RunPython(string folder)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "alignment.py");
        var start = new ProcessStartInfo("/usr/bin/python3",
            [script, Path.Combine(folder, "Long_events.jsonl"), Path.Combine(folder, "Long_frames.jsonl")])
        {
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        string output = python.StandardOutput.ReadToEnd().Trim();
        python.WaitForExit();
        return output;
    }

    private static void WriteSession(string folder)
    {
        const double Start = 1_764_000_000;
        var random = new Random(1);
        bool[] isDown = new bool[ActionSet.Cuphead.Count];
        using var frames = new StreamWriter(Path.Combine(folder, "Long_frames.jsonl"));
        for (int i = 0; i < Frames; i++)
        {
            frames.Write($"{{\"t\": {Start + i * 0.1:R}}}\n");
        }

        using var events = new StreamWriter(Path.Combine(folder, "Long_events.jsonl"));
        events.Write($"{{\"event\": \"marker\", \"type\": \"fight_start\", \"t\": {Start:R}}}\n");
        for (int i = 0; i < Events; i++)
        {
            int key = random.Next(isDown.Length);
            isDown[key] = !isDown[key];
            events.Write(
                $"{{\"event\": \"{(isDown[key] ? "keydown" : "keyup")}\", \"key\": \"{ActionSet.Cuphead.Keys[key]}\", \"t\": "
                + $"{Start + (i + random.NextDouble()) * 0.1:R}}}\n");
        }
    }
}
