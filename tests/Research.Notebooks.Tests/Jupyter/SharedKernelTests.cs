using System.Diagnostics;
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
        var request = _kernel.Create("execute_request", new JsonObject { ["code"] = "SELECT 4 AS n" }) with
        {
            Metadata = new JsonObject { [section] = new JsonObject { [key] = "sql" } },
        };
        _kernel.Shell.SendMultipartBytes(_kernel.Wire.Write(request));

        Assert.Equal("n\n4", Result(request.Id));
    }

    [Theory]
    [InlineData("new Thread(() => throw new Exception(\"lost\")).Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => throw new Exception(\"lost\"));")]
    [InlineData("var timer = new Timer(_ => throw new Exception(\"lost\"), null, 0, Timeout.Infinite);")]
    public void An_exception_on_a_thread_the_pool_or_a_timer_is_shown_under_its_cell_and_the_kernel_lives(string cell)
    {
        var (name, text) = NextStream(_kernel.SendExecute(cell));

        Assert.Equal("stderr", name);
        Assert.StartsWith("Unhandled exception of a thread or a timer: System.Exception: lost", text, StringComparison.Ordinal);
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
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
    public void A_kernel_ends_with_the_front_end_that_started_it_also_while_a_cell_spins()
    {
        using var parent = Process.Start("sleep", ["60"]);
        using var kernel = KernelProcess.Kit(parent: parent.Id);
        kernel.WaitUntilReady();
        kernel.SendExecute("while (true) { }");
        parent.Kill();
        parent.WaitForExit();

        Assert.True(kernel.Process.WaitForExit(20_000));
    }

    /// <summary>The next piece of text that a request's code writes; what comes before it is skipped.</summary>
    private (string? Name, string? Text) NextStream(string request)
    {
        while (_kernel.Receive(_kernel.Iopub, request, Soon) is { } output)
        {
            if (output.Type == "stream")
            {
                return ((string?)output.Content["name"], (string?)output.Content["text"]);
            }
        }

        throw new TimeoutException($"The cell has written nothing. {_kernel.Log}");
    }

    /// <summary>The result of a request in plain text, once it has ended.</summary>
    private string? Result(string request) => (string?)_kernel.ReceiveUntilIdle(request, Soon)
        .Single(output => output.Type == "execute_result").Content["data"]!["text/plain"];
}
