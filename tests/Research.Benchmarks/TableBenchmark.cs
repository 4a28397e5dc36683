using System.Globalization;
using Microsoft.Data.Analysis;
using Research.Tables;
using Research.Training;

namespace Research.Benchmarks;

/// <summary>10,000 runs of 60 columns: read from their folders, filtered and sorted, and written as CSV and Parquet and read back.</summary>
internal static class TableBenchmark
{
    private const int RunCount = 10_000, Settings = 40, Scores = 12, Rounds = 5;

    public static int Run()
    {
        string folder = Directory.CreateTempSubdirectory("research-bench-tables-").FullName;
        try
        {
            Console.WriteLine($"tables: {RunCount:N0} runs, median of {Rounds}; the aim is below 1 s for reading, and for a question of the frame");
            Write(folder);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            DataFrame runs = new();
            var read = Timing.Alternate(Rounds, () => runs = Runs.Load(folder))[0];
            long held = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  read    {read}   {runs.Rows.Count:N0} rows of {runs.Columns.Count} columns, {held / 1e6:0} MB as a frame"));

            string csv = Path.Combine(folder, "runs.csv"), parquet = Path.Combine(folder, "runs.parquet");
            var timings = Timing.Alternate(Rounds,
                () => RunFilter.Parse("setting_3<500").Apply(runs).OrderByDescending("score_1"), () => runs.WriteCsv(csv), () => TableFile.ReadCsv(csv),
                () => runs.WriteParquet(parquet), () => TableFile.ReadParquet(parquet));
            foreach (var (what, timing) in ((string[])["filter and sort", "write CSV", "read CSV", "write Parquet", "read Parquet"]).Zip(timings))
            {
                Console.WriteLine($"  {what,-16}{timing}");
            }

            return read.Median < 1 && timings[0].Median < 1 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder)
    {
        for (int run = 0; run < RunCount; run++)
        {
            string at = Directory.CreateDirectory(Path.Combine(folder, $"experiment-{run % 10}", $"run-{run:00000}")).FullName;
            string settings = string.Join(", ", Enumerable.Range(0, Settings).Select(s => $"\"setting_{s}\": {(run * 7 + s * 131) % 1000}"));
            string scores = string.Join(", ", Enumerable.Range(0, Scores).Select(s => string.Create(CultureInfo.InvariantCulture, $"\"score_{s}\": {1.0 / (1 + (run * 31 + s) % 997):R}")));
            File.WriteAllText(Path.Combine(at, "config.json"), $"{{\"run\": \"run-{run}\", \"experiment\": \"experiment-{run % 10}\", \"config\": {{\"options\": {{\"seed\": {run}, {settings}}}}}}}");
            File.WriteAllText(Path.Combine(at, "summary.json"), $"{{{scores}}}");
        }
    }
}
