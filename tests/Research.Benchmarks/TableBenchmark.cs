using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using Research.Sweeps;
using Research.Tables;
using Research.Training;

namespace Research.Benchmarks;

/// <summary>
/// 10,000 runs of 60 columns: read from their folders, filtered and sorted, written as CSV and Parquet and read back, and
/// collected as a sweep.
/// </summary>
internal static class TableBenchmark
{
    private const int RunCount = 10_000, Settings = 40, Scores = 12, Rounds = 5;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("research-bench-tables-").FullName;
        try
        {
            Console.WriteLine(
                $"tables: {RunCount:N0} runs, median of {Rounds}; the aim is below 1 s for reading, and for a question of the "
                + "frame");
            string[] runFolders = Write(folder);
            var open = Timing.Alternate(Rounds, () => Open(folder, runFolders))[0];
            Console.WriteLine($"  open    {open}   {2 * RunCount:N0} files opened, read and closed in turn, and nothing else");
            long before = GC.GetTotalMemory(forceFullCollection: true);
            DataFrame runs = new();
            var read = Timing.Alternate(Rounds, () => runs = Runs.Load(folder))[0];
            long held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  read    {read}   {runs.Rows.Count:N0} rows of {runs.Columns.Count} columns, {held / 1e6:0} MB as a frame"));

            string csv = Path.Combine(folder, "runs.csv"), parquet = Path.Combine(folder, "runs.parquet");
            var timings = Timing.Alternate(Rounds,
                () => RunFilter.Parse("setting_3<500").Apply(runs).OrderByDescending("score_1"), () => runs.WriteCsv(csv),
                    () => TableFile.ReadCsv(csv),
                () => runs.WriteParquet(parquet), () => TableFile.ReadParquet(parquet));
            foreach (var (what, timing) in ((string[])["filter and sort", "write CSV", "read CSV", "write Parquet",
                "read Parquet"]).Zip(timings))
            {
                Console.WriteLine($"  {what,-16}{timing}");
            }

            WriteSweep(folder, runFolders);
            before = GC.GetTotalMemory(forceFullCollection: true);
            DataFrame sweep = new();
            var collect = Timing.Alternate(Rounds, () => sweep = Collect(folder, csv))[0];
            held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  collect {collect}   a sweep of {sweep.Rows.Count:N0} runs, {sweep.Columns.Count} columns: plan and runs "
                + $"read, CSV written; {held / 1e6:0} MB as a frame"));
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at most {process.PeakWorkingSet64 / 1e6:0} MB"));
            return read.Median < 1 && timings[0].Median < 1 && collect.Median < 1 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Open(string folder, string[] runs)
    {
        byte[] buffer = new byte[65536];
        int bytes = 0;
        foreach (string file in runs.SelectMany(run =>
            (string[])[Path.Combine(folder, run, "config.json"), Path.Combine(folder, run, "summary.json")]))
        {
            using var handle = File.OpenHandle(file);
            bytes += RandomAccess.Read(handle, buffer, 0);
        }

        return bytes;
    }

    /// <summary>What <c>research sweep collect</c> does.</summary>
    private static DataFrame Collect(string folder, string csv)
    {
        var table = SweepTable.Collect(SweepFolder.Open(folder, "bench"));
        var frame = table.ToDataFrame();
        frame.WriteCsv(csv);
        _ = (table.Variants(["score_0", "score_1"]), SweepTime.Of(table.Rows.Select(row => row.Status), DateTimeOffset.UtcNow));
        return frame;
    }

    /// <summary>The runs' folders, relative to that of all.</summary>
    private static string[] Write(string folder) => [.. Enumerable.Range(0, RunCount).Select(run =>
    {
        string relative = Path.Combine($"experiment-{run % 10}", $"run-{run:00000}"),
            at = Directory.CreateDirectory(Path.Combine(folder, relative)).FullName;
        string settings = string.Join(", ", Enumerable.Range(0, Settings).Select(s => $"\"setting_{s}\": {Setting(run, s)}"));
        string scores = string.Join(", ", Enumerable.Range(0, Scores)
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"\"score_{s}\": {1.0 / (1 + (run * 31 + s) % 997):R}")));
        File.WriteAllText(Path.Combine(at, "config.json"),
            $"{{\"run\": \"run-{run}\", \"experiment\": \"experiment-{run % 10}\", \"config\": {{\"options\": {{\"seed\": "
            + $"{run}, {settings}}}}}}}");
        File.WriteAllText(Path.Combine(at, "summary.json"), $"{{{scores}}}");
        return relative;
    })];

    private static void WriteSweep(string folder, string[] runs)
    {
        var sweep = SweepFolder.Begin(folder, "bench",
            new SweepPlan(runs.Select((_, run) => SweepTask.Of("bench", "run", $"variant-{run % 2000}",
            Enumerable.Range(0, Settings).Select(s => KeyValuePair.Create($"setting_{s}", Setting(run, s)))
                .Append(new("seed", run)).ToDictionary(), new { }))));
        foreach (var (task, run) in sweep.Plan.Tasks.Zip(runs))
        {
            var ended = new TaskAttempt(DateTimeOffset.UtcNow, "here", 1,
                null)
            { Ended = DateTimeOffset.UtcNow, End = AttemptOutcome.Whole };
            File.WriteAllText(sweep.RecordFile(task),
                JsonSerializer.Serialize(new TaskLog(task.Run, run, [ended]), RunDirectory.Json));
        }
    }

    private static int Setting(int run, int setting) => (run * 7 + setting * 131) % 1000;
}
