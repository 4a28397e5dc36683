using System.Diagnostics;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests;

public sealed class CSharpEngineTests(ITestOutputHelper log) : IDisposable
{
    private readonly CSharpEngine _engine = new(Path.GetTempPath());
    private readonly TestOutput _output = new();

    public void Dispose() => _engine.Dispose();

    private async Task<string> Run(params string[] cells)
    {
        foreach (string cell in cells)
        {
            await _engine.RunAsync(cell, _output);
        }

        return _output.Log;
    }

    [Fact]
    public async Task Cells_share_one_state()
    {
        string log = await Run("var x = 20;\nint Twice(int n) => 2 * n;\nclass Box { public int Value; }",
            "var box = new Box { Value = Twice(x) };", "box.Value + 2");
        Assert.Equal("[3]: 42\n", log);
    }

    [Fact]
    public async Task A_progress_bar_moves_in_place_and_names_the_work_the_rate_and_the_time_left()
    {
        using var engine = new PolyglotEngine(Path.GetTempPath());
        await engine.RunAsync(
            """
            var bar = new ProgressBar("frames");
            bar.Report(new("<Train>", 500, 1000));
            bar.Report(new("<Train>", 501, 1000));
            System.Threading.Thread.Sleep(300);
            bar.Report(new("<Train>", 510, 1000));
            bar.Report(new("<Train>", 1000, 1000));
            """, _output);
        string log = _output.Log;
        Assert.Matches(
            """
            ^display: <Train>: 500 of 1,000 frames
            update: <Train>: 510 of 1,000 frames, \d+(\.\d)? a second, \d+ s left
            update: <Train>: 1,000 frames in \d+\.\d s
            $
            """.TrimEnd(), log);
    }

    [Fact]
    public async Task Variables_and_types_can_be_redefined()
    {
        string log = await Run("var x = 1; class A { public int V = 1; }",
            "var x = \"one\"; class A { public string V = \"two\"; }",
            "x + new A().V");
        Assert.Equal("[3]: onetwo\n", log);
    }

    [Fact]
    public async Task Await_works_at_top_level_and_blocking_on_a_task_does_not_hang()
    {
        string log = await Run("async Task<int> F() { await Task.Delay(5); return 7; }",
            "var a = await F(); var b = F().Result; a + b", "await F()");
        Assert.Equal("[2]: 14\n[3]: 7\n", log);
    }

    [Theory]
    [InlineData("var one = 1;", "")]
    [InlineData("Console.Write(1)", "stdout: 1\n")]
    [InlineData("(object?)null", "[1]: <null>\n")]
    [InlineData("using System.Text;", "")]
    [InlineData("// only a remark", "")]
    [InlineData("\"a\\nb\"", "[1]: a\nb\n")]
    [InlineData("string? s = null; s?.Length ?? -1", "[1]: -1\n")]
    [InlineData("int[] a = [1, 2]; a is [1, ..] ? true : false", "[1]: True\n")]
    public async Task A_last_expression_with_a_value_is_the_result(string cell, string expected)
    {
        Assert.Equal(expected, await Run(cell));
    }

    [Fact]
    public async Task A_using_holds_for_later_cells() =>
        Assert.Equal("[2]: ab\n", await Run("using System.Text;", "new StringBuilder(\"a\").Append('b').ToString()"));

    [Fact]
    public async Task Output_keeps_its_order()
    {
        string log =
            await Run(
            "Console.Write(\"a\"); Console.Error.Write(\"b\"); display(\"c\"); Console.Write('d'); Console.WriteLine(1.5); "
            + "\"e\"");
        Assert.Equal("stdout: a\nstderr: b\ndisplay: c\nstdout: d\nstdout: 1.5\nstdout: \\n\n[1]: e\n", log);
    }

    [Fact]
    public async Task A_display_is_updated_in_place_also_from_a_later_cell()
    {
        using var engine = new PolyglotEngine(Path.GetTempPath());
        await engine.RunAsync("var shown = display(\"a\"); shown.Update(\"b\");", _output);
        await engine.RunAsync("shown.Update(\"c\");", _output);
        Assert.Equal("display: a\nupdate: b\nupdate: c\n", _output.Log);
    }

    [Fact]
    public async Task Display_with_MIME_types_shows_just_those()
    {
        MimeBundle? shown = null;
        await _engine.RunAsync("display(\"<svg/>\", \"image/svg+xml\").FormattedValues.Single().MimeType",
            new Watch(bundle => shown ??= bundle));
        Assert.Equal("""{"image/svg\u002Bxml":"\u003Csvg/\u003E"}""", shown!.ToJson().ToJsonString());
    }

    [Fact]
    public async Task Output_of_threads_and_tasks_goes_to_the_cell_that_started_them()
    {
        var second = new TestOutput();
        await Run(
            "var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; Console.Write(\"late\"); });"
            + "var thread = new Thread(() => Console.Write(\"thread\")); thread.Start(); thread.Join(); await Task.Run(() => "
            + "Console.Write(\"task\"));");
        await _engine.RunAsync("go.SetResult(); await late; Console.Write(\"second\");", second);

        Assert.Equal("stdout: thread\nstdout: task\nstdout: late\n", _output.Log);
        Assert.Equal("stdout: second\n", second.Log);
    }

    [Fact]
    public async Task Engines_that_start_together_do_not_disturb_each_others_names()
    {
        string[] logs = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var engine = new CSharpEngine(Path.GetTempPath());
            var output = new TestOutput();
            await engine.RunAsync("1", output);
            await engine.RunAsync("display(2)", new TestOutput());
            await engine.RunAsync("display(3);", output);
            return output.Log;
        }));

        Assert.All(logs, log => Assert.Equal("[1]: 1\ndisplay: 3\n", log));
    }

    [Fact]
    public async Task What_a_failed_cell_did_until_then_stays() =>
        Assert.Equal(
            "stderr: cell 1, line 1, column 39: warning CS0162 Unreachable code detected\\n\nerror: System.Exception: no\n[2]: "
            + "5\n", await Run("var x = 5; throw new Exception(\"no\"); x = 6;", "x"));

    [Fact]
    public async Task A_cell_that_does_not_compile_runs_nothing_and_leaves_the_state() =>
        Assert.Equal(
            "error: CompilationError: cell 2, line 2, column 1: CS0103 The name 'y' does not exist in the current context\n[3]: "
            + "1\n",
            await Run("var x = 1;", "x = 2;\ny = 3;", "x"));

    [Fact]
    public async Task Null_is_a_result() => Assert.Equal("[1]: <null>\n[2]: <null>\n", await Run("null", "(string?)null"));

    [Fact]
    public async Task A_cell_sees_the_interrupt_and_the_next_one_runs()
    {
        using var interrupt = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var running = _engine.RunAsync("var n = 0; Console.Write(\"go\"); while (true) { n++; Interrupt.ThrowIfRequested(); }",
            new Watch(_ => started.TrySetResult()), interrupt.Token);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await interrupt.CancelAsync();

        var result = await running;

        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.Equal("System.OperationCanceledException", result.Error!.Name);
        Assert.Equal("[2]: True\n", await Run("n > 0 && !Interrupt.Token.CanBeCanceled"));
    }

    [Fact]
    public async Task A_cancelled_wait_is_an_interrupt_too()
    {
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var result = await _engine.RunAsync("Task.Delay(-1, Interrupt.Token).Wait();", _output, interrupt.Token);
        Assert.Equal(CellStatus.Interrupted, result.Status);
    }

    [Fact]
    public async Task Cells_run_on_one_thread() =>
        Assert.Equal("[2]: True\n", await Run("var thread = Environment.CurrentManagedThreadId;",
            "thread == Environment.CurrentManagedThreadId"));

    [Fact]
    public async Task A_hundred_cells_stay_fast()
    {
        await Run("var v = 0;");
        var clock = Stopwatch.StartNew();
        for (int i = 1; i <= 100; i++)
        {
            await Run($"var v{i} = ++v;");
        }

        log.WriteLine($"100 cells: {clock.ElapsedMilliseconds} ms");

        Assert.Equal("[102]: 200\n", await Run("v + v100"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"100 cells took {clock.Elapsed}.");
    }

    [Fact]
    public void Display_outside_a_cell_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Interactive.CellFunctions.display(1));
        Assert.Equal("display(…) was called outside a running cell, so there is nowhere to show the value.", error.Message);
    }

    [Fact]
    public async Task A_disposed_engine_runs_nothing()
    {
        _engine.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _engine.RunAsync("1", _output));
    }

    /// <summary>Sees every bundle and piece of text.</summary>
    private sealed class Watch(Action<MimeBundle?> see) : ICellOutput
    {
        public void WriteStream(string stream, string text) => see(null);

        public void Display(MimeBundle content, string displayId) => see(content);

        public void UpdateDisplay(MimeBundle content, string displayId) => see(content);

        public void ShowResult(MimeBundle content, int executionCount) => see(content);

        public void ShowError(CellError error) => see(null);

        public void ClearOutput(bool wait) => see(null);
    }
}
