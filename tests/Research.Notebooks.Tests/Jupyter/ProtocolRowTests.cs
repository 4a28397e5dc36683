using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using Research.Notebooks.Jupyter;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>A kernel that the rows of the protocol are asked of in turn.</summary>
public sealed class SharedKernel : IDisposable
{
    internal KernelProcess Kernel { get; } = KernelProcess.StartKit();

    public void Dispose() => Kernel.Dispose();
}

/// <summary>
/// The rows that public suites ask a kernel for, from the heartbeat to the reply to a shutdown, each on real sockets. (Which rows
/// there are is known from the suite kernel-testbed; the code is the kit's.)
/// </summary>
[Collection(nameof(Alone))]
public sealed class ProtocolRowTests(SharedKernel shared) : IClassFixture<SharedKernel>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly KernelProcess _kernel = shared.Kernel;

    [Fact]
    public void Row_01_heartbeat()
    {
        _kernel.Heartbeat.SendFrame([7, 8]);
        Assert.True(_kernel.Heartbeat.TryReceiveFrameBytes(Soon, out byte[]? beat));
        Assert.Equal([7, 8], beat);
    }

    [Fact]
    public void Row_02_kernel_info_is_ok() => Assert.Equal("ok", (string?)Ask("kernel_info_request")["status"]);

    [Fact]
    public void Row_03_kernel_info_names_language_type_and_ending()
    {
        var language = Ask("kernel_info_request")["language_info"]!;
        Assert.Equal(("C#", "text/x-csharp", ".cs"),
            ((string?)language["name"], (string?)language["mimetype"], (string?)language["file_extension"]));
    }

    [Fact]
    public void Row_04_kernel_info_has_the_protocols_version() =>
        Assert.Equal("5.4", (string?)Ask("kernel_info_request")["protocol_version"]);

    [Fact]
    public void Row_05_stdout() => Assert.Equal("hello\n",
        KernelProcess.Text(_kernel.Execute("Console.WriteLine(\"hello\");").Outputs));

    [Fact]
    public void Row_06_stderr() => Assert.Equal("error\n",
        KernelProcess.Text(_kernel.Execute("Console.Error.WriteLine(\"error\");").Outputs, "stderr"));

    [Fact]
    public void Row_07_execute_reply_is_ok() => Assert.Equal("ok", (string?)_kernel.Execute("1 + 1").Reply["status"]);

    [Fact]
    public void Row_08_busy_before_idle()
    {
        string id = _kernel.SendExecute("1 + 1");
        var states = new List<string?>();
        while (states.LastOrDefault() != "idle")
        {
            if (_kernel.Receive(_kernel.Iopub, id, Soon) is { } output && output.Type == "status")
            {
                states.Add((string?)output.Content["execution_state"]);
            }
        }

        Assert.Equal(["busy", "idle"], states);
    }

    [Fact]
    public void Row_09_execute_input_is_told_to_all()
    {
        var input = _kernel.Execute("1 + 2").Outputs.Single(output => output.Type == "execute_input").Content;
        Assert.Equal("1 + 2", (string?)input["code"]);
        Assert.True((int?)input["execution_count"] > 0);
    }

    [Fact]
    public void Row_10_shutdown_is_answered_on_control()
    {
        using var kernel = KernelProcess.StartKit();
        string id = kernel.Send(kernel.Control, "shutdown_request", new JsonObject { ["restart"] = false });
        var reply = kernel.Receive(kernel.Control, id, Soon)!;
        Assert.Equal(("shutdown_reply", "ok", false),
            (reply.Type, (string?)reply.Content["status"], (bool?)reply.Content["restart"]));
        Assert.True(kernel.Process.WaitForExit(10_000));
    }

    [Fact]
    public void Row_11_completion()
    {
        _kernel.Execute("var completed_variable = 1;");
        var reply = Ask("complete_request", new JsonObject { ["code"] = "completed_va", ["cursor_pos"] = 12 });
        Assert.Contains("completed_variable", reply["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Equal((0, 12), ((int?)reply["cursor_start"], (int?)reply["cursor_end"]));
    }

    [Fact]
    public void Row_12_inspection()
    {
        var reply =
            Ask("inspect_request", new JsonObject { ["code"] = "Math.Sqrt(2)", ["cursor_pos"] = 7, ["detail_level"] = 0 });
        Assert.True((bool?)reply["found"]);
        Assert.Contains("square root", (string?)reply["data"]!["text/plain"]);
    }

    [Theory]
    [InlineData("Row 13", "1 + 1", "complete")]
    [InlineData("Row 14", "if (true) {", "incomplete")]
    [InlineData("Row 15", "var = = 3;", "invalid")]
    public void Rows_13_to_15_is_complete(string row, string code, string status)
    {
        var reply = Ask("is_complete_request", new JsonObject { ["code"] = code });
        Assert.Equal((row, status), (row, (string?)reply["status"]));
    }

    [Fact]
    public void Row_16_history()
    {
        _kernel.Execute("12345 + 1");
        var history = Ask("history_request",
            new JsonObject { ["hist_access_type"] = "tail", ["n"] = 3, ["output"] = false, ["raw"] = true })["history"]!;
        Assert.Contains("12345 + 1", history.AsArray().Select(entry => (string?)entry![2]));
    }

    [Fact]
    public void Row_17_comm_info() => Assert.Equal("ok", (string?)Ask("comm_info_request")["status"]);

    [Fact]
    public void Row_18_an_error_has_name_value_and_traceback_in_reply_and_output()
    {
        var (reply, outputs) = _kernel.Execute("throw new InvalidOperationException(\"a reason\");");
        foreach (var error in (JsonNode[])[reply, outputs.Single(output => output.Type == "error").Content])
        {
            Assert.Equal(("InvalidOperationException", "a reason"),
                (((string?)error["ename"])!.Split('.')[^1], (string?)error["evalue"]));
            Assert.NotEmpty(error["traceback"]!.AsArray());
        }

        Assert.Equal("error", (string?)reply["status"]);
    }

    [Fact]
    public void Row_19_display_data()
    {
        var data = _kernel.Execute("display(HTML(\"<b>bold</b>\"));").Outputs.Single(output =>
            output.Type == "display_data").Content["data"]!;
        Assert.Equal("<b>bold</b>", (string?)data["text/html"]);
    }

    [Fact]
    public void Row_20_execute_result()
    {
        var result = _kernel.Execute("6 * 7").Outputs.Single(output => output.Type == "execute_result").Content;
        Assert.Equal("42", (string?)result["data"]!["text/plain"]);
        Assert.True((int?)result["execution_count"] > 0);
    }

    [Fact]
    public void Row_21_update_display_data()
    {
        var outputs = _kernel.Execute("var shown = display(1); shown.Update(2);").Outputs;
        Assert.Equal(
            (string?)outputs.Single(output => output.Type == "display_data").Content["transient"]!["display_id"],
            (string?)outputs.Single(output => output.Type == "update_display_data").Content["transient"]!["display_id"]);
    }

    [Fact]
    public void Row_22_clear_output() => Assert.Single(_kernel.Execute("ClearOutput();").Outputs,
        output => output.Type == "clear_output");

    [Fact]
    public void Row_23_input_request()
    {
        string id = _kernel.SendExecute("Console.ReadLine()", allowStdin: true);
        var question = _kernel.Receive(_kernel.Stdin, id, Soon)!;
        Assert.Equal("input_request", question.Type);
        _kernel.Send(_kernel.Stdin, "input_reply", new JsonObject { ["value"] = "typed" });
        Assert.Equal("typed", (string?)_kernel.ReceiveUntilIdle(id)
            .Single(output => output.Type == "execute_result").Content["data"]!["text/plain"]);
    }

    [Fact]
    public void Row_24_a_comm_is_opened_told_and_closed()
    {
        _kernel.Execute(
            "Comm.RegisterTarget(\"row\", (comm, data) => comm.OnMessage = sent => comm.Send(sent));");
        _kernel.Send(_kernel.Shell, "comm_open",
            new JsonObject { ["comm_id"] = "row-24", ["target_name"] = "row", ["data"] = new JsonObject() });
        string told = _kernel.Send(_kernel.Shell, "comm_msg",
            new JsonObject { ["comm_id"] = "row-24", ["data"] = new JsonObject { ["n"] = 5 } });
        Assert.Equal(5, (int?)_kernel.ReceiveUntilIdle(told).Single(output => output.Type == "comm_msg").Content["data"]!["n"]);
        Assert.NotNull(Ask("comm_info_request")["comms"]!["row-24"]);
        _kernel.ReceiveUntilIdle(_kernel.Send(_kernel.Shell, "comm_close",
            new JsonObject { ["comm_id"] = "row-24", ["data"] = new JsonObject() }));
        Assert.Null(Ask("comm_info_request")["comms"]!["row-24"]);
    }

    [Fact]
    public void Row_25_interrupt_is_answered_and_ends_the_cell()
    {
        string cell = _kernel.SendExecute("while (true) { }");
        while (_kernel.Receive(_kernel.Iopub, cell, Soon)!.Type != "execute_input")
        {
        }

        string interrupt = _kernel.Send(_kernel.Control, "interrupt_request", []);
        Assert.Equal("ok", (string?)_kernel.Receive(_kernel.Control, interrupt, Soon)!.Content["status"]);
        Assert.Equal("error", (string?)_kernel.Receive(_kernel.Shell, cell, Soon)!.Content["status"]);
        Assert.Equal("2", _kernel.Evaluate("1 + 1"));
    }

    [Fact]
    public void Row_26_executions_are_counted_and_replies_and_outputs_name_their_request()
    {
        int? before = (int?)_kernel.Execute("1").Reply["execution_count"];
        string id = _kernel.SendExecute("2");
        var reply = _kernel.Receive(_kernel.Shell, id, Soon)!;
        Assert.Equal((before + 1, id), ((int?)reply.Content["execution_count"], (string?)reply.Parent["msg_id"]));
        Assert.All(_kernel.ReceiveUntilIdle(id), output => Assert.Equal(id, (string?)output.Parent["msg_id"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kernel.")]
    public void Row_27_each_listener_to_outputs_is_welcomed(string topic)
    {
        using var listener = new SubscriberSocket();
        listener.Subscribe(topic);
        listener.Connect(_kernel.Connection.Endpoint(_kernel.Connection.IopubPort));
        List<byte[]> frames = [];
        Assert.True(listener.TryReceiveMultipartBytes(Soon, ref frames));
        var welcome = new MessageWire(new MessageSignature(_kernel.Key)).Read(frames); // all listeners to that topic hear it
        Assert.Equal(("iopub_welcome", topic), (welcome.Type, (string?)welcome.Content["subscription"]));
        Assert.Empty(welcome.Parent);
    }

    private JsonObject Ask(string request, JsonObject? content = null)
    {
        string id = _kernel.Send(_kernel.Shell, request, content ?? []);
        return _kernel.Receive(_kernel.Shell, id, Soon)!.Content;
    }
}
