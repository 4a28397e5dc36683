using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>A Jupyter kernel: an engine behind five sockets.</summary>
/// <remarks>
/// Requests on shell are answered in their order, on one thread; those on control at once, on another, also while a cell runs.
/// None of them is on the thread pool, which a cell may keep busy.
/// </remarks>
public sealed class JupyterKernel : IDisposable
{
    private const int WarmUpRounds = 4, WarmUpCells = 30;
    private static readonly TimeSpan WarmUpDelay = TimeSpan.FromSeconds(1);

    private readonly PolyglotEngine _engine;
    private readonly BlockingCollection<JupyterMessage> _shell = [], _control = [];
    private readonly TaskCompletionSource _end = new();
    private readonly KernelLink _link;
    private readonly KernelSockets _sockets;
    private readonly History _history = new();
    private readonly Execution _execution;
    private readonly Comms _comms;
    private readonly ExitNotice _exit;
    private readonly TextWriter _log;
    private int _handled, _active; // how many requests so far, and of them those that are not answered yet

    /// <summary>Listens, and answers from now on.</summary>
    /// <param name="connection">Where, and the key.</param>
    /// <param name="engine">Runs the cells; it is the caller's to dispose.</param>
    /// <param name="log">Takes a line for every message that is dropped, and exceptions that nothing caught.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public JupyterKernel(ConnectionFile connection, PolyglotEngine engine, TextWriter log)
    {
        (_engine, _log) = (engine, log);
        _exit = new ExitNotice(
            () => _link?.Running is not null && !_end.Task.IsCompleted,
                reason => log.WriteLine($"research kernel: cell {engine.ExecutionCount}: {reason}"));
        _link = new KernelLink((channel, message) => _sockets!.Send(channel, message));
        _execution = new Execution(engine, _link, _history);
        _comms = new Comms(_link);
        _sockets = new KernelSockets(connection, Take, _link.Welcome, log);
        _link.PublishState("starting", request: null);
        Start(_shell, KernelChannel.Shell, "jupyter shell");
        Start(_control, KernelChannel.Control, "jupyter control");
    }

    /// <summary>Ends when a front end has asked the kernel to end.</summary>
    public Task Completion => _end.Task;

    /// <summary>Makes the running cell stop, as <c>interrupt_request</c> does.</summary>
    public void Interrupt() => _execution.Interrupt();

    /// <summary>
    /// Shows an exception that nothing caught: a thread's under its cell, a timer's under the cell that runs or ran last. The
    /// log has it too.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns>True if a cell's code threw it: the kernel can go on. False for any other.</returns>
    public bool ShowUnhandled(Exception exception) => _execution.Show(exception, _log);

    /// <summary>Sends what is left and closes the sockets. A running cell is left to itself.</summary>
    public void Dispose()
    {
        _shell.CompleteAdding();
        _control.CompleteAdding();
        _sockets.Dispose();
        _exit.Dispose();
    }

    private void Take(KernelChannel channel, JupyterMessage message)
    {
        try
        {
            switch (channel)
            {
                case KernelChannel.Shell:
                    _shell.Add(message);
                    break;
                case KernelChannel.Control:
                    _control.Add(message);
                    break;
                default:
                    _link.Answer(message);
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            // it came after the end
        }
    }

    private void Start(BlockingCollection<JupyterMessage> requests, KernelChannel channel, string name) => new Thread(() =>
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            Handle(channel, request);
        }
    })
    { IsBackground = true, Name = name }.UnsafeStart();

    private void Handle(KernelChannel channel, JupyterMessage request)
    {
        bool isFirst = Interlocked.Increment(ref _handled) == 1;
        Interlocked.Increment(ref _active);
        _link.PublishState("busy", request);
        int drops = 0;
        try
        {
            if (request.Type == "execute_request" && channel == KernelChannel.Shell)
            {
                drops = _execution.Run(request, () => _shell.Count);
            }
            else if (Answer(request) is { } content)
            {
                _link.Reply(channel, request, content);
            }
        }
        catch (Exception e)
        {
            // One request that cannot be handled must not end the kernel with all its variables.
            _log.WriteLine($"research kernel: {request.Type} failed: {e}");
            if (request.Type.EndsWith("_request", StringComparison.Ordinal))
            {
                _link.Reply(channel, request,
                    new JsonObject
                    {
                        ["status"] = "error",
                        ["ename"] = e.GetType().Name,
                        ["evalue"] = e.Message,
                        ["traceback"] = new JsonArray(),
                    });
            }
        }

        _link.PublishState("idle", request);
        DropQueued(drops);
        Interlocked.Decrement(ref _active);
        if (isFirst)
        {
            _ = WarmUpAsync();
        }

        if (request.Type == "shutdown_request")
        {
            _end.TrySetResult();
        }
    }

    /// <summary>
    /// After the first request, and only while nothing is asked for: one completion, so that what editors need is read while
    /// nobody waits; then small cells, until .NET has compiled the compiler for speed.
    /// </summary>
    private async Task WarmUpAsync()
    {
        try
        {
            await IdleAsync();
            const string Code = "string.";
            await _engine.Services.CompleteAsync(Code, Code.Length);
            for (int round = 0; round < WarmUpRounds && !_end.Task.IsCompleted; round++)
            {
                int handled = await IdleAsync(); // .NET compiles in these pauses
                WarmUp.Repeat(WarmUpCells, () => IsIdleSince(handled));
            }
        }
        catch (Exception e)
        {
            _log.WriteLine($"research kernel: completion or the compiler does not work: {e}");
        }
    }

    /// <summary>Waits until nothing was asked for a while, and nothing runs.</summary>
    /// <returns>The number of requests so far.</returns>
    private async Task<int> IdleAsync()
    {
        int handled;
        do
        {
            handled = Volatile.Read(ref _handled);
            await Task.Delay(WarmUpDelay);
        }
        while (!IsIdleSince(handled));

        return handled;
    }

    private bool IsIdleSince(int handled) => handled == Volatile.Read(ref _handled) && Volatile.Read(ref _active) == 0;

    private JsonObject? Answer(JupyterMessage request)
    {
        switch (request.Type)
        {
            case "kernel_info_request":
                return KernelInfo.Content();
            case "complete_request":
                return EditorRequests.CompleteAsync(_engine.Services, request.Content).GetAwaiter().GetResult();
            case "inspect_request":
                return EditorRequests.InspectAsync(_engine.Services, request.Content).GetAwaiter().GetResult();
            case "is_complete_request":
                return EditorRequests.IsComplete(_engine.Services, request.Content);
            case "history_request":
                return _history.Answer(request.Content);
            case "comm_info_request":
                return _comms.Info(request.Content);
            case "comm_open" or "comm_msg" or "comm_close":
                _comms.Receive(request);
                return null;
            case "interrupt_request":
                Interrupt();
                return new JsonObject { ["status"] = "ok" };
            case "shutdown_request":
                Interrupt();
                return new JsonObject { ["status"] = "ok", ["restart"] = (bool?)request.Content["restart"] ?? false };
            default:
                _log.WriteLine($"research kernel: '{request.Type}' is not known and has no answer.");
                return null;
        }
    }

    /// <summary>After a cell that failed, those that were sent with it do not run.</summary>
    private void DropQueued(int count)
    {
        for (; count > 0; count--)
        {
            if (!_shell.TryTake(out var request))
            {
                return;
            }

            if (request.Type != "execute_request")
            {
                Handle(KernelChannel.Shell, request);
                continue;
            }

            _link.PublishState("busy", request);
            _link.Reply(KernelChannel.Shell, request,
                new JsonObject { ["status"] = "aborted", ["execution_count"] = _engine.ExecutionCount });
            _link.PublishState("idle", request);
        }
    }
}
