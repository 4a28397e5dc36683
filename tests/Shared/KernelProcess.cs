using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace Research.Notebooks.Jupyter;

/// <summary>A kernel in a process of its own, as a front end has it: real sockets, its own key. For one thread.</summary>
internal sealed class KernelProcess : IDisposable
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly string _folder = Directory.CreateTempSubdirectory("kernel-").FullName;
    private readonly System.Text.StringBuilder _errors = new();

    /// <param name="command">The program and its arguments; <c>{connection_file}</c> stands for the file.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="environment">Variables for it.</param>
    public KernelProcess(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        int[] ports = FreePorts(5);
        Key = Guid.NewGuid().ToString("N");
        string file = Path.Combine(_folder, "connection.json");
        File.WriteAllText(file, new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["key"] = Key,
            ["signature_scheme"] = "hmac-sha256",
            ["shell_port"] = ports[0],
            ["control_port"] = ports[1],
            ["iopub_port"] = ports[2],
            ["stdin_port"] = ports[3],
            ["hb_port"] = ports[4],
        }.ToJsonString());
        Connection = ConnectionFile.Load(file);
        Wire = new MessageWire(new MessageSignature(Key));
        byte[] identity = Guid.NewGuid().ToByteArray();
        Shell = Connect(new DealerSocket(), ports[0], identity);
        Control = Connect(new DealerSocket(), ports[1], identity);
        Iopub = Connect(new SubscriberSocket(), ports[2], identity);
        Stdin = Connect(new DealerSocket(), ports[3], identity);
        Heartbeat = Connect(new RequestSocket(), ports[4], identity);

        // A shell's background job, such as CI may be, hands an ignored SIGINT down to all that it starts.
        var start = new ProcessStartInfo("env",
            ["--default-signal=INT", .. command.Select(argument => argument.Replace("{connection_file}", file))])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Started = Stopwatch.StartNew();
        Process = Process.Start(start)!;
        Process.ErrorDataReceived += (_, line) => Note(line.Data);
        Process.OutputDataReceived += (_, line) => Note(line.Data);
        Process.BeginErrorReadLine();
        Process.BeginOutputReadLine();
    }

    public string Key { get; }

    public ConnectionFile Connection { get; }

    public MessageWire Wire { get; }

    public Process Process { get; }

    public Stopwatch Started { get; }

    public NetMQSocket Shell { get; }

    public NetMQSocket Control { get; }

    public NetMQSocket Iopub { get; }

    public NetMQSocket Stdin { get; }

    public NetMQSocket Heartbeat { get; }

    /// <summary>What it wrote to its console.</summary>
    public string Log
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts this kit's kernel and waits until it answers.</summary>
    public static KernelProcess StartKit(string? folder = null)
    {
        var kernel = Kit(folder);
        kernel.WaitUntilReady();
        return kernel;
    }

    /// <summary>Starts this kit's kernel.</summary>
    /// <param name="folder">Where it works.</param>
    /// <param name="launcher">A program, and its first arguments, that starts the kernel's command, which follows them.</param>
    public static KernelProcess Kit(string? folder = null, IReadOnlyList<string>? launcher = null)
    {
        string program = Path.Combine(Repository.Root, "src/Research.Cli/bin/Release/net10.0/Research.Cli.dll");
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"{program} is missing: build src/Research.Cli first.");
        }

        var environment = new Dictionary<string, string>
        {
            ["RESEARCH_HOME"] = Repository.Root,
            ["DOTNET_TieredPGO"] = "0",
        };
        return new KernelProcess([.. launcher ?? [], "dotnet", program, "kernel", "run", "{connection_file}"],
            folder ?? Path.GetTempPath(), environment);
    }

    /// <summary>Asks what it is until it answers and its outputs come through.</summary>
    public JsonObject WaitUntilReady()
    {
        while (Started.Elapsed < TimeSpan.FromSeconds(60))
        {
            string id = Send(Shell, "kernel_info_request", []);
            var reply = Receive(Shell, id, TimeSpan.FromSeconds(Process.HasExited ? 0 : 30))
                ?? throw new InvalidOperationException($"The kernel does not answer. {Log}");
            if (Receive(Iopub, id, TimeSpan.FromMilliseconds(300)) is { } state)
            {
                if ((string?)state.Content["execution_state"] == "busy")
                {
                    ReceiveUntilIdle(id, TimeSpan.FromSeconds(5));
                }

                return reply.Content;
            }
        }

        throw new InvalidOperationException($"The kernel's outputs do not come. {Log}");
    }

    public JupyterMessage Create(string type, JsonObject content) => JupyterMessage.Create(type, content, [], _session);

    /// <returns>The message's id.</returns>
    public string Send(NetMQSocket socket, string type, JsonObject content)
    {
        var message = Create(type, content);
        socket.SendMultipartBytes(Wire.Write(message));
        return message.Id;
    }

    public string SendExecute(
        string code, bool silent = false, bool stopOnError = true, bool allowStdin = false, JsonObject? expressions = null) =>
        Send(Shell, "execute_request", new JsonObject
        {
            ["code"] = code,
            ["silent"] = silent,
            ["store_history"] = !silent,
            ["allow_stdin"] = allowStdin,
            ["stop_on_error"] = stopOnError,
            ["user_expressions"] = expressions ?? [],
        });

    /// <summary>The next message on a socket; null if none comes in time.</summary>
    public JupyterMessage? Receive(NetMQSocket socket, TimeSpan patience)
    {
        // NetMQ takes a negative time as forever.
        var wait = patience > TimeSpan.Zero ? patience : TimeSpan.Zero;
        List<byte[]> frames = [];
        bool isReady = socket.Poll(PollEvents.PollIn, wait) == PollEvents.PollIn;
        return isReady && socket.TryReceiveMultipartBytes(ref frames) ? Wire.Read(frames) : null;
    }

    /// <summary>The next message on a socket that belongs to a request; others are skipped.</summary>
    public JupyterMessage? Receive(NetMQSocket socket, string request, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed <= patience)
        {
            if (Receive(socket, patience - clock.Elapsed) is { } message && (string?)message.Parent["msg_id"] == request)
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>The outputs of a request, up to the idle that ends it.</summary>
    public List<JupyterMessage> ReceiveUntilIdle(string request, TimeSpan? patience = null)
    {
        var outputs = new List<JupyterMessage>();
        while (Receive(Iopub, request, patience ?? TimeSpan.FromSeconds(60)) is { } output)
        {
            if (output.Type == "status" && (string?)output.Content["execution_state"] == "idle")
            {
                return outputs;
            }

            outputs.Add(output);
        }

        throw new TimeoutException($"The kernel did not become idle after {request}. {Log}");
    }

    /// <summary>Runs a cell to its end.</summary>
    public (JsonObject Reply, List<JupyterMessage> Outputs) Execute(string code)
    {
        string id = SendExecute(code);
        var reply = Receive(Shell, id, TimeSpan.FromSeconds(60)) ?? throw new TimeoutException($"No reply to {code}. {Log}");
        return (reply.Content, ReceiveUntilIdle(id));
    }

    /// <summary>What outputs write to a stream.</summary>
    public static string Text(IEnumerable<JupyterMessage> outputs, string stream = "stdout") => string.Concat(outputs
        .Where(output => output.Type == "stream" && (string?)output.Content["name"] == stream)
        .Select(output => (string?)output.Content["text"]));

    /// <summary>A cell's result in plain text.</summary>
    public string? Evaluate(string code) =>
        (string?)Execute(code).Outputs.LastOrDefault(output => output.Type == "execute_result")?.Content["data"]!["text/plain"];

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
        }

        Process.Dispose();
        foreach (var socket in (NetMQSocket[])[Shell, Control, Iopub, Stdin, Heartbeat])
        {
            socket.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    private NetMQSocket Connect(NetMQSocket socket, int port, byte[] identity)
    {
        socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0; // any number of messages may wait
        socket.Options.Identity = identity;
        (socket as SubscriberSocket)?.SubscribeToAnyTopic();
        socket.Connect(Connection.Endpoint(port));
        return socket;
    }

    private void Note(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }
    }
}
