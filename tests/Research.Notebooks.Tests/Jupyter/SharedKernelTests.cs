using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NetMQ;
using Research.Notebooks.Jupyter;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>The kernel as a front end meets it, for tests that leave it as it was: one process serves them all.</summary>
[Collection(nameof(Alone))]
public sealed class SharedKernelTests(SharedKernel shared) : IClassFixture<SharedKernel>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly KernelProcess _kernel = shared.Kernel;

    [Fact]
    public void What_a_cell_prints_steadily_is_shown_while_it_runs()
    {
        using var folder = new TemporaryFolder();
        string seen = folder.At("seen");
        string id = _kernel.SendExecute(
            $"for (var i = 0; i < 1000 && !File.Exists(\"{seen}\"); i++) {{ Console.Write('.'); Thread.Sleep(10); }} "
            + $"File.Exists(\"{seen}\")");
        NextStream(id);
        File.WriteAllText(seen, "");

        Assert.Equal("True", Result(id));
    }

    [Theory]
    [InlineData("polyglot_notebook", "kernelName")]
    [InlineData("dotnet_interactive", "language")]
    public void A_cell_runs_in_the_language_that_its_metadata_name(string section, string key)
    {
        string id = SendExecute("SELECT 4 AS n", new JsonObject { [section] = new JsonObject { [key] = "sql" } });

        Assert.Equal("n\n4", Result(id));
    }

    [Fact]
    public void A_question_is_answered_also_where_the_metadata_name_the_language_by_an_alias()
    {
        string id = SendExecute(
            "string?", new JsonObject { ["dotnet_interactive"] = new JsonObject { ["language"] = "C#" } });
        var reply = _kernel.Receive(_kernel.Shell, id, Soon)!.Content;

        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal("page", (string?)reply["payload"]![0]!["source"]);
    }

    [Theory]
    [InlineData("new Thread(() => throw new Exception(\"lost\")).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => throw new Exception(\"lost\"));")]
    [InlineData("var timer = new Timer(_ => throw new Exception(\"lost\"), null, 0, Timeout.Infinite);")]
    public void An_exception_on_a_thread_the_pool_or_a_timer_is_shown_and_the_kernel_lives(string cell)
    {
        var (name, text) = NextStream(_kernel.SendExecute(cell));

        Assert.Equal("stderr", name);
        Assert.StartsWith("Unhandled exception of a thread or a timer: System.Exception: lost", text, StringComparison.Ordinal);
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
    }

    [Fact]
    public void An_exception_on_a_thread_of_silent_code_is_in_the_kernels_log()
    {
        _kernel.SendExecute("new Thread(() => throw new Exception(\"unseen\")).Start();", silent: true);

        Assert.True(SpinWait.SpinUntil(
            () => _kernel.Log.Contains(
                "research kernel: unhandled exception of a thread or a timer: System.Exception: unseen",
                StringComparison.Ordinal),
            Soon), _kernel.Log);
    }

    [Fact]
    public void A_thread_that_ends_with_its_stopped_cell_writes_nothing()
    {
        string id = _kernel.SendExecute(
            "var spinning = new Thread(() => { while (true) { } }); spinning.Start(); Console.Write(\"go\"); while (true) { }");
        NextStream(id);
        _kernel.Send(_kernel.Control, "interrupt_request", []);
        Assert.Equal("error", (string?)_kernel.Receive(_kernel.Shell, id, Soon)!.Content["status"]);
        string end = _kernel.SendExecute("spinning.Join(); Thread.Sleep(200);"); // a late text is sent within 50 ms
        var outputs = new List<JupyterMessage>();
        do
        {
            outputs.Add(_kernel.Receive(_kernel.Iopub, Soon) ?? throw new TimeoutException(_kernel.Log));
        }
        while ((string?)outputs[^1].Parent["msg_id"] != end || (string?)outputs[^1].Content["execution_state"] != "idle");

        Assert.Equal("", KernelProcess.Text(outputs, "stderr"));
    }

    [Fact]
    public void A_cancellation_that_nothing_awaits_is_shown_under_its_cell_and_the_kernel_lives()
    {
        string id = _kernel.SendExecute(
            "async void Wait(CancellationToken token) { await Task.Delay(-1, token); } "
            + "var stop = new CancellationTokenSource(); Wait(stop.Token);");
        _kernel.SendExecute("stop.Cancel();");
        var (name, text) = NextStream(id);

        Assert.Equal("stderr", name);
        Assert.StartsWith(
            "Unhandled exception of a method that nothing awaits: System.Threading.Tasks.TaskCanceledException", text,
            StringComparison.Ordinal);
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
    }

    [Fact]
    public void Threads_of_a_cell_that_ask_at_once_take_turns_and_get_their_own_answers()
    {
        string id = _kernel.SendExecute(
            "var answers = new string[2]; Parallel.Invoke(() => answers[0] = input(\"a\"), () => answers[1] = input(\"b\")); "
            + "string.Join(\"/\", answers)", allowStdin: true);
        for (int question = 0; question < 2; question++)
        {
            string? prompt = (string?)_kernel.Receive(_kernel.Stdin, id, Soon)!.Content["prompt"];
            _kernel.Send(_kernel.Stdin, "input_reply", new JsonObject { ["value"] = $"to {prompt}" });
        }

        Assert.Equal("to a/to b", Result(id));
    }

    [Fact]
    public async Task A_kernel_ends_with_the_front_end_that_started_it_also_while_a_cell_spins()
    {
        using var kernel = KernelProcess.Kit(launcher: ["sh", "-c", "JPY_PARENT_PID=$$ \"$@\" & wait", "front-end"]);
        kernel.WaitUntilReady();
        string id = kernel.SendExecute("Console.Write(Environment.ProcessId); while (true) { }");
        string text = NextStream(kernel, id).Text!;
        using var process = Process.GetProcessById(int.Parse(text, CultureInfo.InvariantCulture));
        try
        {
            kernel.Process.Kill();
            using var patience = new CancellationTokenSource(Soon);
            // This waits for the end of the outputs too, which the kernel holds open for as long as it runs.
            await kernel.Process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_kernel_goes_on_when_a_process_ends_that_did_not_start_it()
    {
        using var other = Process.Start("sleep", ["60"]);
        try
        {
            using var kernel = KernelProcess.Kit(launcher: ["env", $"JPY_PARENT_PID={other.Id}"]);
            kernel.WaitUntilReady();
            other.Kill();
            await other.WaitForExitAsync();
            await Task.Delay(2500); // a kernel looks after its parent every second

            Assert.Equal("2", kernel.Evaluate("1 + 1"));
        }
        finally
        {
            other.Kill();
        }
    }

    /// <summary>Sends a cell with metadata.</summary>
    /// <returns>The request's id.</returns>
    private string SendExecute(string code, JsonObject metadata)
    {
        var request = _kernel.Create("execute_request", new JsonObject { ["code"] = code }) with { Metadata = metadata };
        _kernel.Shell.SendMultipartBytes(_kernel.Wire.Write(request));
        return request.Id;
    }

    private (string? Name, string? Text) NextStream(string request) => NextStream(_kernel, request);

    /// <summary>The next piece of text that a request's code writes; what comes before it is skipped.</summary>
    private static (string? Name, string? Text) NextStream(KernelProcess kernel, string request)
    {
        while (kernel.Receive(kernel.Iopub, request, Soon) is { } output)
        {
            if (output.Type == "stream")
            {
                return ((string?)output.Content["name"], (string?)output.Content["text"]);
            }
        }

        throw new TimeoutException($"The cell has written nothing. {kernel.Log}");
    }

    /// <summary>The result of a request in plain text, once it has ended.</summary>
    private string? Result(string request) => (string?)_kernel.ReceiveUntilIdle(request, Soon)
        .Single(output => output.Type == "execute_result").Content["data"]!["text/plain"];
}
