using System.Diagnostics;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests;

[Collection(nameof(Alone))]
public sealed class InterruptTests(ITestOutputHelper log) : IDisposable
{
    /// <summary>For a middle or the best of several stops: what else the machine does may hold up any one of them.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // Cells that block the thread pool's few threads would delay the test's own continuations, and the clock with them.
    static InterruptTests() => ThreadPool.SetMinThreads(64, 64);

    private readonly CSharpEngine _engine = new(Path.GetTempPath());
    private readonly TestOutput _output = new();

    public void Dispose() => _engine.Dispose();

    /// <summary>Each counts in <c>n</c> what it did, and none looks at the token.</summary>
    private static readonly string[] Endless =
    [
        "n++; while (true) { }",
        "n++; Thread.Sleep(Timeout.Infinite);",
        "n++; new TaskCompletionSource().Task.Wait();",
        "n++; while (true) await Task.Delay(10);",
        "n++; for (var epoch = 0; ; epoch++) { x = x.matmul(x).softmax(1); }",
    ];

    private const string Tensors = """
        #r "TorchSharp.dll"
        using static TorchSharp.torch;
        var n = 0;
        var kept = new List<int> { 1, 2, 3 };
        var x = rand(64, 64);
        """;

    [Fact]
    public async Task A_hundred_cells_that_would_never_end_are_stopped_in_a_second_with_the_state_intact()
    {
        var first = await _engine.RunAsync(Tensors.Replace("TorchSharp.dll",
            Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")), _output);
        Assert.True(first.Status == CellStatus.Succeeded, _output.Log);
        var taken = new List<(string Cell, TimeSpan Time)>();
        for (int trial = 0; trial < 100; trial++)
        {
            string cell = Endless[trial % Endless.Length];
            taken.Add((cell, await Stop(cell)));
            var check = await _engine.RunAsync("(n, kept.Sum(), x.shape[0])", _output);
            Assert.Equal((trial + 1, 6, 64L), check.Value);
        }

        foreach (var kind in taken.GroupBy(trial => trial.Cell))
        {
            log.WriteLine(
                $"{kind.Key}: {kind.Count()} stops, {kind.Average(trial => trial.Time.TotalMilliseconds):0} ms on average, "
                    + $"{kind.Max(trial => trial.Time.TotalMilliseconds):0} ms at most");
        }

        Assert.All(taken.GroupBy(trial => trial.Cell),
            kind => Assert.True(kind.Select(trial => trial.Time).Order().ElementAt(kind.Count() / 2) < Limit, kind.Key));
    }

    [Fact]
    public async Task A_cell_that_is_stopped_while_it_is_compiled_leaves_all_as_it_was()
    {
        await _engine.RunAsync("var n = 1;", _output);
        for (int delay = 0; delay < 20; delay++)
        {
            using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(delay));
            if (delay == 0)
            {
                await interrupt.CancelAsync();
            }

            var stopped = await _engine.RunAsync("n = 1; while (true) { }", _output, interrupt.Token);
            Assert.Equal(CellStatus.Interrupted, stopped.Status);
            Assert.Equal(1, (await _engine.RunAsync("n", _output)).Value);
        }
    }

    [Theory]
    [InlineData("await Task.Yield(); while (true) { }")]
    [InlineData("Task<int> F() => Task.Run(async () => { await Task.Delay(-1); return 1; }); F().Result.ToString()")]
    [InlineData("try { while (true) { } } finally { Console.Write(\"finally\"); }")]
    [InlineData("while (true) { try { Thread.Sleep(1000); } catch (Exception) { } }")]
    [InlineData("while (true) { try { Thread.Sleep(1); await Task.Delay(1); } catch (Exception) { } }")]
    [InlineData("while (true) Console.Write('.');")]
    [InlineData("while (true) display(1);")]
    [InlineData("lock (new object()) { while (true) { new List<int>(Enumerable.Range(0, 1000)).Sort(); } }")]
    [InlineData("await Task.Run(() => { Thread.Sleep(3000); });")]
    [InlineData("IEnumerable<int> Endless() { while (true) { } yield return 1; } Endless()")]
    [InlineData("async Task Spin() { await Task.Yield(); while (true) { } } Spin().Wait();")]
    [InlineData("Parallel.For(0, 2, _ => Thread.Sleep(3000));")]
    [InlineData("throw new Exception(string.Concat(Enumerable.Repeat(\"a\", 3).Select(a => { while (true) { } return a; })));")]
    public async Task Other_endless_cells_are_stopped_too(string cell)
    {
        await _engine.RunAsync("var kept = 5;", _output);
        var taken = new List<TimeSpan>();
        for (int trial = 0; trial < 3; trial++)
        {
            taken.Add(await Stop(cell));
        }

        log.WriteLine(string.Join(", ", taken.Select(time => $"{time.TotalMilliseconds:0} ms")));
        Assert.True(taken.Min() < Limit, $"It took {taken.Min()} and more.");

        var next = await _engine.RunAsync("Thread.Sleep(20); await Task.Delay(20); Task.Run(() => kept).Result", _output);
        Assert.Equal(5, next.Value);
    }

    [Theory]
    [InlineData("public void Dispose() => w.Dispose();")]
    [InlineData("public void Dispose() { w.Dispose(); }")]
    public async Task What_an_interrupted_cell_uses_is_disposed_and_has_written_all(string dispose)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("log.txt");
        await _engine.RunAsync(
            $"class Log : IDisposable {{ StreamWriter w = new(\"{file}\"); {dispose} "
            + "public void Write(string s) => w.Write(s); }", _output);
        await Stop("using (var log = new Log()) { log.Write(\"kept\"); while (true) { } }");

        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact]
    public async Task The_error_names_the_line_that_was_running()
    {
        using var interrupt = new CancellationTokenSource();
        var running = _engine.RunAsync("var a = 1;\nwhile (a > 0)\n{\n}", _output, interrupt.Token);
        await Task.Delay(1500);
        await interrupt.CancelAsync();

        var result = await running;

        Assert.Equal((CellStatus.Interrupted, CellError.Interrupted, "The cell was stopped."),
            (result.Status, result.Error!.Name, result.Error.Message));
        Assert.InRange(result.Error.Line!.Value, 2, 4);
        Assert.StartsWith("   at cell 1, line ", result.Error.Traceback[1]);
    }

    [Fact]
    public async Task Code_that_looks_at_the_token_may_finish_what_it_does()
    {
        using var interrupt = new CancellationTokenSource();
        var running = _engine.RunAsync(
            "try { await Task.Delay(-1, Interrupt.Token); } catch (OperationCanceledException) { await Task.Delay(20); } "
            + "\"saved\"", _output, interrupt.Token);
        await Task.Delay(1000);
        await interrupt.CancelAsync();

        Assert.Equal((CellStatus.Succeeded, "saved"), ((await running).Status, (await running).Value));
    }

    [Fact]
    public async Task What_an_interrupted_cell_awaits_does_not_go_on_later()
    {
        await _engine.RunAsync("var n = 0;", _output);
        await Stop("while (true) { await Task.Delay(5); n++; }");
        object? before = (await _engine.RunAsync("n", _output)).Value;
        await Task.Delay(200);

        Assert.Equal(before, (await _engine.RunAsync("n", _output)).Value);
    }

    [Fact]
    public async Task An_interrupt_that_comes_before_the_cell_starts_stops_it()
    {
        var result = await _engine.RunAsync("Console.Write(1);", _output, new CancellationToken(canceled: true));

        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.DoesNotContain("stdout", _output.Log);
    }

    [Fact]
    public async Task A_task_that_an_earlier_cell_left_running_outlives_an_interrupt()
    {
        await _engine.RunAsync(
            "var n = 0; async Task Count() { while (true) { await Task.Delay(5); n++; } } var counting = Count();", _output);
        await Stop("while (true) { }");
        int before = (int)(await _engine.RunAsync("n", _output)).Value!;
        await Task.Delay(200);

        Assert.True((int)(await _engine.RunAsync("n", _output)).Value! > before);
    }

    [Fact]
    public async Task An_exception_that_nothing_awaits_is_told_and_ends_nothing()
    {
        await _engine.RunAsync(
            "async void Lost() { await Task.Yield(); throw new Exception(\"lost\"); } Lost(); await Task.Delay(100);", _output);

        Assert.Contains("stderr: Unhandled exception of a method that nothing awaits: System.Exception: lost", _output.Log);
    }

    private async Task<TimeSpan> Stop(string cell)
    {
        using var interrupt = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _engine.RunAsync("Console.Error.Write(\"go\");\n" + cell, new Cue(started), interrupt.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Delay(30);
        var clock = Stopwatch.StartNew();
        await interrupt.CancelAsync();
        var result = await running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(CellStatus.Interrupted, result.Status);
        return clock.Elapsed;
    }

    /// <summary>Tells when the cell has begun, and forgets the rest.</summary>
    private sealed class Cue(TaskCompletionSource started) : ICellOutput
    {
        public void WriteStream(string stream, string text)
        {
            if (stream == "stderr")
            {
                started.TrySetResult();
            }
        }

        public void Display(MimeBundle content, string displayId)
        {
        }

        public void UpdateDisplay(MimeBundle content, string displayId)
        {
        }

        public void ShowResult(MimeBundle content, int executionCount)
        {
        }

        public void ShowError(CellError error)
        {
        }

        public void ClearOutput(bool wait)
        {
        }
    }
}
