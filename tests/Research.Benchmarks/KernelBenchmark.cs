using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Research.Notebooks.Jupyter;

namespace Research.Benchmarks;

/// <summary>The notebook kernel as a front end feels it, beside Debian's ipykernel in the same run.</summary>
internal static class KernelBenchmark
{
    private const int Rounds = 3, WarmCells = 100, ManyCells = 500, Completions = 200;
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(10); // a user reads before the next cell
    private const string Python = "/usr/bin/python3";

    public static int Run()
    {
        Console.WriteLine(
            $"kernel: over its sockets; start and first cell median of {Rounds} processes, 1+1 in {WarmCells} cells, growth over "
            + $"{ManyCells} cells");
        Show("kit", Measure(StartKit, "1+1", "Math.Sq", i => $"var v{i} = Enumerable.Range(0, {i + 1}).Sum(); v{i}"));
        ShowCompletions();
        Console.WriteLine(
            "  aims       start to idle 1.0 s, first cell 1.2 s, warm 1+1 10 ms, completion 50 ms, growth below 150 MB");
        ShowGenuine();
        if (!HasIpykernel())
        {
            Console.WriteLine("  ipykernel is not installed (python3-ipykernel), no comparison");
            return 0;
        }

        Show("ipykernel", Measure(StartPython, "1+1", "\"\".joi", i => $"v{i} = sum(range({i + 1})); v{i}"));
        return 0;
    }

    /// <summary>The genuine .NET Interactive, where <c>dotnet tool restore</c> has installed it.</summary>
    private static void ShowGenuine()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string tool = Path.Combine(packages, "microsoft.dotnet-interactive");
        if (!Directory.Exists(tool))
        {
            Console.WriteLine("  .NET Interactive is not installed (dotnet tool restore), no comparison");
            return;
        }

        string program = Directory.EnumerateFiles(tool, "Microsoft.DotNet.Interactive.App.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Last();
        Show("genuine", Measure(
            () => new KernelProcess(["dotnet", program, "jupyter", "--default-kernel", "csharp", "{connection_file}"],
                Path.GetTempPath(),
                new Dictionary<string, string> { ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1" }),
            "1+1", "Math.Sq", i => $"var v{i} = Enumerable.Range(0, {i + 1}).Sum(); v{i}"));
    }

    /// <summary>A cell that refers to the large libraries, and texts at whose end completion is asked for.</summary>
    private const string Libraries =
        "using ScottPlot; using Microsoft.ML; using TorchSharp; var plot = new Plot(); var ml = new MLContext(); var tensor = "
        + "torch.zeros(2, 3);";

    private static readonly string[] Texts =
    [
        "plot.Add.", "ml.Data.LoadFrom", "torch.nn.Lin", "tensor.", "var rows = new List<string>();\nrows.Wh", "Stopw",
            "new Plot { Fig", "torch.zeros(dty",
        "foreach (var i in Enumerable.Range(0, 3))\n{\n    Console.Wri", "Coord",
    ];

    /// <summary>
    /// Completion with the large libraries: the first one after a restart and a cell, then the median and the 95th percentile.
    /// </summary>
    private static void ShowCompletions()
    {
        using var kernel = StartKit();
        kernel.WaitUntilReady();
        kernel.Execute(Libraries);
        double first = Seconds(() => Complete(kernel, Texts[0]));
        foreach (int round in Enumerable.Range(0, 20))
        {
            Complete(kernel, Texts[round % Texts.Length]);
        }

        var found = Texts.Select(text => Complete(kernel, text)).ToList();
        double before = ProcessorSeconds(kernel);
        var warm = Enumerable.Range(0, Completions).Select(round => Seconds(() => Complete(kernel, Texts[round % Texts.Length])))
            .Order().ToList();
        double each = (ProcessorSeconds(kernel) - before) / Completions;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {"kit",-10} completion with ScottPlot, ML.NET, TorchSharp: first {first * 1e3:0} ms, then median "
            + $"{warm[Completions / 2] * 1e3:0.0} ms, p95 {warm[Completions * 95 / 100] * 1e3:0.0} ms (aim 50 ms), "
            + $"{each * 1e3:0.0} ms of processor time each; {found.Count(count => count > 0)} of {Texts.Length} texts have "
            + $"choices"));
    }

    private static Figures Measure(Func<KernelProcess> start, string cell, string partOfMember, Func<int, string> cells)
    {
        List<double> starts = [], firsts = [];
        for (int round = 1; ; round++)
        {
            using var kernel = start();
            kernel.WaitUntilReady();
            starts.Add(kernel.Started.Elapsed.TotalSeconds);
            firsts.Add(Seconds(() => kernel.Execute(cell)));
            if (round < Rounds)
            {
                continue;
            }

            var warm = Warm(kernel);
            Complete(kernel, partOfMember); // what it reads first is read once
            var completions = Enumerable.Range(0, 10).Select(_ => Seconds(() => Complete(kernel, partOfMember))).Order().ToList();
            bool completes = Complete(kernel, partOfMember) > 0;
            double before = Megabytes(kernel);
            for (int i = 0; i < ManyCells; i++)
            {
                kernel.Execute(cells(i));
            }

            double growth = Megabytes(kernel) - before;
            using var rested = start();
            rested.WaitUntilReady();
            rested.Execute(cell);
            Thread.Sleep(Reading);
            return new(starts.Order().ElementAt(Rounds / 2), firsts.Order().ElementAt(Rounds / 2), warm, Warm(rested),
                completes ? completions[5] : double.NaN, before, growth);
        }

        (double Median, double P95) Warm(KernelProcess kernel)
        {
            var warm = Enumerable.Range(0, WarmCells).Select(_ => Seconds(() => kernel.Execute(cell))).Order().ToList();
            return (warm[WarmCells / 2], warm[WarmCells * 95 / 100]);
        }
    }

    private static int Complete(KernelProcess kernel, string code)
    {
        string id = kernel.Send(kernel.Shell, "complete_request",
            new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length });
        var reply = kernel.Receive(kernel.Shell, id, TimeSpan.FromSeconds(30))
            ?? throw new TimeoutException("No completion came.");
        kernel.ReceiveUntilIdle(id);
        return reply.Content["matches"]!.AsArray().Count;
    }

    private static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double ProcessorSeconds(KernelProcess kernel)
    {
        kernel.Process.Refresh();
        return kernel.Process.TotalProcessorTime.TotalSeconds;
    }

    private static double Megabytes(KernelProcess kernel)
    {
        kernel.Process.Refresh();
        return kernel.Process.WorkingSet64 / 1048576.0;
    }

    private static KernelProcess StartKit() => KernelProcess.Kit();

    private static KernelProcess StartPython() =>
        new([Python, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"], Path.GetTempPath());

    private static bool HasIpykernel()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(Python,
            ["-c", "import ipykernel"])
        { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Show(string name, Figures figures)
    {
        string completion = double.IsNaN(figures.Completion) ? "completes nothing"
            : string.Create(CultureInfo.InvariantCulture, $"{figures.Completion * 1e3:0.0} ms");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-10} start to idle {figures.Start:0.00} s, first cell {figures.First:0.00} s, 1+1 at once "
            + $"{figures.AtOnce.Median * 1e3:0.0} ms (p95 {figures.AtOnce.P95 * 1e3:0.0} ms), after {Reading.TotalSeconds:0} s of reading "
            + $"{figures.Rested.Median * 1e3:0.0} ms (p95 {figures.Rested.P95 * 1e3:0.0} ms), completion {completion}, memory "
            + $"{figures.Memory:0} MB, growth {figures.Growth:+0;-0} MB"));
    }

    /// <summary>Times in seconds, memory in MB.</summary>
    private sealed record Figures(
        double Start, double First, (double Median, double P95) AtOnce, (double Median, double P95) Rested, double Completion,
        double Memory, double Growth);
}
