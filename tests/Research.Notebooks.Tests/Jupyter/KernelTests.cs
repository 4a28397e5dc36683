using System.Diagnostics;
using System.Text.Json.Nodes;
using NetMQ;
using Research.Notebooks.Jupyter;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>The kernel as a front end meets it: a process behind sockets.</summary>
[Collection(nameof(Alone))]
public sealed class KernelTests(ITestOutputHelper log) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly KernelProcess _kernel = KernelProcess.StartKit();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void A_cell_is_busy_input_output_result_idle()
    {
        var (reply, outputs) = _kernel.Execute("Console.Write(\"a\"); display(HTML(\"<b>\")); 6 * 7");

        Assert.Equal(["status", "execute_input", "stream", "display_data", "execute_result"],
            outputs.Select(output => output.Type));
        Assert.Equal(("ok", 1), ((string?)reply["status"], (int?)reply["execution_count"]));
        Assert.Equal("42", (string?)outputs[^1].Content["data"]!["text/plain"]);
        Assert.False(string.IsNullOrEmpty((string?)outputs[3].Content["transient"]!["display_id"]));
    }

    [Fact]
    public void Silent_code_and_expressions_are_not_counted_and_show_nothing()
    {
        _kernel.Execute("var x = 5;");
        string id = _kernel.SendExecute("x = 6; Console.Write(1); x", silent: true,
            expressions: new JsonObject { ["twice"] = "2 * x", ["bad"] = "nothing" });
        var reply = _kernel.Receive(_kernel.Shell, id, Soon)!.Content;

        Assert.Equal(["status"], _kernel.ReceiveUntilIdle(id).Select(output => output.Type));
        Assert.Equal("12", (string?)reply["user_expressions"]!["twice"]!["data"]!["text/plain"]);
        Assert.Equal(("error", "CompilationError"),
            ((string?)reply["user_expressions"]!["bad"]!["status"], (string?)reply["user_expressions"]!["bad"]!["ename"]));
        Assert.Equal(2, (int?)_kernel.Execute("x").Reply["execution_count"]);
    }

    [Fact]
    public void After_an_error_the_queued_cells_are_aborted_unless_they_may_go_on()
    {
        string failing = _kernel.SendExecute("Thread.Sleep(500); throw new Exception(\"no\");");
        string queued = _kernel.SendExecute("1");
        Assert.Equal("error", (string?)_kernel.Receive(_kernel.Shell, failing, Soon)!.Content["status"]);
        Assert.Equal("aborted", (string?)_kernel.Receive(_kernel.Shell, queued, Soon)!.Content["status"]);

        failing = _kernel.SendExecute("Thread.Sleep(500); throw new Exception(\"no\");", stopOnError: false);
        queued = _kernel.SendExecute("1");
        Assert.Equal("error", (string?)_kernel.Receive(_kernel.Shell, failing, Soon)!.Content["status"]);
        Assert.Equal("ok", (string?)_kernel.Receive(_kernel.Shell, queued, Soon)!.Content["status"]);
    }

    [Fact]
    public void A_cell_can_ask_for_lines_and_passwords()
    {
        string id =
            _kernel.SendExecute(
            "var line = Console.ReadLine(); var secret = await Kernel.GetPasswordAsync(\"Key?\"); "
            + "$\"{line}/{secret.GetClearTextPassword()}/{secret}\"", allowStdin: true);
        foreach (var (prompt, isPassword, answer) in ((string, bool, string)[])[("", false, "ä"), ("Key?", true, "s3")])
        {
            var question = _kernel.Receive(_kernel.Stdin, id, Soon)!;
            Assert.Equal((prompt, isPassword), ((string?)question.Content["prompt"], (bool?)question.Content["password"]));
            _kernel.Send(_kernel.Stdin, "input_reply", new JsonObject { ["value"] = answer });
        }

        Assert.Equal("ä/s3/************", (string?)_kernel.ReceiveUntilIdle(id)
            .Single(output => output.Type == "execute_result").Content["data"]!["text/plain"]);
        var error = _kernel.Execute("Console.ReadLine()").Reply;
        Assert.Equal("Input was asked for, but this front end does not take questions.", (string?)error["evalue"]);
    }

    [Fact]
    public void Displays_are_updated_and_cleared()
    {
        var outputs = _kernel.Execute("var d = display(1); d.Update(2); ClearOutput(wait: true);").Outputs;
        Assert.Equal(["status", "execute_input", "display_data", "update_display_data", "clear_output"],
            outputs.Select(output => output.Type));
        Assert.Equal((string?)outputs[2].Content["transient"]!["display_id"],
            (string?)outputs[3].Content["transient"]!["display_id"]);
        Assert.True((bool?)outputs[4].Content["wait"]);
    }

    [Fact]
    public void An_update_from_a_later_cell_belongs_to_that_cell()
    {
        var shown = _kernel.Execute("var d = display(1);").Outputs.Single(output => output.Type == "display_data");
        var update = _kernel.Execute("d.Update(2);").Outputs.Single(output => output.Type == "update_display_data");
        Assert.Equal((string?)shown.Content["transient"]!["display_id"], (string?)update.Content["transient"]!["display_id"]);
    }

    [Fact]
    public void A_cell_that_is_not_stored_leaves_the_count_alone()
    {
        int? before = (int?)_kernel.Execute("1").Reply["execution_count"];
        string id = _kernel.Send(_kernel.Shell, "execute_request", new JsonObject { ["code"] = "2", ["store_history"] = false });
        Assert.Equal("2", (string?)_kernel.ReceiveUntilIdle(id)
            .Single(output => output.Type == "execute_result").Content["data"]!["text/plain"]);
        Assert.Equal(before + 1, (int?)_kernel.Execute("3").Reply["execution_count"]);
    }

    [Fact]
    public void Output_of_background_work_belongs_to_the_cell_that_started_it()
    {
        string first =
            _kernel.SendExecute("var late = Task.Run(async () => { await Task.Delay(700); Console.Write(\"late\"); });");
        _kernel.ReceiveUntilIdle(first);
        _kernel.SendExecute("late.Wait(); Console.Write(\"second\");");

        Assert.Equal("late", (string?)_kernel.Receive(_kernel.Iopub, first, Soon)!.Content["text"]);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("Thread.Sleep(Timeout.Infinite);")]
    [InlineData("new TaskCompletionSource().Task.Wait();")]
    [InlineData("while (true) await Task.Delay(10);")]
    public void An_interrupt_on_control_stops_a_cell_and_leaves_the_variables(string cell)
    {
        _kernel.Execute("var kept = 7;");
        var best = TimeSpan.MaxValue; // of three: a busy machine may hold up any one
        for (int trial = 0; trial < 3; trial++)
        {
            string id = _kernel.SendExecute("Console.Error.Write(\"go\");" + cell);
            while (_kernel.Receive(_kernel.Iopub, id, Soon)!.Type != "stream")
            {
            }

            var clock = Stopwatch.StartNew();
            string interrupt = _kernel.Send(_kernel.Control, "interrupt_request", []);
            Assert.Equal("ok", (string?)_kernel.Receive(_kernel.Control, interrupt, Soon)!.Content["status"]);
            var reply = _kernel.Receive(_kernel.Shell, id, Soon)!.Content;
            log.WriteLine($"{clock.ElapsedMilliseconds} ms");
            Assert.Equal(("error", CellError.Interrupted), ((string?)reply["status"], (string?)reply["ename"]));
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        Assert.True(best < TimeSpan.FromSeconds(1), $"It took {best}.");
        Assert.Equal("7", _kernel.Evaluate("kept"));
    }

    [Fact]
    public void SIGINT_interrupts_too_as_often_as_it_comes()
    {
        for (int trial = 0; trial < 3; trial++)
        {
            string id = _kernel.SendExecute("Console.Error.Write(\"go\"); while (true) { }");
            while (_kernel.Receive(_kernel.Iopub, id, Soon)!.Type != "stream")
            {
            }

            Process.Start("kill", ["-INT", $"{_kernel.Process.Id}"]).WaitForExit();
            Assert.Equal(CellError.Interrupted, (string?)_kernel.Receive(_kernel.Shell, id, Soon)!.Content["ename"]);
        }

        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
    }

    [Fact]
    public void The_first_SIGTERM_ends_it_also_while_a_cell_spins()
    {
        string id = _kernel.SendExecute("Console.Error.Write(\"go\"); while (true) { }");
        while (_kernel.Receive(_kernel.Iopub, id, Soon)!.Type != "stream")
        {
        }

        Process.Start("kill", ["-TERM", $"{_kernel.Process.Id}"]).WaitForExit();
        Assert.True(_kernel.Process.WaitForExit(10_000));
        Assert.NotEqual(0, _kernel.Process.ExitCode);
    }

    [Fact]
    public void An_expression_that_is_no_text_is_an_error_and_interrupts_are_answered_after_it()
    {
        string id = _kernel.SendExecute("1 + 1", expressions: new JsonObject { ["a"] = 5 });
        Assert.Equal("error", (string?)_kernel.Receive(_kernel.Shell, id, Soon)!.Content["status"]);

        string interrupt = _kernel.Send(_kernel.Control, "interrupt_request", []);
        Assert.Equal("ok", (string?)_kernel.Receive(_kernel.Control, interrupt, Soon)!.Content["status"]);
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
    }

    [Fact]
    public void Wrong_keys_garbage_and_replays_are_dropped_and_logged_and_the_kernel_lives()
    {
        var wrong = new MessageWire(new MessageSignature("wrong"));
        _kernel.Shell.SendMultipartBytes(wrong.Write(
            _kernel.Create("execute_request", new JsonObject { ["code"] = "Environment.Exit(3);" })));
        _kernel.Shell.SendMultipartBytes([1, 2, 3], [], [255]);
        _kernel.Control.SendFrameEmpty();
        _kernel.Shell.SendMultipartBytes(new MessageWire(new MessageSignature(""))
            .Write(_kernel.Create("kernel_info_request", [])));
        var once = _kernel.Wire.Write(_kernel.Create("execute_request", new JsonObject { ["code"] = "var n = 1;" }));
        _kernel.Shell.SendMultipartBytes(once);
        _kernel.Shell.SendMultipartBytes(once);

        Assert.Equal("1", _kernel.Evaluate("n"));
        Assert.Equal(2, (int?)_kernel.Execute("n").Reply["execution_count"] - 1);
        foreach (string expected in (string[])["Shell: its signature is wrong", "frames without <IDS|MSG>",
            "Shell: it is not signed", "Shell: it was received before", "on Control: found"])
        {
            Assert.Contains(expected, _kernel.Log);
        }
    }

    [Fact]
    public void A_hundred_megabytes_of_output_are_cut_and_counted_and_the_memory_is_bounded()
    {
        string id = _kernel.SendExecute(
            "var line = new string('x', 999) + \"\\n\"; for (var i = 0; i < 100_000; i++) Console.Write(line);");
        var outputs = _kernel.ReceiveUntilIdle(id);

        Assert.Equal(StreamBatch.Limit, KernelProcess.Text(outputs).Length);
        Assert.Equal("\n… 96,000,000 more characters were left out: of what one cell prints, the first 4,000,000 are shown.\n",
            KernelProcess.Text(outputs, "stderr"));
        _kernel.Process.Refresh();
        log.WriteLine($"{_kernel.Process.WorkingSet64 >> 20} MB");
        Assert.True(_kernel.Process.WorkingSet64 < 600L << 20, $"The kernel holds {_kernel.Process.WorkingSet64 >> 20} MB.");
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
    }

    [Fact]
    public void Ten_thousand_small_prints_become_few_messages()
    {
        var outputs = _kernel.Execute("for (var i = 0; i < 10_000; i++) Console.WriteLine(i);").Outputs;

        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i}\n")), KernelProcess.Text(outputs));
        int messages = outputs.Count(output => output.Type == "stream");
        log.WriteLine($"{messages} messages");
        Assert.InRange(messages, 1, 100);
    }

    [Fact]
    public void Two_hundred_queued_cells_run_in_their_order()
    {
        _kernel.Execute("var n = 0;");
        var ids = Enumerable.Range(0, 200).Select(i => _kernel.SendExecute("n++")).ToList();
        var replies = ids.Select(id => _kernel.Receive(_kernel.Shell, id, Soon)!.Content).ToList();

        Assert.Equal(Enumerable.Range(2, 200), replies.Select(reply => (int)reply["execution_count"]!));
        Assert.Equal("200", _kernel.Evaluate("n"));
    }

    [Fact]
    public void Control_and_heartbeat_answer_while_a_cell_runs()
    {
        _kernel.SendExecute("Thread.Sleep(3000);");
        var clock = Stopwatch.StartNew();
        string info = _kernel.Send(_kernel.Control, "kernel_info_request", []);
        Assert.Equal("C#", (string?)_kernel.Receive(_kernel.Control, info, Soon)!.Content["language_info"]!["name"]);
        _kernel.Heartbeat.SendFrame([1, 2]);
        Assert.True(_kernel.Heartbeat.TryReceiveFrameBytes(Soon, out byte[]? beat));
        Assert.Equal([1, 2], beat);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void A_comm_to_a_target_that_nobody_registered_is_closed()
    {
        _kernel.Send(_kernel.Shell, "comm_open",
            new JsonObject { ["comm_id"] = "c1", ["target_name"] = "nobody", ["data"] = new JsonObject() });

        JupyterMessage output;
        while ((output = _kernel.Receive(_kernel.Iopub, Soon)!).Type != "comm_close")
        {
        }

        Assert.Equal("c1", (string?)output.Content["comm_id"]);
    }

    [Fact]
    public void A_comm_to_a_target_of_a_cell_talks_both_ways()
    {
        _kernel.Execute(
            "Comm.RegisterTarget(\"echo\", (comm, data) => comm.OnMessage = sent => comm.Send(new "
            + "System.Text.Json.Nodes.JsonObject { [\"got\"] = (int)sent[\"n\"]! }));");
        _kernel.Send(_kernel.Shell, "comm_open",
            new JsonObject { ["comm_id"] = "c1", ["target_name"] = "echo", ["data"] = new JsonObject() });
        string message = _kernel.Send(_kernel.Shell, "comm_msg",
            new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject { ["n"] = 3 } });

        var answer = _kernel.ReceiveUntilIdle(message).Single(output => output.Type == "comm_msg");
        Assert.Equal(3, (int?)answer.Content["data"]!["got"]);
        string info = _kernel.Send(_kernel.Shell, "comm_info_request", []);
        Assert.Equal("echo", (string?)_kernel.Receive(_kernel.Shell, info, Soon)!.Content["comms"]!["c1"]!["target_name"]);
    }

    [Fact]
    public void A_comm_that_sends_what_JSON_does_not_have_leaves_the_kernel_alive()
    {
        _kernel.Execute(
            "Comm.RegisterTarget(\"loss\", (comm, data) => comm.OnMessage = sent => comm.Send(new "
            + "System.Text.Json.Nodes.JsonObject { [\"loss\"] = double.NaN }));");
        _kernel.Send(_kernel.Shell, "comm_open",
            new JsonObject { ["comm_id"] = "c1", ["target_name"] = "loss", ["data"] = new JsonObject() });
        string message = _kernel.Send(_kernel.Shell, "comm_msg",
            new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject() });

        Assert.DoesNotContain(_kernel.ReceiveUntilIdle(message), output => output.Type == "comm_msg");
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
        Assert.True(SpinWait.SpinUntil(() => _kernel.Log.Contains("comm_msg failed: System.ArgumentException: ",
            StringComparison.Ordinal), TimeSpan.FromSeconds(30)), _kernel.Log);
    }

    [Theory]
    [InlineData("comm.Close()")]
    [InlineData("throw new Exception(\"no\")")]
    [InlineData("{ comm.Close(); throw new Exception(\"no\"); }")]
    public void A_comm_whose_target_closes_it_at_once_or_throws_is_closed_once(string onOpen)
    {
        _kernel.Execute($"Comm.RegisterTarget(\"brief\", (comm, data) => {onOpen});");
        string open = _kernel.Send(_kernel.Shell, "comm_open",
            new JsonObject { ["comm_id"] = "c1", ["target_name"] = "brief", ["data"] = new JsonObject() });

        var close = Assert.Single(_kernel.ReceiveUntilIdle(open), output => output.Type == "comm_close");
        Assert.Equal("c1", (string?)close.Content["comm_id"]);
        string info = _kernel.Send(_kernel.Shell, "comm_info_request", []);
        Assert.Empty(_kernel.Receive(_kernel.Shell, info, Soon)!.Content["comms"]!.AsObject());
    }

    [Fact]
    public void A_cell_that_crashes_the_process_is_a_death_that_the_front_end_sees_and_a_new_kernel_starts()
    {
        _kernel.SendExecute("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void abort();\nabort();");
        Assert.True(_kernel.Process.WaitForExit(20_000));
        Assert.NotEqual(0, _kernel.Process.ExitCode);
        _kernel.Heartbeat.SendFrame([1]);
        Assert.False(_kernel.Heartbeat.TryReceiveFrameBytes(TimeSpan.FromMilliseconds(500), out _));

        using var next = KernelProcess.StartKit();
        Assert.Equal("2", next.Evaluate("1 + 1"));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) display(1);")]
    [InlineData("new Thread(() => { while (true) display(1); }) { IsBackground = true }.Start();")]
    public void A_shutdown_is_answered_and_ends_the_process_also_while_a_cell_spins_or_prints_without_end(string cell)
    {
        _kernel.SendExecute(cell);
        string id = _kernel.Send(_kernel.Control, "shutdown_request", new JsonObject { ["restart"] = true });

        Assert.True((bool?)_kernel.Receive(_kernel.Control, id, Soon)!.Content["restart"]);
        Assert.True(_kernel.Process.WaitForExit(10_000));
        Assert.Equal(0, _kernel.Process.ExitCode);
    }
}
